"""How far files are: told on the page of their copy, in the list of files, and to a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collections_app import background, processing
from collections_app.admin import copies, file_states
from collections_app.intake import take_in
from collections_app.models import Copy, DigitalFile, Page, User
from tests import cast
from tests.collections_app.desks import at_desk, list_of, messages_of, page_of
from tests.collections_app.incoming import ready
from tests.collections_app.pdfs import box, pdf, words
from tests.collections_app.pictures import picture, tiff_of_pages, upload
from tests.make import make_copy, make_item

pytestmark = pytest.mark.django_db

State = DigitalFile.State


@pytest.fixture
def cataloguer() -> Client:
    return at_desk(cast.cataloguer())


def waiting(copy: Copy, pages: int = 3) -> DigitalFile:
    content = tiff_of_pages(*[(30, 40 + n) for n in range(pages)])
    return take_in(copy, upload(content, "minutes.tif"), None)


def in_state(file: DigitalFile, **values: Any) -> DigitalFile:
    DigitalFile.objects.filter(pk=file.pk).update(**values)
    file.refresh_from_db()
    return file


def progress_of(copy: Copy) -> str:
    return reverse("admin:collections_app_copy_progress", args=[copy.pk])


def deed(file: DigitalFile, name: str) -> str:
    return reverse(f"admin:collections_app_digitalfile_{name}", args=[file.pk])


def text_of(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_the_page_of_a_copy_says_how_far_its_files_are(cataloguer: Client) -> None:
    file = waiting(make_copy())
    assert "Waiting, 0 of 3 pages done." in text_of(cataloguer, page_of(file.copy))
    in_state(file, processing=State.RUNNING, pages_done=1, seen_at=timezone.now())
    shown = text_of(cataloguer, page_of(file.copy))
    assert "Being processed, page 2 of 3." in shown
    assert '<progress max="3" value="1"' in shown
    assert "admin_desk/progress.js" in shown
    assert "Try again" not in shown
    in_state(file, processing=State.PENDING, pages_done=0, seen_at=None)
    background.drain()
    shown = text_of(cataloguer, page_of(file.copy))
    assert "Ready, 3 pages." in shown
    assert "files-panel" not in shown
    assert "progress.js" not in shown


def test_a_script_is_told_the_same(cataloguer: Client) -> None:
    file = waiting(make_copy())
    in_state(file, processing=State.RUNNING, pages_done=2, seen_at=timezone.now())
    response = cataloguer.get(progress_of(file.copy))
    assert "no-store" in response["Cache-Control"]
    assert response.json() == {
        "ready": 0,
        "is_moving": True,
        "files": [
            {
                "id": file.pk,
                "words": "Being processed, page 3 of 3.",
                "done": 2,
                "total": 3,
                "is_moving": True,
            }
        ],
    }


def test_strangers_and_people_who_may_not_see_copies_are_told_nothing() -> None:
    file = waiting(make_copy())
    assert Client().get(progress_of(file.copy)).status_code == 302
    outsider = at_desk(cast.outsider_with_account())
    assert outsider.get(progress_of(file.copy)).status_code == 302
    alone = User.objects.create_user("alone", is_staff=True)
    assert at_desk(alone).get(progress_of(file.copy)).status_code == 403


def test_a_file_that_failed_says_why_and_can_be_tried_again(cataloguer: Client) -> None:
    file = waiting(make_copy())
    in_state(
        file, processing=State.FAILED, processing_message="Page 2: The disk is full.", attempts=3
    )
    shown = text_of(cataloguer, page_of(file.copy))
    assert "Failed. Page 2: The disk is full." in shown
    assert deed(file, "try_again") in shown
    response = cataloguer.post(deed(file, "try_again"), follow=True)
    assert "is processed again" in messages_of(response)
    background.drain()
    file.refresh_from_db()
    assert (file.processing, file.pages_done) == (State.READY, 3)
    response = cataloguer.post(deed(file, "try_again"), follow=True)
    assert "is not stopped" in messages_of(response)


def test_a_file_of_which_nothing_is_heard_counts_as_stopped(cataloguer: Client) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    file = in_state(waiting(make_copy()), processing=State.RUNNING, seen_at=long_ago)
    assert "Stopped at page 1 of 3" in text_of(cataloguer, page_of(file.copy))
    cataloguer.post(deed(file, "try_again"))
    file.refresh_from_db()
    assert file.processing == State.PENDING


@pytest.mark.parametrize("name", ["try_again", "image_only"])
def test_deeds_on_files_ask_for_a_post_and_the_right_to_change_them(name: str) -> None:
    file = in_state(waiting(make_copy()), processing=State.FAILED)
    assert at_desk(cast.cataloguer()).get(deed(file, name)).status_code == 405
    for person in (cast.transcriber(), cast.editor()):
        assert at_desk(person).post(deed(file, name)).status_code == 403
    assert Client().post(deed(file, name)).status_code == 302
    file.refresh_from_db()
    assert file.processing == State.FAILED


def test_who_may_not_change_files_sees_no_button() -> None:
    file = in_state(waiting(make_copy()), processing=State.FAILED)
    shown = text_of(at_desk(cast.editor()), page_of(file.copy))
    assert "Failed." in shown
    assert deed(file, "try_again") not in shown


def test_the_desk_says_on_which_page_words_can_be_read_beneath_a_box(cataloguer: Client) -> None:
    bad = words("Informant Jean", 30, 200) + box(26, 192, 204, 26)
    fine = words("Informant Jean", 30, 200)
    file = ready(make_copy(), pdf(fine, bad, fine, bad), "memo.pdf")
    shown = text_of(cataloguer, page_of(file.copy))
    assert "Words can be read beneath a box on pages 2 and 4 of this file." in shown
    assert "Make an image-only copy of memo.pdf" in shown
    one = in_state(file, covered_pages=[3])
    assert "on page 3 of" in file_states.covered_in_words(one)
    many = in_state(file, covered_pages=list(range(1, 21)))
    assert "and 8 more of" in file_states.covered_in_words(many)


def test_a_copy_with_covered_words_stays_closed_though_it_is_opened() -> None:
    copy = make_copy(access_condition="open", is_opened=True)
    copy.item.publish(by=None)
    file = ready(copy, pdf(words("Informant Jean", 30, 200) + box(26, 192, 204, 26)), "memo.pdf")
    assert file.has_covered_text
    assert not Page.objects.public().exists()


def test_files_can_be_found_by_what_is_wrong_with_them(cataloguer: Client) -> None:
    failed = in_state(waiting(make_copy()), processing=State.FAILED)
    covered = in_state(ready(make_copy(), picture()), has_covered_text=True, covered_pages=[1])
    asked = {"processing__exact": "failed"}
    assert list(cataloguer.get(list_of(DigitalFile), asked).context["cl"].queryset) == [failed]
    asked = {"has_covered_text__exact": "1"}
    assert list(cataloguer.get(list_of(DigitalFile), asked).context["cl"].queryset) == [covered]
    assert "beneath a box on page 1" in text_of(cataloguer, list_of(DigitalFile))


def test_several_files_are_tried_again_or_made_anew_at_once(cataloguer: Client) -> None:
    failed = in_state(waiting(make_copy()), processing=State.FAILED)
    fine = ready(make_copy(), picture())
    chosen = {"_selected_action": [failed.pk, fine.pk], "index": "0"}
    response = cataloguer.post(
        list_of(DigitalFile), chosen | {"action": "try_again_selected"}, follow=True
    )
    assert "Processed again: 1. Not stopped: 1." in messages_of(response)
    cataloguer.post(list_of(DigitalFile), chosen | {"action": "process_anew_selected"})
    fine.refresh_from_db()
    assert fine.processing == State.PENDING
    background.drain()
    assert set(DigitalFile.objects.values_list("processing", flat=True)) == {State.READY}


def test_files_come_in_at_the_desk_of_copies_and_leave_as_before() -> None:
    client = at_desk(cast.cataloguer())
    assert client.get(reverse("admin:collections_app_digitalfile_add")).status_code == 403
    kept = ready(make_copy(), picture())
    address = reverse("admin:collections_app_digitalfile_delete", args=[kept.pk])
    assert client.get(address).status_code == 403
    draft = ready(make_copy(item=make_item()), picture())
    address = reverse("admin:collections_app_digitalfile_delete", args=[draft.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not DigitalFile.objects.filter(pk=draft.pk).exists()


def test_a_file_has_a_page_of_its_own(cataloguer: Client) -> None:
    file = ready(make_copy(), picture(), "scan.jpg")
    shown = text_of(cataloguer, page_of(file))
    assert "Ready, 1 page." in shown
    assert file.sha256 in shown


def test_a_copy_of_many_pages_leads_to_the_list_of_pages(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MOST_PAGES_IN_FORM", 2)
    file = waiting(make_copy())
    shown = text_of(cataloguer, page_of(file.copy))
    assert "This copy has 3 pages, too many for this form" in shown
    assert "pages-0-number" not in shown
    address = f"{list_of(Page)}?copy__id__exact={file.copy_id}"
    assert address in shown
    assert cataloguer.get(address).context["cl"].result_count == 3


def test_the_page_of_a_copy_asks_as_often_for_one_file_as_for_many(cataloguer: Client) -> None:
    few, many = make_copy(), make_copy()
    take_in(few, upload(picture()), None)
    for number in range(6):
        take_in(many, upload(picture(color=(number * 30, 9, 9)), f"{number}.jpg"), None)
    cataloguer.get(page_of(few))
    counts = []
    for copy in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            cataloguer.get(page_of(copy))
        counts.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            cataloguer.get(progress_of(copy))
        counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_where_no_machine_reads_the_desk_says_so_while_pages_are_made(cataloguer: Client) -> None:
    file = waiting(make_copy())
    assert "Scans are not read by machine here" in text_of(cataloguer, page_of(file.copy))
    processing.process_whole(file.pk)
    assert "Scans are not read by machine" not in text_of(cataloguer, page_of(file.copy))
