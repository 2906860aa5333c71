"""A whole edition in one ZIP that opens from a disk: the book, its documents as text, its sound."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string

from briefingbooks.formats import trees
from briefingbooks.formats.document import beside, portable_html
from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.matter import DocumentText, Picture, SoundExcerpt
from briefingbooks.formats.parts import Part
from briefingbooks.formats.zips import zip_of
from briefingbooks.pages import BookPage
from collections_app.languages import day_words
from oralhistory.clock import clock

Texts = Mapping[str, DocumentText]
Sounds = Mapping[str, Sequence[SoundExcerpt]]


def offline_zip(
    page: BookPage,
    pictures: Mapping[str, Picture],
    facts: EditionFacts,
    texts: Texts | None = None,
    sounds: Sounds | None = None,
) -> bytes:
    """Return an edition as one folder in a ZIP; what goes in alone decides its bytes.

    `texts` and `sounds` are those of `shown_texts` and `shown_sound`, by anchor of their entry.
    """
    texts, sounds = texts or {}, sounds or {}
    named = {anchor: f"documents/{_safe(one.ref)}.html" for anchor, one in texts.items()}
    heard = {
        anchor: [f"sound/{_safe(anchor)}-{nth}.mp3" for nth, _ in enumerate(some, start=1)]
        for anchor, some in sounds.items()
    }

    def add(parts: list[Part]) -> None:
        for part in parts:
            if part.anchor == "documents":
                _add_to_cards(part, named, heard, sounds)

    files = {"index.html": portable_html(page, pictures, facts, add), **beside(pictures)}
    for anchor, document in texts.items():
        files[named[anchor]] = _document(page, anchor, document, facts)
    for anchor, some in sounds.items():
        files |= {name: one.content for name, one in zip(heard[anchor], some, strict=True)}
    files["README.txt"] = _readme(page, pictures, facts)
    files["manifest.json"] = _manifest(files, facts)
    folder = f"{_safe(page.slug)}-edition-{facts.number}"
    return zip_of([(f"{folder}/{name}", files[name]) for name in sorted(files)], facts.moment)


def _safe(name: str) -> str:
    """Return a name that is a file on every system, and in no other folder."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-")[:80] or "book"


def _add_to_cards(
    part: Part,
    named: Mapping[str, str],
    heard: Mapping[str, list[str]],
    sounds: Sounds,
) -> None:
    for card in part.tree.find_class("document-card"):
        anchor = card.get("id", "")
        excerpts = [
            {"name": name, "start": clock(one.start_ms), "end": clock(one.end_ms)}
            for name, one in zip(heard.get(anchor, []), sounds.get(anchor, []), strict=True)
        ]
        context = {"excerpts": excerpts, "text": named.get(anchor, "")}
        added = trees.parse(render_to_string("briefingbooks/edition/_in_this_folder.html", context))
        for link in added.iter("a"):
            link.set("href", f"{trees.HERE}{link.get('href')}")
        card.extend(list(added))


def _document(page: BookPage, anchor: str, document: DocumentText, facts: EditionFacts) -> bytes:
    address = trees.web_address(f"{facts.site_url}{document.url}") if facts.site_url else ""
    context = {"book": page, "anchor": anchor, "document": document, "address": address}
    source = render_to_string("briefingbooks/edition/document_text.html", context)
    return trees.clean_words(source).encode()


def _readme(page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts) -> bytes:
    credited = {
        one.name: " · ".join(filter(None, [one.caption or one.alt, one.credit]))
        for one in pictures.values()
    }
    days = [day and day_words(day) for day in (facts.frozen_on, facts.reissued_on)]
    context = {"book": page, "facts": facts, "days": days, "credits": sorted(credited.items())}
    return trees.clean_words(render_to_string("briefingbooks/edition/readme.txt", context)).encode()


def _manifest(files: Mapping[str, bytes], facts: EditionFacts) -> bytes:
    listed = {
        name: {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
        for name in sorted(files)
    }
    told = {
        "edition": facts.number,
        "address": facts.address,
        "frozen": facts.frozen_at.isoformat(),
        "files": listed,
    }
    return json.dumps(told, indent=2, ensure_ascii=False).encode() + b"\n"
