"""What stands between ⟦ and ⟧ is cut out of what readers get."""

import pytest
from django.test import Client

from collections_app.models import PageText
from collections_app.withheld_words import TAKEN_OUT, moved, places_taken_out, public_form
from tests import make


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("Nothing is withheld.", "Nothing is withheld."),
        ("Signed ⟦by the porter⟧ today.", f"Signed {TAKEN_OUT} today."),
        ("One ⟦two⟧ three ⟦four⟧", f"One {TAKEN_OUT} three {TAKEN_OUT}"),
        ("All that ⟦follows", f"All that {TAKEN_OUT}"),
        ("over\n\n⟦two\n\nparagraphs⟧", f"over\n\n{TAKEN_OUT}"),
    ],
)
def test_the_public_form_lacks_what_is_withheld(text: str, public: str) -> None:
    assert public_form(text)[0] == public


def test_places_move_with_what_was_cut_and_vanish_inside_it() -> None:
    text = "Signed ⟦by the porter⟧ today."
    public, cuts = public_form(text)
    assert moved(text.index("today"), cuts) == public.index("today")
    assert moved(text.index("Signed"), cuts) == 0
    assert moved(text.index("porter"), cuts) is None
    assert places_taken_out(public) == [(7, 9)]


@pytest.mark.django_db
def test_a_reader_sees_a_bar_where_words_are_withheld_and_never_the_words(client: Client) -> None:
    item = make.make_item(published=True)
    copy = make.make_copy(item=item, opened=True, is_shown=True)
    text = make.make_page_text(page=make.make_page(copy=copy), text="Signed ⟦by Quetzal⟧ today.")
    make.make_page_note(page_text=text, text="See ⟦Quetzal⟧ above.")
    shown = client.get(item.get_absolute_url()).content.decode()
    assert "Quetzal" not in shown
    assert "Withheld by us" in shown
    assert " today." in shown
    assert PageText.objects.get().text == "Signed ⟦by Quetzal⟧ today."
