"""Work on editions after the answer. Each may be done twice and goes on where it stopped."""

from django_tasks import task

from briefingbooks.editions.making import make_files
from briefingbooks.editions.reissuing import NotTakenOut, reissue
from briefingbooks.models import Edition, Issue


@task()
def make_files_of(key: int) -> None:
    """Make the files of an issue that are not there yet."""
    issue = Issue.objects.filter(pk=key).select_related("edition").first()
    if issue is None:
        return
    make_files(issue)
    # Something may have been closed while they were made.
    if issue.edition.is_closed():
        reissue_with_files(issue.edition)


@task()
def reissue_when_owed(key: int) -> None:
    """Make the reissue of an edition, if one is owed, with its files."""
    reissue_with_files(Edition.objects.get(pk=key))


def reissue_with_files(edition: Edition) -> Issue | None:
    """Make the reissue that an edition owes with all its files; what failed is said at the desk."""
    try:
        made = reissue(edition)
    except NotTakenOut as left:
        edition.problem = str(left)
        edition.save(update_fields=["problem"])
        return None
    if made is None:
        made = edition.issues.unclosed().filter(finished_at=None).first()
    if made is not None:
        make_files(made)
    return made
