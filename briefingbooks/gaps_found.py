"""A gap of a book as the page of its release shows it."""

from dataclasses import dataclass

from django.db import models
from django.urls import NoReverseMatch, reverse

from collections_app.publication import Gap


class Topic(models.TextChoices):
    """What a gap is about; the page groups by it, in this order."""

    BOOK = "book", "The book"
    TEXT = "text", "Text and notes"
    ENTRIES = "entries", "Documents"
    TESTIMONY = "testimony", "Testimony and agreements"
    IMAGES = "images", "Images and redactions"
    NOTICES = "notices", "Content notices"
    NAMES = "names", "Protected names"
    LINKS = "links", "External links"


@dataclass(frozen=True, slots=True)
class BookGap(Gap):
    """A gap with its topic and the place in the book where it stands.

    `page` is the address at the desk where it is settled.
    """

    topic: Topic = Topic.BOOK
    place: str = ""


def page_of(record: models.Model) -> str:
    """Return the page of a record at the desk; "" for one that has none."""
    meta = record._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""
