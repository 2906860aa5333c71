"""The files of an issue: made once, each kept as soon as it is there, never changed again.

Made from the frozen page alone, so that they say what it says, and in the language of the book;
the manifest, which programs read, is in English. A process that is killed is taken up
by the next one, which makes what is not there yet.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from briefingbooks.editions.frozen import page_of
from briefingbooks.editions.manifest import manifest_of
from briefingbooks.editions.noting import note_all_of
from briefingbooks.formats.document import beside, edition_html
from briefingbooks.formats.epub import book_epub
from briefingbooks.formats.facts import EditionFacts, facts_of
from briefingbooks.formats.matter import DocumentText, Picture, SoundExcerpt
from briefingbooks.formats.offline import offline_zip
from briefingbooks.formats.pdf import book_pdf
from briefingbooks.formats.pictures import pictures_of
from briefingbooks.formats.shown_sound import Stretch, sounds_of
from briefingbooks.formats.shown_texts import Frozen, texts_of
from briefingbooks.models import EditionFile, EditionPart, Issue
from briefingbooks.pages import BookPage
from collections_app.languages import speaking
from collections_app.storing import all_or_nothing, store

logger = logging.getLogger(__name__)

Kind = EditionPart.Kind
MANIFEST = "manifest.json"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "zip": "application/zip",
}


class FilesNotMade(Exception):
    """Raised where a file of an issue can not be made; the cause is what the maker raised."""


@dataclass
class Matter:
    """What the files of an issue are made from: the frozen page, its pictures and its facts."""

    issue: Issue

    @cached_property
    def page(self) -> BookPage:
        return page_of(self.issue.page)

    @cached_property
    def at(self) -> datetime:
        """The instant at which the rule is asked: now, or that of a release to come."""
        return max(timezone.now(), self.issue.edition.released_at)

    @cached_property
    def parts(self) -> list[EditionPart]:
        return list(self.issue.parts.all())

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """The very pictures that were frozen: what was opened or made anew since is left out."""
        frozen = {part.label: part.sha256 for part in self.parts if part.kind == Kind.IMAGE}
        found = pictures_of(self.page, self.at)
        return {
            address: picture
            for address, picture in found.items()
            if frozen.get(address) == picture.sha256
        }

    @property
    def texts(self) -> dict[str, DocumentText]:
        texts = frozenset(part.text_id for part in self.parts if part.text_id)
        notes = frozenset(part.note_id for part in self.parts if part.note_id)
        return texts_of(self.page, self.at, Frozen(texts, notes))

    @property
    def sounds(self) -> dict[str, list[SoundExcerpt]]:
        parts = (part for part in self.parts if part.kind == Kind.SOUND)
        stretches = (
            Stretch(part.where, part.interview_id or 0, part.sha256, *part.gaps) for part in parts
        )
        return sounds_of(stretches, self.at)

    @cached_property
    def facts(self) -> EditionFacts:
        edition, is_original = self.issue.edition, self.issue.number == 1
        return facts_of(
            self.page,
            edition.number,
            edition.released_at,
            change_note=self.issue.change_note,
            reissued_on=None if is_original else timezone.localdate(self.issue.made_at),
            identifier=f"{edition.book.slug}-{edition.number}-{self.issue.number}",
        )


Maker = Callable[[Matter], Mapping[str, bytes]]


def _beside(matter: Matter) -> dict[str, bytes]:
    return beside(matter.pictures)


def _html(matter: Matter) -> dict[str, bytes]:
    return {"index.html": edition_html(matter.page, matter.pictures, matter.facts)}


def _pdf(matter: Matter) -> dict[str, bytes]:
    return {"book.pdf": book_pdf(matter.page, matter.pictures, matter.facts)}


def _epub(matter: Matter) -> dict[str, bytes]:
    return {"book.epub": book_epub(matter.page, matter.pictures, matter.facts)}


def _offline(matter: Matter) -> dict[str, bytes]:
    """Texts and sound of records are in the original alone: a reissue holds the page."""
    is_original = matter.issue.number == 1
    texts = matter.texts if is_original else {}
    sounds = matter.sounds if is_original else {}
    made = offline_zip(matter.page, matter.pictures, matter.facts, texts, sounds)
    return {"offline.zip": made}


# In order, what a reader needs first; each is kept before the next is begun.
MAKERS: tuple[tuple[str, Maker], ...] = (
    ("styles, fonts and pictures", _beside),
    ("page", _html),
    ("PDF", _pdf),
    ("EPUB", _epub),
    ("copy to read without a network", _offline),
)


def make_files(issue: Issue, tell: Callable[[str], object] = str) -> None:
    """Make the files of an issue that are not there yet, and mark it finished.

    `tell` is told what is begun, in words. Raises `FilesNotMade` if one can not be made, once that
    has been noted at the issue; done again, it goes on with what is missing.
    """
    matter = Matter(issue)
    try:
        with speaking(matter.page.language):
            for words, make in MAKERS:
                if not _is_made(issue, words):
                    tell(words)
                    _keep(issue, words, make(matter))
        if not issue.files.filter(name=MANIFEST).exists():
            _keep(issue, "manifest", {MANIFEST: _manifest(matter)})
    except Exception as problem:
        issue.problem = f"{type(problem).__name__}: the files are not complete."
        issue.save(update_fields=["problem"])
        raise FilesNotMade(f"{issue}: {issue.problem}") from problem
    with transaction.atomic():
        note_all_of(issue)
        issue.problem, issue.finished_at = "", timezone.now()
        issue.save(update_fields=["problem", "finished_at"])


def steps_of(issue: Issue) -> Iterator[tuple[str, bool]]:
    """Yield each step of making and whether it is done, for the desk."""
    for words, _ in MAKERS:
        yield words, _is_made(issue, words)
    yield "manifest", issue.files.filter(name=MANIFEST).exists()


def _is_made(issue: Issue, words: str) -> bool:
    return issue.files.filter(step=words).exists()


def _keep(issue: Issue, words: str, files: Mapping[str, bytes]) -> None:
    """Keep what a step has made: all of it, or nothing if another process was faster."""
    with all_or_nothing() as written:
        Issue.objects.select_for_update().get(pk=issue.pk)
        if _is_made(issue, words):
            return
        for name, content in files.items():
            made = EditionFile(
                issue=issue,
                name=name,
                step=words,
                media_type=_TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream"),
                bytes=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )
            store(made.file, name.rsplit("/", 1)[-1], ContentFile(content), written)
            made.save()


def _manifest(matter: Matter) -> bytes:
    with speaking(settings.LANGUAGE_CODE):
        described = manifest_of(matter.issue, matter.page)
    return json.dumps(described, ensure_ascii=False, indent=2).encode()
