"""The press desk and the desk of errors."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from briefingbooks.embargo import clocks
from briefingbooks.models import Erratum, ErrorReport, PressRelease
from collections_app.models import Privacy
from tests import cast
from tests.briefingbooks.make import make_book
from tests.briefingbooks.press_make import (
    make_erratum,
    make_quote,
    make_release,
    make_report,
)
from tests.collections_app.desks import at_desk, page_of, send
from tests.make import make_agent

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return at_desk(cast.editor())


def decide(client: Client, report: ErrorReport, verb: str, **said: str) -> str:
    address = reverse("admin:briefingbooks_errorreport_decide", args=[report.pk, verb])
    return client.post(address, {"answered": "yes", **said}, follow=True).content.decode()


def test_an_embargo_is_told_on_the_clocks_of_the_place_and_of_kigali() -> None:
    instant = datetime(2014, 1, 9, 15, tzinfo=UTC)
    assert clocks(instant, "America/New_York") == [
        "9 January 2014, 10:00 EST (New York)",
        "9 January 2014, 17:00 CAT (Kigali)",
    ]
    assert clocks(instant, "Africa/Kigali") == ["9 January 2014, 17:00 CAT (Kigali)"]
    assert clocks(instant, "UTC")[0] == "9 January 2014, 15:00 UTC"


def test_the_press_desk_and_the_preview_show_the_embargo(editor: Client) -> None:
    release = make_release(
        zone="America/New_York", public_from=datetime(2099, 1, 9, 15, tzinfo=UTC)
    )
    for address in (page_of(release), release.get_absolute_url()):
        page = editor.get(address).content.decode()
        assert "9 January 2099, 10:00 EST (New York)" in page
        assert "9 January 2099, 17:00 CAT (Kigali)" in page
    assert Client().get(release.get_absolute_url()).status_code == 404


def test_a_text_that_names_nothing_known_is_refused_at_its_field(editor: Client) -> None:
    release = make_release()
    page = send(editor, page_of(release), {"body_md": "See {doc}`FTP-9999`."}).content.decode()
    assert "Line 1: there is no item “FTP-9999”" in page
    assert PressRelease.objects.get().body_md == "The book is public."


def test_a_pasted_sentence_without_its_link_is_kept_with_a_warning(editor: Client) -> None:
    release = make_release()
    words = "More can be found on our website at and on our page."
    page = send(editor, page_of(release), {"body_md": words}).content.decode()
    said = "a link seems to be lost at “on our website at and on”"
    assert said in page
    assert said in editor.get(page_of(release)).content.decode()
    assert PressRelease.objects.get().body_md == words


def test_a_release_with_words_that_nobody_approved_is_not_published(editor: Client) -> None:
    release = make_release()
    make_quote(release=release, approved_on=None)
    address = reverse("admin:briefingbooks_pressrelease_publication", args=[release.pk, "publish"])
    page = editor.post(address, follow=True).content.decode()
    assert "The words of Ann Speaker are not approved." in page
    assert not release.is_public()


def test_the_address_of_what_was_published_stays(editor: Client) -> None:
    release = make_release(slug="first", published=True)
    send(editor, page_of(release), {"slug": "second"})
    assert PressRelease.objects.get().slug == "first"


def test_reported_errors_wait_on_the_first_page_for_whoever_decides(editor: Client) -> None:
    make_report(book=make_book(published=True))
    assert "1 reported error waits." in editor.get("/admin/").content.decode()
    cataloguer = at_desk(cast.cataloguer())
    assert "reported error" not in cataloguer.get("/admin/").content.decode()
    address = reverse("admin:briefingbooks_errorreport_changelist")
    assert cataloguer.get(address).status_code == 403


def test_an_editor_accepts_a_report_in_words_of_the_house(editor: Client) -> None:
    report = make_report(book=make_book(published=True), name="R. Eader", wants_credit=True)
    shown = editor.get(page_of(report)).content.decode()
    assert "Accept and correct" in shown
    page = decide(
        editor, report, "accept", severity="factual", was="Monday", now="Tuesday", is_credited="on"
    )
    assert "The correction is told in the book." in page
    erratum = Erratum.objects.get()
    assert (erratum.where, erratum.credited_as) == ("Summary", "R. Eader")
    report.refresh_from_db()
    assert report.decided_by is not None
    assert decide(editor, report, "refuse", reason="Late.").count("Late.") == 0


def test_a_correction_with_a_protected_name_is_refused_and_the_book_stays(editor: Client) -> None:
    make_agent(name="Hidden, Ann", privacy=Privacy.WITHHELD)
    report = make_report(book=make_book(published=True))
    page = decide(editor, report, "accept", severity="factual", was="Bob", now="Ann Hidden")
    assert "The name of a protected person stands in it." in page
    assert not Erratum.objects.exists()
    assert report.book.is_public()


def test_a_correction_at_the_desk_is_tied_to_a_place_of_the_book(editor: Client) -> None:
    erratum = make_erratum(book=make_book(published=True))
    page = send(editor, page_of(erratum), {"anchor": "nowhere"}).content.decode()
    assert "Readers find no such place in this book." in page
    send(editor, page_of(erratum), {"now": "Wednesday"})
    assert Erratum.objects.get().now == "Wednesday"


def test_an_editor_refuses_with_a_reason_that_nobody_else_reads(editor: Client) -> None:
    report = make_report(book=make_book(published=True))
    assert "This field is required." in decide(editor, report, "refuse", reason="")
    page = decide(editor, report, "refuse", reason="It was a Monday.")
    assert "Decided: refused." in page
    assert "It was a Monday." in page
    public = Client().get(f"{report.book.get_absolute_url()}corrections/").content.decode()
    assert "It was a Monday." not in public
