"""The desk at which rectangles are drawn: who may, what is kept, and who is told."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse
from PIL import Image

from collections_app import background, dependants
from collections_app.admin.excisions_drawn import address_of, excisions_view
from collections_app.models import ChangeSet, Excision, Page, PageText
from tests import cast
from tests.collections_app.desks import at_desk, errors_of, form_on, messages_of, page_of
from tests.collections_app.redacted import SECRET, drawn_page, make_scanned_page, withhold
from tests.make import make_excision, make_exemption, make_page, make_page_text

pytestmark = pytest.mark.django_db

ROLES = {
    "cataloguer": 200,
    "director": 200,
    "administrator": 200,
    "editor": 403,
    "transcriber": 403,
}


def master_of(page: Page) -> str:
    return reverse("admin:collections_app_page_master", args=[page.pk])


def area(number: int, **fields: Any) -> dict[str, Any]:
    """Return one row of the form; places in percent."""
    row = {
        "made_by": "authority",
        "printed_form": "[2 lines not declassified]",
        "decision": "denied",
        "left": "10",
        "top": "20",
        "width": "30",
        "height": "5",
    } | fields
    named = {f"area-{number}-{name}": value for name, value in row.items()}
    return named | {"area-TOTAL_FORMS": str(number + 1)}


def draw(client: Client, page: Page, *rows: dict[str, Any], **pressed: str) -> Any:
    url = address_of(page)
    fields = form_on(client, url)
    for row in rows:
        fields |= row
    return client.post(url, fields | (pressed or {"_save": "Save"}), follow=True)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_excisions_and_see_masters_draws(role: str) -> None:
    page, _text = make_scanned_page()
    client = at_desk(getattr(cast, role)())
    assert client.get(address_of(page)).status_code == ROLES[role]
    image = client.get(master_of(page))
    assert image.status_code == (200 if ROLES[role] == 200 else 404)
    if ROLES[role] != 200:
        assert client.post(address_of(page), area(0)).status_code == 403
        assert not Excision.objects.exists()


def test_a_stranger_finds_neither_the_desk_nor_the_image(client: Client) -> None:
    page, _text = make_scanned_page()
    assert client.get(address_of(page)).status_code == 302
    assert client.get(master_of(page)).status_code == 404
    client.force_login(cast.outsider_with_account())
    assert client.get(address_of(page)).status_code in (302, 403)
    assert client.get(master_of(page)).status_code == 404


def test_the_image_of_the_house_shows_what_readers_do_not_get_and_is_kept_nowhere() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    withhold(page, drawn.place(SECRET))
    background.drain()
    answer = at_desk(cast.cataloguer()).get(master_of(page))
    assert answer["Cache-Control"] == "private, no-store"
    image = Image.open(io.BytesIO(answer.content)).convert("L")
    x, y, width, height = drawn.place(SECRET)
    box = [
        x * image.width,
        y * image.height,
        (x + width) * image.width,
        (y + height) * image.height,
    ]
    assert image.crop([round(edge) for edge in box]).getextrema()[1] > 200  # type: ignore[arg-type]


def test_addresses_of_pages_that_are_not_there_are_not_found() -> None:
    client = at_desk(cast.cataloguer())
    text_only = make_page()
    assert client.get(master_of(text_only)).status_code == 404
    assert client.get("/admin/collections_app/page/999999/master/").status_code == 404
    assert client.get("/admin/collections_app/page/x%27/master/").status_code == 404
    assert client.get(address_of(text_only)).status_code == 200


def test_a_rectangle_of_the_authority_is_kept_with_all_it_says() -> None:
    page, _text = make_scanned_page()
    code = make_exemption()
    client = at_desk(cast.cataloguer())
    row = area(
        0, exemptions=[str(code.pk)], reason="Protects a source.", amount="2", unit="line",
        nature="text",
    )  # fmt: skip
    answer = draw(client, page, row)
    assert "1 added" in messages_of(answer)
    one = Excision.objects.get()
    assert (one.copy, one.page, one.made_by) == (page.copy, page, "authority")
    assert (one.x, one.y, one.width, one.height) == (0.1, 0.2, 0.3, 0.05)
    assert list(one.exemptions.all()) == [code]
    assert page.is_public(), "what the authority withheld is in the scan already"
    deed = ChangeSet.objects.latest("pk")
    assert deed.source == ChangeSet.Source.DESK
    assert Excision.changes.filter(change_set=deed).exists()


def test_a_rectangle_of_ours_closes_the_page_and_is_burnt_in() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    x, y, width, height = drawn.place(SECRET)
    places = {"left": x * 100, "top": y * 100, "width": width * 100, "height": height * 100}
    client = at_desk(cast.cataloguer())
    answer = draw(client, page, area(0, made_by="us", printed_form="", **places))
    assert "being made anew" in messages_of(answer)
    assert "The page is closed to readers until that is done" in answer.content.decode()
    assert not page.is_public()
    background.drain()
    assert page.is_public()
    assert (
        "One redaction of ours burnt into everything"
        in client.get(f"{address_of(page)}?state=1").content.decode()
    )
    assert Excision.objects.get().printed_form == "withheld by us"
    assert SECRET not in PageText.objects.get().public_text


def test_the_whole_page_is_withheld_at_the_press_of_a_button_and_nothing_drawn_is_lost() -> None:
    page, text = make_scanned_page()
    client = at_desk(cast.cataloguer())
    draw(client, page, area(0), _whole="Withhold the whole page")
    background.drain()
    ours = Excision.objects.get(made_by="us")
    assert (ours.x, ours.y, ours.width, ours.height) == (0, 0, 1, 1)
    assert Excision.objects.filter(made_by="authority").count() == 1
    text.refresh_from_db()
    assert page.is_public()
    assert text.public_text == "⟦⟧"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"left": "80", "width": "30"}, "reaches 10.0 % too far"),
        ({"top": "-1"}, "greater than or equal to 0"),
        ({"width": "0"}, "greater than or equal to"),
        ({"height": "nan"}, "Enter a number"),
        ({"printed_form": ""}, "Copy what the release prints"),
        ({"made_by": "nobody"}, "Select a valid choice"),
        ({"amount": "x"}, "Enter a number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_half_kept(
    fields: dict[str, str], message: str
) -> None:
    page, _text = make_scanned_page()
    answer = draw(at_desk(cast.cataloguer()), page, area(0), area(1, **fields))
    assert answer.status_code == 422
    assert message in errors_of(answer)
    assert not Excision.objects.exists()
    assert "[2 lines not declassified]" in answer.content.decode()


def test_rows_sent_back_unchanged_change_nothing() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    one = withhold(page, (0.123456789, 0.2, 0.3, 0.04))
    background.drain()
    before = Excision.objects.values().get()
    answer = draw(at_desk(cast.cataloguer()), page)
    assert "Nothing was changed" in messages_of(answer)
    assert Excision.objects.values().get() == before
    assert one.changes.count() == 1


def test_a_rectangle_is_changed_and_another_removed_in_one_deed() -> None:
    page, _text = make_scanned_page()
    first = make_excision(copy=page.copy, page=page, x=0.1, y=0.1, width=0.2, height=0.1)
    second = make_excision(copy=page.copy, page=page, x=0.1, y=0.5, width=0.2, height=0.1)
    client = at_desk(cast.cataloguer())
    changed = {"area-0-printed_form": "[1 line]", "area-1-DELETE": "on"}
    answer = draw(client, page, changed)
    assert "1 changed, 1 removed" in messages_of(answer)
    assert Excision.objects.get().printed_form == "[1 line]"
    assert first.pk == Excision.objects.get().pk
    assert Excision.changes.filter(id=second.pk, history_type="-").exists()


def test_the_second_of_two_is_told_and_loses_nothing() -> None:
    page, _text = make_scanned_page()
    first, second = at_desk(cast.cataloguer()), at_desk(cast.director())
    mine = form_on(second, address_of(page))
    draw(first, page, area(0, printed_form="[theirs]"))
    answer = second.post(address_of(page), mine | area(0, printed_form="[mine]"))
    assert answer.status_code == 422
    assert "changed the rectangles of this page while you were working" in messages_of(answer)
    assert "cataloguer" in messages_of(answer)
    assert "[mine]" in answer.content.decode()
    assert Excision.objects.get().printed_form == "[theirs]"


def test_rows_of_another_page_are_not_reached() -> None:
    page, _text = make_scanned_page()
    elsewhere, _ = make_scanned_page()
    other = make_excision(copy=elsewhere.copy, page=elsewhere, x=0.1, y=0.1, width=0.2, height=0.1)
    sent = area(0, key=str(other.pk), printed_form="[moved]")
    draw(at_desk(cast.cataloguer()), page, sent, {"area-INITIAL_FORMS": "0"})
    other.refresh_from_db()
    assert other.page == elsewhere
    assert other.printed_form == "[2 lines not declassified]"
    assert Excision.objects.filter(page=page).count() == 1


def test_who_may_only_change_adds_and_removes_nothing() -> None:
    page, _text = make_scanned_page()
    one = make_excision(copy=page.copy, page=page, x=0.1, y=0.1, width=0.2, height=0.1)
    person = cast.editor()
    person.user_permissions.add(Permission.objects.get(codename="change_excision"))
    client = at_desk(person)
    assert draw(client, page, area(1)).status_code == 403
    assert draw(client, page, {"area-0-DELETE": "on"}).status_code == 403
    assert list(Excision.objects.all()) == [one]


def test_the_desk_says_where_else_withheld_words_stand() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    page.copy.item.title = f"Report on {SECRET}"
    page.copy.item.save()
    other = make_page(copy=page.copy)
    make_page_text(page=other, text=f"Signed, {SECRET.upper()}.")
    withhold(page, drawn.place(SECRET))
    client = at_desk(cast.cataloguer())
    dependants.announce_change(page.copy.item)
    background.drain()
    said = client.get(f"{address_of(page)}?state=1").content.decode()
    assert "title of the document" in said
    assert "transcription of page 2" in said
    assert page_of(page.copy.item) in said


def test_a_failure_is_told_at_the_desk_and_can_be_tried_again() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    client = at_desk(cast.cataloguer())
    page.file.file.storage.delete(page.file.file.name)  # type: ignore[union-attr]
    withhold(page, drawn.place(SECRET))
    client.post(address_of(page), {"_again": "yes"})
    background.drain()
    said = client.get(f"{address_of(page)}?state=1").content.decode()
    assert "could not be burnt in" in said
    assert "Try again" in said
    assert not page.is_public()


def test_a_request_without_a_form_is_refused_and_not_an_error() -> None:
    page, _text = make_scanned_page()
    answer = at_desk(cast.cataloguer()).post(address_of(page), {"_save": "Save"})
    assert answer.status_code == 422


def test_permission_is_asked_of_the_request_itself(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        excisions_view(None, request, "1")  # type: ignore[arg-type]
