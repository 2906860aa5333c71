"""What the desks are warned of, who is told, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import timezone

from collections_app.backups import unfinished
from collections_app.fixity import check_fixity
from collections_app.models import CheckRun, FileFixity, LinkStatus
from collections_app.preservation import warnings_for_desk
from tests import cast
from tests.collections_app.desks import at_desk, list_of, page_of
from tests.collections_app.preservation.masters import (
    damage,
    leave_stray,
    make_master,
    path_of,
)
from tests.make import make_link

pytestmark = pytest.mark.django_db


def words() -> str:
    return " ".join(warning.words for warning in warnings_for_desk())


def make_run(kind: str, *, days_ago: int = 0, **fields: Any) -> CheckRun:
    at = timezone.now() - timedelta(days=days_ago)
    return CheckRun.objects.create(kind=kind, started_at=at, **({"finished_at": at} | fields))


def test_a_house_that_is_well_is_warned_of_nothing() -> None:
    make_master()
    check_fixity()
    make_run("backup")
    assert warnings_for_desk() == []


def test_a_house_where_nothing_was_ever_checked_is_not_reproached() -> None:
    assert warnings_for_desk() == []


def test_damaged_files_are_told_with_the_day_and_their_number() -> None:
    for _ in range(3):
        damage(path_of(make_master()))
    check_fixity()
    assert "3 stored files are missing, changed or unreadable" in words()
    assert f"{timezone.localdate().year}" in words()
    FileFixity.objects.exclude(pk=FileFixity.objects.first().pk).delete()  # type: ignore[union-attr]
    assert "1 stored file is missing" in words()


def test_strays_are_told() -> None:
    leave_stray()
    check_fixity()
    assert "1 stored file is named by no record" in words()


def test_links_that_are_gone_without_a_copy_are_told_until_somebody_decides() -> None:
    link = make_link()
    link.status = link.found = LinkStatus.GONE
    link.save()
    assert "1 external link is gone" in words()
    link.decide(LinkStatus.GONE, by=None)
    assert warnings_for_desk() == []


def test_a_run_that_stopped_or_is_long_ago_is_told() -> None:
    make_run("fixity", days_ago=5, finished_at=None)
    make_run("backup", days_ago=20)
    make_run("links", ended_early="No host answered.")
    assert "never ended: stored files compared" in words()
    assert "backup made" in words()
    assert "No host answered" in words()
    make_run("backup")
    make_run("fixity")
    make_run("links")
    assert warnings_for_desk() == []


@pytest.mark.parametrize("number", [1, 11])
def test_warnings_cost_three_queries_whatever_the_house_holds(
    number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        damage(path_of(make_master()))
        link = make_link()
        link.status = LinkStatus.GONE
        link.save()
    check_fixity()
    with django_assert_num_queries(3):
        warnings_for_desk()


def test_the_first_page_of_the_desks_warns_whoever_keeps_files() -> None:
    damage(path_of(make_master()))
    check_fixity()
    told = at_desk(cast.cataloguer()).get(reverse("admin:index")).content.decode()
    assert "1 stored file is missing, changed or unreadable" in told
    assert f'href="{list_of(FileFixity)}?damaged=yes"' in told
    untold = at_desk(cast.transcriber()).get(reverse("admin:index")).content.decode()
    assert "stored file is" not in untold


def test_the_desk_shows_what_is_damaged_and_leads_to_its_record() -> None:
    good, bad = make_master(), make_master(name="damaged.tif")
    damage(path_of(bad))
    run = check_fixity()
    desk = at_desk(cast.cataloguer())
    listed = desk.get(f"{list_of(FileFixity)}?damaged=yes").content.decode()
    assert "damaged.tif" in listed
    assert str(good.file.name) not in listed
    file = FileFixity.objects.get(owner_pk=bad.pk)
    assert desk.get(page_of(file)).status_code == 200
    assert "damaged.tif" in desk.get(page_of(run)).content.decode()


def test_nobody_enters_or_deletes_what_checks_found() -> None:
    make_master()
    run = check_fixity()
    desk = at_desk(cast.administrator())
    for record in (run, FileFixity.objects.get()):
        assert desk.post(page_of(record), {"state": "ok"}).status_code == 403
        delete = page_of(record).replace("/change/", "/delete/")
        assert desk.post(delete, {"post": "yes"}).status_code == 403


def test_transcribers_do_not_see_what_checks_found() -> None:
    desk = at_desk(cast.transcriber())
    for model in (CheckRun, FileFixity):
        assert desk.get(list_of(model)).status_code == 403


def test_an_unfinished_restore_is_an_error_until_it_is_ended(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    unfinished.begin("key", tmp_path)
    assert "collections_app.E004" in [message.id for message in run_checks()]
    unfinished.end()
    assert "collections_app.E004" not in [message.id for message in run_checks()]
