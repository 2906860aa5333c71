"""Withdrawal sheets: read under any usual header, checked first, brought in whole or not at all."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collections_app.spreadsheets.tables import BadFile
from collections_app.spreadsheets.xlsx_writing import Sheet, write_workbook
from declassification.models import AccessRequest, Refused, RequestedDocument
from declassification.sheets import checking
from declassification.sheets.applying import bring_in
from declassification.sheets.checking import ADDED, LEFT_OUT, WRONG, Check, check, read_sheet
from declassification.stages import EventKind, Stage
from tests import cast
from tests.declassification.desks import change
from tests.declassification.make import make_document, make_request
from tests.make import make_item

pytestmark = pytest.mark.django_db

SHEET = (
    "Document No. and Type,Subject/Title,Date,Box,Folder Title,Pages,Restriction\n"
    "001,Memo to the Secretary,04/08/94,7,Rwanda [1],3,P1 (b)(1)\n"
    "002,Cable,undated,7,Rwanda [1],,P1\n"
)


def checked(request: AccessRequest, text: str) -> Check:
    rows, _ = read_sheet(io.BytesIO(text.encode()))
    return check(request, rows)


def brought_in(request: AccessRequest, text: str) -> int:
    rows, _ = read_sheet(io.BytesIO(text.encode()))
    return bring_in(request, rows, by=None, name="sheet.csv")


def url(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_sheet", args=[request.pk])


def upload(desk: Client, request: AccessRequest, text: str = SHEET) -> Any:
    file = SimpleUploadedFile("sheet.csv", text.encode(), "text/csv")
    return desk.post(url(request), {"file": file})


def test_the_headers_of_archives_are_understood() -> None:
    request = make_request()
    assert brought_in(request, SHEET) == 2
    first, second = request.documents.all()
    assert (first.title, first.document_number, first.box) == ("Memo to the Secretary", "001", "7")
    assert (first.folder, first.pages, first.date) == ("Rwanda [1]", 3, "04/08/94")
    assert first.restriction_codes == "P1 (b)(1)"
    assert (second.pages, second.position) == (None, 2)


def test_a_sheet_in_french_with_semicolons_is_understood() -> None:
    request = make_request()
    brought_in(request, "Intitulé;Carton;Dossier;N°\nNote;12;Rwanda;4\n")
    document = request.documents.get()
    assert (document.title, document.box, document.document_number) == ("Note", "12", "4")


def test_a_workbook_is_read_as_a_table_is() -> None:
    file = io.BytesIO()
    write_workbook(file, [Sheet("Sheet", [["ref", "listed as"], ["", "A memo"]])])
    rows, _ = read_sheet(file)
    assert rows == [(2, {"title": "A memo"})]


def test_checking_writes_nothing() -> None:
    request = make_request()
    assert checked(request, SHEET).added == 2
    assert not request.documents.exists()
    assert not request.events.exists()


def test_a_ref_links_its_row_to_the_item_and_an_unknown_one_is_an_error() -> None:
    item, request = make_item(), make_request()
    sheet = f"ref,title\n{item.ref.lower()},\nFTP-999999,Memo\n"
    found = checked(request, sheet)
    assert [line.becomes for line in found.lines] == [ADDED, WRONG]
    assert found.lines[1].row == 3
    assert found.lines[1].messages == ["There is no item FTP-999999."]
    with pytest.raises(ValidationError):
        brought_in(request, sheet)
    assert not request.documents.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",1", "Neither a ref nor a title"),
        ("Memo,three", "not a whole number"),
        ("Memo,0", "not a whole number"),
        ("Memo,-3", "not a whole number"),
        (f"{'x' * 301},1", "too long: 301 signs, 300 at most"),
    ],
)
def test_what_can_not_be_kept_is_said_at_its_line(row: str, said: str) -> None:
    found = checked(make_request(), f"title,pages\n{row}\n")
    assert found.wrong == 1
    assert said in found.lines[0].messages[0]


def test_what_is_asked_for_already_is_said_and_left_out() -> None:
    item, request = make_item(), make_request()
    make_document(request=request, item=item)
    make_document(
        request=request, title="Memo", box="7", folder="Rwanda [1]", document_number="001"
    )
    found = checked(request, SHEET)
    assert [line.becomes for line in found.lines] == [LEFT_OUT, ADDED]
    assert "asked for by this request already" in found.lines[0].messages[0]
    twice = f"ref,title,box,no\n{item.ref},,,\n,A,1,2\n,B,1,2\n,C,1,\n,D,1,\n"
    becomes = [line.becomes for line in checked(request, twice).lines]
    assert becomes == [LEFT_OUT, ADDED, LEFT_OUT, ADDED, ADDED]


def test_another_request_for_the_same_item_is_told_and_hinders_nothing() -> None:
    item = make_item()
    other = make_request(items=[item])
    found = checked(make_request(), f"ref\n{item.ref}\n")
    assert found.added == 1
    assert found.lines[0].messages == [f"Also asked for by {other.number}."]


@pytest.mark.parametrize(("text", "said"), [("", "empty"), ("box,folder\n1,2\n", "No column says")])
def test_a_file_that_is_no_sheet_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_sheet(io.BytesIO(text.encode()))


def test_a_sheet_longer_than_the_most_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_ROWS", 2)
    with pytest.raises(BadFile, match="more than 2 rows"):
        read_sheet(io.BytesIO(b"title\na\nb\nc\n"))


def test_five_thousand_rows_come_in_with_few_queries(
    django_assert_max_num_queries: Any,
) -> None:
    request = make_request()
    rows = [(n, {"title": f"Memo {n}", "box": "1", "document_number": str(n)}) for n in range(5000)]
    with django_assert_max_num_queries(320):
        assert bring_in(request, rows, by=None, name="sheet.csv") == 5000
    assert request.documents.count() == 5000
    assert RequestedDocument.changes.count() == 5000


def test_nothing_is_half_saved_where_somebody_acted_meanwhile() -> None:
    request = make_request(stage=Stage.SENT)
    same = AccessRequest.objects.get(pk=request.pk)
    same.add_note(by=None, on=same.authority.today(), note="Called.")
    with pytest.raises(Refused, match="Somebody else"):
        brought_in(request, SHEET)
    assert not request.documents.exists()


@pytest.mark.parametrize("stage", [Stage.DECIDED, Stage.CLOSED, Stage.WITHDRAWN, Stage.SUPERSEDED])
def test_nothing_is_added_to_a_request_that_was_answered_or_has_ended(stage: str) -> None:
    with pytest.raises(Refused, match="no document can be added"):
        brought_in(make_request(stage=stage), SHEET)


def test_the_log_says_what_came_in() -> None:
    request = make_request(stage=Stage.RECEIVED)
    brought_in(request, SHEET)
    event = request.standing_events()[-1]
    assert (event.kind, request.stage) == (EventKind.NOTE, Stage.RECEIVED)
    assert event.note == "2 documents brought in from the sheet “sheet.csv”."


# --- At the desk -------------------------------------------------------------------------------


def test_a_sheet_is_checked_at_the_desk_and_then_brought_in(desk: Client) -> None:
    request = make_request()
    assert url(request) in desk.get(change(request)).content.decode()
    assert "Folder Title".lower() in desk.get(url(request)).content.decode().lower()
    page = upload(desk, request)
    assert "Bring in 2 documents" in page.content.decode()
    assert not request.documents.exists()
    done = desk.post(url(request), {"sheet": page.context["sheet"]}, follow=True)
    assert "2 documents brought in." in done.content.decode()
    assert request.documents.count() == 2
    again = desk.post(url(request), {"sheet": page.context["sheet"]}, follow=True)
    assert "Nothing was written." in again.content.decode()
    assert request.documents.count() == 2


def test_errors_are_shown_at_their_lines_and_nothing_can_be_brought_in(desk: Client) -> None:
    request = make_request()
    page = upload(desk, request, "ref,title\nFTP-999999,<b>\n").content.decode()
    assert "There is no item FTP-999999." in page
    assert "&lt;b&gt;" in page
    assert 'name="sheet"' not in page


def test_a_file_that_can_not_be_read_is_refused_at_its_field(desk: Client) -> None:
    assert "No column says" in upload(desk, make_request(), "a,b\n1,2\n").content.decode()


def test_a_check_can_not_be_forged_nor_used_for_another_request(desk: Client) -> None:
    request, other = make_request(), make_request()
    kept = upload(desk, request).context["sheet"]
    for address, sheet in ((url(other), kept), (url(request), f"{kept}x")):
        desk.post(address, {"sheet": sheet})
    assert not RequestedDocument.objects.exists()


def test_an_ended_request_says_why_it_takes_no_sheet(desk: Client) -> None:
    request = make_request(stage=Stage.CLOSED)
    assert url(request) not in desk.get(change(request)).content.decode()
    answer = desk.get(url(request), follow=True)
    assert "no document can be added to it any more" in answer.content.decode()


@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_only_who_may_act_brings_sheets_in(client: Client, person: str) -> None:
    client.force_login(getattr(cast, person)())
    request = make_request()
    assert client.get(url(request)).status_code == 403
    assert upload(client, request).status_code == 403


def test_a_request_with_many_documents_keeps_a_page_that_opens(desk: Client) -> None:
    request = make_request()
    rows = [(n, {"title": f"Memo {n}"}) for n in range(150)]
    bring_in(request, rows, by=None, name="sheet.csv")
    page = desk.get(change(request)).content.decode()
    assert "All 150 documents" in page
    assert 'name="documents-TOTAL_FORMS"' not in page
    address = f"/admin/declassification/requesteddocument/?request__id__exact={request.pk}"
    assert address in page
    assert "150 documents asked for" in desk.get(address).content.decode()


@pytest.mark.parametrize(
    "date",
    [
        "1994-13-45",
        "1994-02-30",
        "1994-00-45",
        "13/45/1994",
        "31/31/94",
        "30.02.1994",
        "1994/13/01",
    ],
)
def test_a_date_that_can_not_be_is_refused_at_its_line(desk: Client, date: str) -> None:
    request = make_request()
    text = f"title,date\nMemo,04/08/94\nCable,{date}\n"
    first, second = checked(request, text).lines
    assert first.becomes == ADDED
    assert (second.row, second.becomes) == (3, WRONG)
    assert second.messages == [f"“date” names a day that does not exist: {date}."]
    assert date in upload(desk, request, text).content.decode()
    with pytest.raises(ValidationError):
        brought_in(request, text)
    assert not request.documents.exists()


@pytest.mark.parametrize(
    "date",
    [
        "", "undated", "n.d.", "ca. April 1994", "4/8/94", "08/04/1994", "30/04/94", "04/30/94",
        "04/00/94", "1994", "1994-04", "1994-04-07", "1994-00-00", "29.02.1996", "2/29/00",
        "07-04-1994", "Apr 7, 1994", "6-7 April 1994", "1994-95", "1990/1994", "12/1994",
    ],
)  # fmt: skip
def test_dates_as_archives_write_them_are_taken_as_they_stand(date: str) -> None:
    request = make_request()
    assert brought_in(request, f'title,date\nCable,"{date}"\n') == 1
    assert request.documents.get().date == date
