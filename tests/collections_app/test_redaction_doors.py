"""Every door by which a redaction, an image or a text changes: none leaves something open."""

import pytest
from PIL import ImageChops

from collections_app import redaction
from collections_app.models import Burning, Derivative, Excision, Page, PageNote, PageText
from tests import cast
from tests.collections_app.desks import at_desk, page_of
from tests.collections_app.redacted import (
    SECRET,
    burnt,
    drawn_page,
    images,
    make_redacted,
    make_scanned_page,
    withhold,
)
from tests.make import make_excision, make_page, make_page_note, make_page_text

pytestmark = pytest.mark.django_db

Redacted = tuple[Page, PageText, Excision]


@pytest.fixture
def redacted() -> Redacted:
    return make_redacted()


def test_an_excision_of_ours_without_an_area_keeps_the_page_of_an_image_closed() -> None:
    page, _text = make_scanned_page()
    make_excision(copy=page.copy, page=page, made_by="us", printed_form="A name", start=3, end=9)
    burnt(page)
    assert not page.is_public()
    assert "Draw on the image" in Burning.objects.get(page=page).message


def test_a_removed_excision_is_restored_to_the_image_and_stays_marked_in_the_text(
    redacted: Redacted,
) -> None:
    page, text, excision = redacted
    excision.delete()
    assert page.is_public(), "what is shown is still burnt, which is safe"
    assert redaction.waiting_pages(Page.objects.all()) == [page]
    burnt(page)
    text.refresh_from_db()
    display = next(image for name, image, _ in images(page) if name == "display")
    difference = ImageChops.difference(
        display.convert("L"), drawn_page().image.resize(display.size).convert("L")
    )
    assert difference.getextrema()[1] < 100
    assert SECRET not in text.public_text


def test_an_excision_restored_from_its_history_closes_the_page_again(
    redacted: Redacted,
) -> None:
    page, _text, excision = redacted
    excision.reason = "Another reason."
    excision.save()
    assert Excision.objects.get(pk=excision.pk).is_burnt
    kept = Excision.changes.filter(id=excision.pk).first()
    assert kept.is_burnt
    excision.delete()
    burnt(page)
    kept.instance.save()
    assert not Excision.objects.get().is_burnt
    assert not page.is_public()
    burnt(page)
    assert page.is_public()


def test_a_former_place_restored_from_history_is_not_taken_for_burnt_in(
    redacted: Redacted,
) -> None:
    page, _text, excision = redacted
    excision.x = 0.5
    excision.save()
    redaction.burn(page.pk)
    first = Excision.changes.filter(id=excision.pk).last()
    first.instance.save()
    assert not page.is_public()


def test_an_instance_read_before_a_move_can_not_open_the_page(
    redacted: Redacted,
) -> None:
    page, _text, excision = redacted
    other = Excision.objects.get(pk=excision.pk)
    other.x = 0.2
    other.save()
    excision.reason = "Said again."
    excision.save()
    assert not page.is_public()


def test_changes_of_many_at_once_close_the_page_too(
    redacted: Redacted,
) -> None:
    page, _text, excision = redacted
    Excision.objects.filter(pk=excision.pk).update(reason="Only words")
    assert page.is_public()
    excision.x = 0.3
    Excision.objects.bulk_update([excision], ["x"])
    assert not page.is_public()
    burnt(page)
    assert page.is_public()
    Excision.objects.filter(pk=excision.pk).update(made_by="authority")
    Excision.objects.filter(pk=excision.pk).update(made_by="us")
    assert not page.is_public()
    copied = Excision(copy=page.copy, page=page, printed_form="x", made_by="us", is_burnt=True)
    Excision.objects.all().delete()
    Excision.objects.bulk_create([copied])
    assert not page.is_public()


def test_an_excision_of_the_copy_without_a_page_closes_every_page_of_it() -> None:
    page, _text = make_scanned_page()
    other = make_page(copy=page.copy)
    assert page.is_public()
    assert other.is_public()
    Excision.objects.bulk_create([Excision(copy=page.copy, printed_form="a name", made_by="us")])
    assert not page.is_public()
    assert not other.is_public()
    redaction.burn(page.pk)
    assert not page.is_public()
    assert "does not say on which page" in Burning.objects.get(page=page).message


def test_a_text_without_places_stays_closed_until_a_person_marks_it() -> None:
    drawn = drawn_page()
    page, ocr = make_scanned_page(drawn)
    written = make_page_text(page=page, text=drawn.text, kind="transcription")
    withhold(page, drawn.place(SECRET))
    burnt(page)
    ocr.refresh_from_db()
    written.refresh_from_db()
    assert page.is_public()
    assert ocr.is_public()
    assert not written.is_public()
    written.text = written.text.replace(SECRET, f"⟦{SECRET}⟧")
    written.mark()
    written.save()
    assert written.is_public()
    assert SECRET not in written.public_text


def test_a_text_marked_for_one_excision_is_closed_by_the_next() -> None:
    drawn = drawn_page()
    page, _ocr = make_scanned_page(drawn)
    withhold(page, drawn.place("driver"))
    burnt(page)
    written = make_page_text(page=page, text="The ⟦driver⟧ met Zanzibarfinch", kind="transcription")
    written.mark()
    written.save()
    assert written.is_public()
    withhold(page, drawn.place(SECRET))
    burnt(page)
    assert page.is_public()
    assert not written.is_public()


def test_a_text_that_changes_is_no_longer_the_one_that_was_marked(
    redacted: Redacted,
) -> None:
    _page, text, _excision = redacted
    text.text = f"{SECRET} was read by another program."
    text.save()
    text.refresh_from_db()
    assert not text.is_redaction_marked
    assert text.words is None
    assert not text.is_public()


def test_a_new_reading_of_a_redacted_page_is_marked_before_it_is_open(
    redacted: Redacted,
) -> None:
    page, text, _excision = redacted
    drawn = drawn_page()
    text.delete()
    anew = make_page_text(page=page, kind="ocr", text=drawn.text, words=drawn.words)
    assert not anew.is_public()
    burnt(page)
    anew.refresh_from_db()
    assert anew.is_public()
    assert SECRET not in anew.public_text


def test_images_kept_by_anybody_else_close_the_page(
    redacted: Redacted,
) -> None:
    page, _text, _excision = redacted
    redaction.keep_derivatives(page, redaction.derivatives_of(drawn_page().image))
    assert not page.is_public()
    burnt(page)
    assert page.is_public()


def test_a_note_called_inside_a_cut_is_gone_and_the_others_move_along() -> None:
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    inside = drawn.text.index(SECRET) + 4
    after = drawn.text.index("names")
    make_page_note(page_text=text, label="1", offset=inside, text="His code name.")
    make_page_note(page_text=text, label="2", offset=after, text="The list.")
    withhold(page, drawn.place(SECRET))
    burnt(page)
    text.refresh_from_db()
    assert not text.is_public()  # nobody has looked at what the notes say
    text.mark()
    text.save()
    note = PageNote.objects.public().get()
    assert note.label == "2"
    assert text.text[note.offset :].startswith("names")
    assert text.public_text[note.public_offset :].startswith("names")


def test_a_span_of_ours_in_a_page_of_text_is_taken_out_of_it() -> None:
    page = make_page()
    text = make_page_text(page=page, text="He met Jean there.")
    theirs = make_excision(copy=page.copy, page=page, start=12, end=17, printed_form="there")
    make_excision(copy=page.copy, page=page, made_by="us", start=7, end=11, printed_form="a name")
    assert not page.is_public()
    burnt(page)
    text.refresh_from_db()
    theirs.refresh_from_db()
    assert page.is_public()
    assert text.is_public()
    assert text.public_text == "He met ⟦⟧ there."
    assert text.text[theirs.start : theirs.end] == "there"


def test_until_it_is_burnt_only_who_may_see_masters_sees_the_image() -> None:
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    redaction.keep_derivatives(page, redaction.derivatives_of(drawn.image))
    people = {role: at_desk(getattr(cast, role)()) for role in ("transcriber", "cataloguer")}
    addresses = [image.get_absolute_url() for image in page.derivatives.all()]
    assert all(people["transcriber"].get(one).status_code == 200 for one in addresses)
    excision = withhold(page, drawn.place(SECRET))
    tiles = page.derivatives.get(kind=Derivative.Kind.TILES)
    addresses.append(f"/iiif/{tiles.uuid}/info.json")
    for one in addresses:
        assert people["transcriber"].get(one).status_code == 404
        assert people["cataloguer"].get(one).status_code == 200
    desk = people["transcriber"].get(page_of(text)).content.decode()
    assert "not yet covered" in desk
    assert all(one not in desk for one in addresses)
    burnt(page)
    excision.refresh_from_db()
    assert excision.is_burnt
    for image in page.derivatives.all():
        assert people["transcriber"].get(image.get_absolute_url()).status_code == 200
    assert (
        page.derivatives.get(kind="display").get_absolute_url()
        in people["transcriber"].get(page_of(text)).content.decode()
    )
