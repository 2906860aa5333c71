"""The press release of the demonstration and its one correction: both marked as what they are."""

from typing import Any

from django.utils import timezone

from briefingbooks.correcting import tie
from briefingbooks.demonstration import reading
from briefingbooks.demonstration.books import with_references
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row, plain
from briefingbooks.models import (
    Boilerplate,
    Book,
    Erratum,
    PressAsset,
    PressBoilerplate,
    PressBook,
    PressContact,
    PressQuote,
    PressRelease,
)


def load_press(demonstration: Demonstration) -> None:
    """Keep the release and the correction; a release that is new is made whole and published."""
    row = reading.document("press.toml")
    book = Book.objects.get(slug=row["book"])
    values = {
        **{name: row[name] for name in ("slug", "headline", "subhead", "place", "zone")},
        "body_md": with_references(demonstration, row["body"]),
        "is_demonstration": True,
    }
    found = PressRelease.objects.filter(slug=row["slug"]).first()
    if found is not None:
        demonstration.compare(found, values)
    elif book.is_public():
        issued = {"issued_on": timezone.localdate()}
        release = demonstration.make(PressRelease, {**values, **issued})
        _add_parts(demonstration, release, book, row)
        release.publish(by=None)
    _keep_erratum(demonstration, book, row["erratum"])


def _add_parts(demonstration: Demonstration, release: PressRelease, book: Book, row: Row) -> None:
    of: dict[str, Any] = {"release": release}
    today = timezone.localdate()
    demonstration.add(PressBook, {**of, "book": book})
    for quote in row["quote"]:
        demonstration.add(PressQuote, {**of, **quote, "approved_on": today})
    for contact in row["contact"]:
        demonstration.add(PressContact, {**of, **contact, "is_printed": True})
    for asset in row["asset"]:
        item = demonstration.get("item", asset["item"])
        demonstration.add(PressAsset, {**of, **asset, "item": item})
    for about in row["about"]:
        heading = about["heading"]
        words = {"heading": heading, "text": plain(about["text"])}
        boilerplate, _ = demonstration.keep(Boilerplate, {"heading": heading}, words)
        demonstration.add(PressBoilerplate, {**of, "boilerplate": boilerplate})


def _keep_erratum(demonstration: Demonstration, book: Book, row: Row) -> None:
    values = {**row, "note": plain(row["note"])}
    if Erratum.objects.filter(book=book, anchor=row["anchor"]).exists():
        return
    if not book.is_public():
        return
    erratum = Erratum(book=book, **values)
    tie(erratum)
    erratum.full_clean()
    erratum.save()
    demonstration.made[Erratum] += 1
