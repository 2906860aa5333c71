"""Links that somebody at the desk wants asked now, after the answer to the desk."""

from django_tasks import task

from collections_app.link_checks.running import Wanted, check_links


@task()
def ask_now(keys: list[int]) -> None:
    """Ask these links; asked twice, they are asked twice and nothing is counted twice a day."""
    check_links(Wanted(only=tuple(keys)))
