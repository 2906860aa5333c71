"""The imports desk: a file is brought in, matched, checked, applied and taken back by a person."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from collections_app import background
from collections_app.models import ArchivalItem, ImportBatch, ImportMapping, Subject
from collections_app.spreadsheets import progress
from tests import cast
from tests.collections_app.desks import at_desk, list_of, new, page_of
from tests.collections_app.spreadsheets.sheets import workbook
from tests.make import make_agent, make_item, make_item_agent

pytestmark = pytest.mark.django_db

MUSEUM = "acno,name,size,keywords\nA-1,Sword,3 m,arms | iron\nA-2,Shield,1 m,arms\n"


def upload(client: Client, content: bytes | str, name: str = "museum.csv", **more: Any) -> Any:
    content = content.encode() if isinstance(content, str) else content
    fields = {"file": SimpleUploadedFile(name, content), "mode": "upsert", **more}
    return client.post(new(ImportBatch), fields)


def step(batch: ImportBatch, name: str) -> str:
    return reverse(f"admin:collections_app_importbatch_{name}", args=[batch.number])


def words_on(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content.decode()).text_content().split())


def matched(client: Client, batch: ImportBatch, **more: str) -> Any:
    """Say what each header of the museum's file fills."""
    fields = {"column_0": "original_number", "column_1": "title", "column_2": "extent",
              "column_3": "subjects", "constant_0": "kind", "value_0": "object", "separator": "|",
              "header_row": "1", "mode": "create"}  # fmt: skip
    return client.post(step(batch, "columns"), fields | more)


def test_a_museum_file_goes_all_the_way_and_back() -> None:
    client = at_desk(cast.cataloguer())
    assert upload(client, MUSEUM).status_code == 302
    batch = ImportBatch.objects.get()
    page = words_on(client, step(batch, "columns"))
    assert "acno" in page
    assert "size not understood" in page
    refused = matched(client, batch, column_2="")
    assert "leave them out: “size”" in refused.content.decode()
    assert matched(client, batch, save_as="Museum").status_code == 302
    assert "Being checked" in words_on(client, page_of(batch))
    background.drain()

    page = words_on(client, page_of(batch))
    assert "with errors2" in page
    assert "Make the 2 unknown subjects" in page
    assert client.post(step(batch, "apply")).status_code == 302
    background.drain()
    assert not ArchivalItem.objects.exists()

    client.post(step(batch, "check"), {"terms": "yes", "creates": ["subjects", "rights"]})
    background.drain()
    assert "Apply 2 rows" in words_on(client, page_of(batch))
    client.post(step(batch, "apply"))
    background.drain()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.APPLIED
    assert ArchivalItem.objects.filter(kind="object", subjects__label_en="arms").count() == 2
    assert ImportMapping.objects.get(name="Museum").options["constants"] == {"kind": "object"}
    listed = words_on(client, f"{list_of(ArchivalItem)}?import={batch.number}")
    assert "2 items" in listed

    assert "All of it, or nothing" in words_on(client, step(batch, "undo"))
    client.post(step(batch, "undo"))
    background.drain()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE
    assert not ArchivalItem.objects.exists()
    assert not Subject.objects.exists()


def test_an_undoing_that_is_refused_says_what_was_edited() -> None:
    client = at_desk(cast.cataloguer())
    upload(client, "title,kind\nCable,cable\n")
    batch = ImportBatch.objects.get()
    client.post(step(batch, "check"))
    client.post(step(batch, "apply"))
    background.drain()
    client.post(step(batch, "apply"))
    background.drain()
    item = ArchivalItem.objects.get()
    item.title = "Edited since"
    item.save()
    batch.refresh_from_db()
    deed = reverse("admin:collections_app_changeset_undo", args=[batch.change_set_id])
    assert client.get(deed)["Location"] == step(batch, "undo")
    client.post(step(batch, "undo"))
    background.drain()
    page = words_on(client, page_of(batch))
    assert "Nothing was changed" in page
    assert item.ref in page


def test_a_saved_mapping_is_chosen_with_the_file() -> None:
    client = at_desk(cast.cataloguer())
    mapping = ImportMapping.objects.create(
        name="Museum", columns={"acno": "original_number", "name": "title", "size": ""}
    )
    upload(client, MUSEUM, mapping=str(mapping.pk))
    page = client.get(step(ImportBatch.objects.get(), "columns")).content.decode()
    assert '<option value="original_number" selected>' in page
    assert '<option value="-" selected>leave it out' in page


def test_a_file_that_can_not_be_read_says_why() -> None:
    client = at_desk(cast.cataloguer())
    upload(client, b"\xd0\xcf\x11\xe0" + b"0" * 50, "old.xls")
    batch = ImportBatch.objects.get()
    assert client.get(step(batch, "columns")).status_code == 302
    page = words_on(client, page_of(batch))
    assert "Could not be read" in page
    assert "Save it as .xlsx" in page


def test_another_sheet_and_another_header_are_chosen_before_the_headers() -> None:
    client = at_desk(cast.cataloguer())
    file = workbook(["a"], ["b"], Items=[["Exported"], ["title", "kind"], ["x", "cable"]])
    upload(client, file.getvalue(), "book.xlsx")
    batch = ImportBatch.objects.get()
    fields = {"sheet": "Items", "header_row": "2", "separator": "|", "column_0": "title"}
    assert client.post(step(batch, "columns"), fields).url.endswith("/columns")
    page = words_on(client, step(batch, "columns"))
    assert "kind" in page
    assert "Exported" not in page


def test_a_finding_aid_is_known_by_its_content_and_checked_at_once() -> None:
    client = at_desk(cast.cataloguer())
    upload(client, "<?xml version='1.0'?><nothing/>", "aid.csv")
    batch = ImportBatch.objects.get()
    assert batch.kind == "ead"
    background.drain()
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.FAILED


def test_the_report_is_paged_narrowed_and_downloaded() -> None:
    client = at_desk(cast.cataloguer())
    rows = "".join(f"Cable {number},{'' if number < 3 else 'cable'}\n" for number in range(120))
    upload(client, f"title,kind\n{rows}")
    batch = ImportBatch.objects.get()
    client.post(step(batch, "check"))
    background.drain()
    page = words_on(client, page_of(batch))
    assert "Errors (3)" in page
    assert "Rows 1 to 3" in page
    assert "Rows 101 to 120" in words_on(client, f"{page_of(batch)}?level=all&start=100")
    answer = client.get(step(batch, "report"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 121
    assert b"".join(client.get(step(batch, "file")).streaming_content).startswith(b"title,kind")


def test_a_deed_that_died_is_told_and_can_be_started_again() -> None:
    client = at_desk(cast.cataloguer())
    upload(client, "title,kind\nCable,cable\n")
    batch = ImportBatch.objects.get()
    client.post(step(batch, "check"))
    assert client.get(step(batch, "progress")).json()["what"] == "checked"
    patience = progress.SECONDS_OF_PATIENCE
    progress.SECONDS_OF_PATIENCE = -1
    try:
        page = words_on(client, page_of(batch))
    finally:
        progress.SECONDS_OF_PATIENCE = patience
    assert "nobody is at it any more" in page
    background.drain()
    assert client.get(step(batch, "progress")).json() == {}
    assert "Apply 1 row" in words_on(client, page_of(batch))


@pytest.mark.parametrize("role", ["editor", "director", "transcriber"])
def test_only_who_may_change_items_brings_files_in(role: str) -> None:
    client = at_desk(getattr(cast, role)())
    assert upload(client, MUSEUM).status_code == 403
    batch = ImportBatch.objects.create(file_name="x.csv", sha256="0" * 64)
    for name in ("columns", "check", "apply", "undo", "progress", "report", "file"):
        assert client.post(step(batch, name)).status_code == 403, name
    assert client.get(page_of(batch)).status_code == 403
    assert client.get(reverse("admin:collections_app_importbatch_template")).status_code == 403


def test_an_administrator_may_too_and_strangers_are_sent_to_sign_in() -> None:
    assert upload(at_desk(cast.administrator()), MUSEUM).status_code == 302
    batch = ImportBatch.objects.get()
    assert Client().get(page_of(batch)).status_code == 302
    assert Client().get(step(batch, "file")).status_code == 302


def test_chosen_items_leave_the_list_as_tables_for_the_house_only() -> None:
    item, _ = make_item(title="Chosen"), make_item(title="Left")
    agent = make_agent(name="Protected, Person", privacy="withheld")
    make_item_agent(item=item, agent=agent)
    fields = {"_selected_action": [str(item.pk)], "index": "0"}
    client = at_desk(cast.cataloguer())
    answer = client.post(list_of(ArchivalItem), fields | {"action": "export_csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Chosen" in text
    assert "Protected, Person" in text
    assert "Left" not in text
    assert "for-the-house-only" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    answer = client.post(list_of(ArchivalItem), fields | {"action": "export_xlsx"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["items", "columns"]


def test_who_may_not_see_people_exports_nothing() -> None:
    item = make_item()
    fields = {"_selected_action": [str(item.pk)], "index": "0", "action": "export_csv"}
    answer = at_desk(cast.transcriber()).post(list_of(ArchivalItem), fields)
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_the_template_is_a_workbook() -> None:
    client = at_desk(cast.cataloguer())
    answer = client.get(reverse("admin:collections_app_importbatch_template"))
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["items", "columns"]
