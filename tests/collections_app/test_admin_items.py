"""The desks at work: a document described, completed, published, scheduled and withdrawn."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collections_app import dependants
from collections_app.admin.publishing import NAMED_AT_MOST
from collections_app.models import (
    ArchivalItem,
    Copy,
    Derivative,
    DigitalFile,
    ItemAgent,
    Page,
    Repository,
    Status,
    Subject,
)
from collections_app.publication import PublicationState
from tests import cast
from tests.collections_app.desks import (
    act_on,
    at_desk,
    errors_of,
    list_of,
    messages_of,
    new,
    page_of,
    row,
    send,
)
from tests.collections_app.pictures import picture, tiff_of_pages, upload
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_repository,
    make_rights,
    make_subject,
)

pytestmark = pytest.mark.django_db

REASON = {"reason": "The holder asked for it.", "notice": "Withdrawn at the holder's request."}


@pytest.fixture
def cataloguer() -> Client:
    return at_desk(cast.cataloguer())


def a_draft_with_gaps() -> ArchivalItem:
    return make_item(is_sensitivity_reviewed=False, held_at=make_repository(published=True))


def test_a_cataloguer_describes_a_cable_with_its_sender_and_its_copy() -> None:
    person = cast.cataloguer()
    client = at_desk(person)
    archive, agent = make_repository(published=True), make_agent(published=True)
    words = {
        "kind": "cable",
        "title": "Request for protection",
        "date_edtf": "1994-01-11",
        "abstract": "The force commander reports.",
        "rights": make_rights().pk,
        "is_sensitivity_reviewed": "on",
        **row("item_agents", 0, agent=agent.pk, role="sender", is_certain="on", position="0"),
        **row(
            "copies",
            0,
            repository=archive.pk,
            copy_type="fax",
            how_obtained="published",
            is_act_of_originator="on",
            extent="in_full",
            access_condition="open",
            is_opened="on",
            is_shown="on",
        ),
    }
    response = send(client, new(ArchivalItem), words)
    assert "was added successfully" in messages_of(response), errors_of(response)
    item = ArchivalItem.objects.get()
    assert item.ref == "FTP-0001"
    assert item.created_by == item.updated_by == person
    assert ItemAgent.objects.get(item=item).role == "sender"
    copy = Copy.objects.get(item=item)
    assert copy.created_by == person
    assert item.declassification_status == Status.IN_FULL
    assert item.state == PublicationState.DRAFT


def test_the_status_follows_when_a_copy_is_changed_on_either_page(cataloguer: Client) -> None:
    copy = make_copy(extent="in_full", is_act_of_originator=True, how_obtained="foia")
    copy.item.refresh_from_db()
    assert copy.item.declassification_status == Status.IN_FULL
    send(cataloguer, page_of(copy), {"extent": "excised"})
    copy.item.refresh_from_db()
    assert copy.item.declassification_status == Status.IN_PART
    send(
        cataloguer, page_of(copy.item), {"copies-0-withdrawn_on": "", "copies-0-extent": "withheld"}
    )
    copy.item.refresh_from_db()
    assert copy.item.declassification_status == Status.DENIED


def test_the_panel_tells_what_blocks_and_what_is_only_advice(cataloguer: Client) -> None:
    item = make_item(is_sensitivity_reviewed=False, date_edtf="", title="<script>alert(1)</script>")
    page = cataloguer.get(page_of(item)).content.decode()
    blocking, _, advice = page.partition("Worth a look")
    assert 'href="#id_is_sensitivity_reviewed">Nobody has reviewed sensitivity yet.' in blocking
    assert 'href="#copies-group">Describe a copy' in blocking
    assert "No date is given" in advice
    assert "<script>alert" not in page


def test_publishing_is_refused_with_the_gaps_and_succeeds_without(cataloguer: Client) -> None:
    item = a_draft_with_gaps()
    response = send(cataloguer, page_of(item), {}, button="publish")
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT
    assert "Nobody has reviewed sensitivity yet." in messages_of(response)
    response = send(cataloguer, page_of(item), {"is_sensitivity_reviewed": "on"}, button="publish")
    item.refresh_from_db()
    assert item.is_public()
    assert item.published_by is not None
    assert item.first_published_at is not None
    assert f"Published: {item}" in messages_of(response)
    assert "View on site" in response.content.decode()


def test_a_form_with_an_error_publishes_nothing(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    response = send(cataloguer, page_of(item), {"date_edtf": "11/01/1994"}, button="publish")
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT
    assert "11/01/1994" in errors_of(response)


def act_on_selection(client: Client, items: list[ArchivalItem], action: str, **answers: Any) -> Any:
    fields = {"action": action, "_selected_action": [str(item.pk) for item in items]}
    if answers:
        fields |= {"answered": "yes"} | answers
    else:
        fields |= {"index": "0"}
    return client.post(list_of(ArchivalItem), fields, follow=True)


def test_of_several_records_the_ready_are_published_and_the_others_named(
    cataloguer: Client,
) -> None:
    ready, lacking = make_item(held_at=make_repository()), a_draft_with_gaps()
    public = make_item(published=True)
    since = public.public_from
    response = act_on_selection(cataloguer, [ready, lacking, public], "publish")
    for item in (ready, lacking, public):
        item.refresh_from_db()
    assert (ready.state, lacking.state) == (PublicationState.PUBLISHED, PublicationState.DRAFT)
    assert public.public_from == since
    told = messages_of(response)
    assert f"Published: {ready}" in told
    assert f"{lacking} – Nobody has reviewed sensitivity yet." in told
    assert f"{public} – It is public already." in told


def test_many_records_are_named_up_to_a_number(cataloguer: Client) -> None:
    archive = make_repository()
    items = [make_item(held_at=archive) for _ in range(NAMED_AT_MOST + 3)]
    assert "and 3 more" in messages_of(act_on_selection(cataloguer, items, "publish"))
    assert ArchivalItem.objects.public().count() == NAMED_AT_MOST + 3


def test_a_record_is_published_from_an_instant_on_somebodys_wall(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    asked = cataloguer.get(act_on(item, "publish-from")).content.decode()
    assert "Time zone" in asked
    response = cataloguer.post(
        act_on(item, "publish-from"),
        {"answered": "yes", "date": "2094-01-11", "time": "09:00", "zone": "Africa/Kigali"},
        follow=True,
    )
    item.refresh_from_db()
    assert item.public_from == datetime(2094, 1, 11, 7, 0, tzinfo=UTC)
    assert item.state == PublicationState.PUBLISHED
    assert not item.is_public()
    assert "Preview" in response.content.decode()


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"date": "1994-01-11", "time": "09:00", "zone": "UTC"}, "has passed"),
        ({"date": "", "time": "09:00", "zone": "UTC"}, "required"),
        ({"date": "2094-02-30", "time": "09:00", "zone": "UTC"}, "valid date"),
        ({"date": "2094-01-11", "time": "09:00", "zone": "Kigali"}, "valid choice"),
        ({"date": "2027-03-28", "time": "02:30", "zone": "Europe/Brussels"}, "time zone"),
    ],
)
def test_an_instant_that_is_none_is_asked_for_again(
    cataloguer: Client, answers: dict[str, str], told: str
) -> None:
    item = make_item(held_at=make_repository())
    response = cataloguer.post(act_on(item, "publish-from"), {"answered": "yes", **answers})
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT
    assert told in errors_of(response)


def test_an_embargo_does_not_hide_what_is_public_already(cataloguer: Client) -> None:
    item = make_item(published=True)
    later = {"date": "2094-01-11", "time": "09:00", "zone": "UTC"}
    response = act_on_selection(cataloguer, [item], "publish_from", **later)
    assert item.is_public()
    assert "It is public already." in messages_of(response)


def test_a_withdrawal_needs_a_reason_and_keeps_the_notice(cataloguer: Client) -> None:
    item = make_item(published=True)
    response = cataloguer.post(act_on(item, "withdraw"), {"answered": "yes", "reason": "  "})
    assert "required" in errors_of(response)
    assert item.is_public()
    cataloguer.post(act_on(item, "withdraw"), {"answered": "yes", **REASON})
    item.refresh_from_db()
    assert item.state == PublicationState.WITHDRAWN
    assert item.withdrawal_reason == REASON["reason"]
    assert item.withdrawal_notice == REASON["notice"]


def test_several_records_are_withdrawn_after_one_question(cataloguer: Client) -> None:
    items = [make_item(published=True), make_item(published=True)]
    draft = make_item()
    asked = act_on_selection(cataloguer, [*items, draft], "withdraw")
    assert "will be left as it is" in asked.content.decode()
    assert ArchivalItem.objects.public().count() == 2
    response = act_on_selection(cataloguer, [*items, draft], "withdraw", **REASON)
    assert ArchivalItem.objects.public().count() == 0
    assert f"{draft} – Only a published record can be withdrawn." in messages_of(response)


def test_a_public_act_is_not_done_by_following_a_link(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    assert cataloguer.get(act_on(item, "publish")).status_code == 302
    assert not item.is_public()
    assert cataloguer.post(act_on(item, "burn")).status_code == 404


def test_public_acts_are_signed_in_the_history_of_the_record(cataloguer: Client) -> None:
    item = make_item(held_at=make_repository())
    cataloguer.post(act_on(item, "publish"))
    cataloguer.post(act_on(item, "withdraw"), {"answered": "yes", **REASON})
    history = cataloguer.get(page_of(item).replace("change/", "history/")).content.decode()
    assert "Published." in history
    assert "Withdrawn." in history


def test_a_draft_goes_to_review_by_whoever_may_change_it(cataloguer: Client) -> None:
    item = make_item()
    send(cataloguer, page_of(item), {"abstract": "A better word."}, button="send-to-review")
    item.refresh_from_db()
    assert (item.state, item.abstract) == (PublicationState.IN_REVIEW, "A better word.")


@pytest.mark.parametrize("person", [cast.transcriber, cast.editor, cast.director])
def test_who_may_not_publish_sees_no_button_and_is_refused(person: Any) -> None:
    item, client = make_item(held_at=make_repository()), at_desk(person())
    page = client.get(page_of(item)).content.decode()
    assert 'value="publish"' not in page
    for verb in ("publish", "publish-from", "send-to-review", "withdraw"):
        assert client.post(act_on(item, verb), {"answered": "yes", **REASON}).status_code == 403
    act_on_selection(client, [item], "publish")
    item.refresh_from_db()
    assert item.state == PublicationState.DRAFT


def test_whoever_shows_a_record_is_told_after_its_parts_are_saved(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []

    def listen(item: ArchivalItem, by: Any) -> None:
        told.append([subject.label_en for subject in item.subjects.all()])

    monkeypatch.setattr(dependants, "_on_change", {ArchivalItem: [listen]})
    item, subject = make_item(), make_subject(label_en="Early warning")
    send(cataloguer, page_of(item), {"subjects": [subject.pk]})
    assert told[-1] == ["Early warning"]


def test_what_a_listener_refuses_is_not_saved_at_all(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(item: ArchivalItem, by: Any) -> None:
        raise RuntimeError("the index is broken")

    item = make_item(title="As it was")
    monkeypatch.setattr(dependants, "_on_change", {ArchivalItem: [refuse]})
    with pytest.raises(RuntimeError, match="index is broken"):
        send(cataloguer, page_of(item), {"title": "As it may not be"})
    item.refresh_from_db()
    assert item.title == "As it was"


def test_what_was_ever_published_is_never_deleted() -> None:
    client = at_desk(cast.administrator())
    published, draft = make_item(published=True), make_item()
    published.withdraw(by=None, reason="A mistake.")
    copy = make_copy(item=published)
    for record in (published, copy):
        assert (
            client.post(page_of(record).replace("change/", "delete/"), {"post": "yes"}).status_code
            == 403
        )
    client.post(page_of(draft).replace("change/", "delete/"), {"post": "yes"})
    assert list(ArchivalItem.objects.all()) == [published]
    response = act_on_selection(client, [published], "delete_selected")
    assert response.status_code == 200
    assert ArchivalItem.objects.count() == 1


def test_the_copy_shown_first_gives_way_to_another(cataloguer: Client) -> None:
    item = make_item()
    first, second = make_copy(item=item, is_shown=True), make_copy(item=item)
    send(cataloguer, page_of(second), {"is_shown": "on"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_shown, second.is_shown) == (False, True)
    both = {"copies-0-is_shown": "on", "copies-1-is_shown": "on"}
    assert "shown first" in errors_of(send(cataloguer, page_of(item), both))


def test_a_copy_under_seal_can_not_be_opened(cataloguer: Client) -> None:
    copy = make_copy()
    response = send(cataloguer, page_of(copy), {"access_condition": "sealed", "is_opened": "on"})
    assert "can not be opened to the public" in errors_of(response)
    copy.refresh_from_db()
    assert not copy.is_opened


def test_scans_are_added_to_a_copy_in_the_order_of_their_names(cataloguer: Client) -> None:
    copy = make_copy()
    scans = [upload(picture(color=(number, 0, 0)), f"page {number}.jpg") for number in (10, 2, 1)]
    response = send(cataloguer, page_of(copy), {"uploads": scans})
    assert "was changed successfully" in messages_of(response)
    names = list(copy.files.order_by("position").values_list("original_name", flat=True))
    assert names == ["page 1.jpg", "page 2.jpg", "page 10.jpg"]
    assert Page.objects.filter(copy=copy).count() == 3
    page = cataloguer.get(page_of(copy)).content.decode()
    assert page.count('class="page-thumbnail"') == 3


def test_one_bad_scan_keeps_the_whole_box_out_and_is_named(cataloguer: Client) -> None:
    copy = make_copy()
    scans = [
        upload(picture(), "good.jpg"),
        upload(b"<html>", "bad.jpg"),
        upload(picture(), "twin.jpg"),
    ]
    response = send(cataloguer, page_of(copy), {"uploads": scans, "notes": "kept?"})
    told = errors_of(response)
    assert "bad.jpg: The file looks like: HTML" in told
    assert "twin.jpg: It has the same content as good.jpg." in told
    copy.refresh_from_db()
    assert (copy.notes, copy.files.count(), Derivative.objects.count()) == ("", 0, 0)


def test_a_failure_after_the_upload_leaves_no_bytes(
    cataloguer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = make_copy()
    monkeypatch.setattr("collections_app.admin.copies.refresh_status", _fail)
    with pytest.raises(RuntimeError):
        send(cataloguer, page_of(copy), {"uploads": [upload(picture())]})
    assert DigitalFile.objects.count() == 0
    for name in ("private", "derivatives"):
        folders, _ = storages[name].listdir("")
        assert [storages[name].listdir(folder)[1] for folder in folders if folder] in (
            [],
            [[]] * len(folders),
        )


def _fail(*arguments: Any, **words: Any) -> None:
    raise RuntimeError("after the upload")


def test_the_bytes_of_a_deleted_file_leave_with_it(
    cataloguer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    copy = make_copy(item=make_item())
    send(cataloguer, page_of(copy), {"uploads": [upload(tiff_of_pages((9, 9), (9, 9)), "a.tif")]})
    file = copy.files.get()
    stored = [file.file, *(image.file for image in Derivative.objects.all())]
    assert len(stored) == 5
    with django_capture_on_commit_callbacks(execute=True):
        send(cataloguer, page_of(copy), {"files-0-DELETE": "on"})
    assert not DigitalFile.objects.exists()
    assert not any(one.storage.exists(one.name) for one in stored)


def test_files_of_a_published_document_stay(cataloguer: Client) -> None:
    copy = make_copy()
    send(cataloguer, page_of(copy), {"uploads": [upload(picture())]})
    assert "files-0-DELETE" not in cataloguer.get(page_of(copy)).content.decode()
    send(cataloguer, page_of(copy), {"files-0-DELETE": "on"})
    assert copy.files.count() == 1


def test_a_collection_made_its_own_ancestor_is_refused_at_the_field(cataloguer: Client) -> None:
    top = make_collection(level="fonds")
    part = make_collection(repository=top.repository, parent=top, level="series")
    response = send(cataloguer, page_of(top), {"parent": part.pk})
    assert "can not stand below itself" in errors_of(response)


@pytest.mark.parametrize(
    ("state", "made"),
    [
        ("draft", {}),
        ("public", {"published": True}),
        ("scheduled", {"public_from": timezone.now() + timedelta(days=9)}),
    ],
)
def test_lists_are_narrowed_by_where_records_stand(
    cataloguer: Client, state: str, made: dict[str, Any]
) -> None:
    wanted = make_subject(**made)
    make_subject()
    make_subject(published=True)
    make_subject(public_from=timezone.now() + timedelta(days=9))
    response = cataloguer.get(list_of(Subject), {"publication": state})
    found = response.context["cl"].queryset
    assert wanted in found
    assert len(found) == 2


@pytest.mark.parametrize("model", [ArchivalItem, Copy, Repository, Page])
def test_a_list_asks_as_much_for_eleven_records_as_for_one(cataloguer: Client, model: Any) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert cataloguer.get(list_of(model)).status_code == 200
        return len(captured)

    def make_one() -> None:
        copy = make_copy(item=make_item(published=True))
        Page.objects.create(copy=copy, number=1)

    make_one()
    queries()
    few = queries()
    for _ in range(10):
        make_one()
    # Two archives instead of one turn a filter of archives on, which asks once.
    assert queries() <= few + 1
