"""A choice is said in words, in the language shown; what is none of the choices stays as it is."""

from django.utils import translation

from collections_app.models import ArchivalItem, ItemKind


def test_a_choice_is_said_in_the_language_shown() -> None:
    item = ArchivalItem(kind=ItemKind.CABLE)
    assert item.get_kind_display() == str(ItemKind.CABLE.label)
    with translation.override("fr"):
        assert item.get_kind_display() == str(ItemKind.CABLE.label)


def test_nothing_chosen_is_not_said_as_a_word() -> None:
    item = ArchivalItem(kind=None)
    assert item.get_kind_display() is None
    item.kind = "other than any"
    assert item.get_kind_display() == "other than any"
