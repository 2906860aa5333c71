"""What the desks should be warned of: damaged files, links that are gone, checks that failed."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as in_format

from collections_app.models import CheckRun, ExternalLink, FileFixity, LinkStatus

# After this long without a sign a run is taken for stopped.
STOPPED_AFTER = timedelta(days=2)
BACKUP_IS_OLD = timedelta(days=8)
FIXITY_IS_OLD = timedelta(days=100)


@dataclass(frozen=True, slots=True)
class DeskWarning:
    """One sentence for people of the house, the page that tells more, and who may see that."""

    words: str
    url: str
    permission: str


def warnings_for_desk() -> list[DeskWarning]:
    """Return what should not wait, in three queries whatever the house holds."""
    latest = CheckRun.objects.order_by().values("kind").annotate(last=Max("pk")).values("last")
    runs = {run.kind: run for run in CheckRun.objects.filter(pk__in=latest)}
    found = [*_files(runs.get(CheckRun.Kind.FIXITY)), *_links()]
    found += [warning for run in runs.values() for warning in _run(run)]
    return found


def _files(run: CheckRun | None) -> list[DeskWarning]:
    wrong = FileFixity.objects.filter(~Q(state__in=["ok", "unchecked"])).aggregate(
        damaged=Count("pk", filter=Q(state__in=FileFixity.DAMAGED)),
        strays=Count("pk", filter=Q(state=FileFixity.State.STRAY)),
    )
    when = f"Last compared on {_day(run)}: " if run else ""
    found = []
    if wrong["damaged"]:
        number = _several(wrong["damaged"], "stored file is", "stored files are")
        words = f"{when}{number} missing, changed or unreadable."
        found.append(_to(FileFixity, f"{words} Bring them back from a backup.", "?damaged=yes"))
    if wrong["strays"]:
        number = _several(wrong["strays"], "stored file is", "stored files are")
        found.append(_to(FileFixity, f"{when}{number} named by no record.", "?state__exact=stray"))
    return found


def _links() -> list[DeskWarning]:
    gone = ExternalLink.objects.filter(
        status=LinkStatus.GONE, status_is_decided=False, archived_url=""
    ).count()
    if not gone:
        return []
    number = _several(gone, "external link is", "external links are")
    query = f"?status__exact={LinkStatus.GONE}"
    return [_to(ExternalLink, f"{number} gone and without an archived copy.", query)]


def _run(run: CheckRun) -> list[DeskWarning]:
    what = run.get_kind_display()
    age = timezone.now() - run.started_at
    if run.ended_early:
        return [_to(CheckRun, f"On {_day(run)}, {what}: {run.ended_early}", f"{run.pk}/change/")]
    if run.finished_at is None and age > STOPPED_AFTER:
        return [_to(CheckRun, f"Begun on {_day(run)} and never ended: {what}.")]
    oldest = {CheckRun.Kind.BACKUP: BACKUP_IS_OLD, CheckRun.Kind.FIXITY: FIXITY_IS_OLD}
    if age > oldest.get(CheckRun.Kind(run.kind), timedelta.max):
        return [_to(CheckRun, f"Last on {_day(run)}: {what}.")]
    return []


def _to(
    model: type[CheckRun] | type[FileFixity] | type[ExternalLink], words: str, rest: str = ""
) -> DeskWarning:
    meta = model._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return DeskWarning(words, url + rest, f"{meta.app_label}.view_{meta.model_name}")


def _several(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _day(run: CheckRun) -> str:
    return in_format(timezone.localtime(run.finished_at or run.started_at), "j F Y")
