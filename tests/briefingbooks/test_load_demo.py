"""The demonstration: what it promises, that it can be loaded twice, and that it copies nobody."""

import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, TestCase

from briefingbooks.demonstration import reading, recording
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.loading import STEPS, load
from briefingbooks.management.commands import load_demo
from briefingbooks.models import Book, BookLink, Entry, EntryLink, Section
from collections_app.models import (
    Agent,
    ArchivalItem,
    Copy,
    Derivative,
    Excision,
    ExternalLink,
    ItemKind,
    ItemLink,
    LinkStatus,
    Page,
    PageNote,
    Privacy,
    Repository,
    Status,
    Subject,
)
from declassification.models import AccessRequest, Authority
from oralhistory import sound
from oralhistory.models import (
    Interview,
    MediaFile,
    SilencePlan,
)
from tests.briefingbooks.test_demonstration_interview import (
    TRANSCRIPTS,
    the_interview_has_the_parts_it_promises,
)
from tests.conftest import skip_or_fail

ROOMS = ("collections_app", "oralhistory", "declassification", "briefingbooks")
HOSTS = {
    "archives.gov",
    "archives.territoiredebelfort.fr",
    "archives.un.org",
    "ask.unog.ch",
    "clintonlibrary.gov",
    "fas.org",
    "foia.state.gov",
    "legal.tricoteuses.fr",
    "llrx.com",
    "nsarchive.wordpress.com",
    "nsarchive2.gwu.edu",
    "unredacted.com",
    "www.archives.gov",
    "www.justiceinfo.net",
    "www.sgrs.be",
    "www2.gwu.edu",
}
SOURCE_TEXTS = settings.BASE_DIR.parent / "shared" / "seeds"
SHINGLE = 8
# Titles, names and addresses are the words of others by right; everything else must be our own.
TITLES = {"title", "alternative_title", "name", "slug", "agent", "url", "publication_note"}
NAMES = (
    "the 1994 genocide against the Tutsi in Rwanda",
    "United Nations Assistance Mission for Rwanda",
)


def prose(value: Any, field: str = "") -> list[str]:
    """Return every text of a data file that is not a title."""
    if isinstance(value, dict):
        return [text for key, one in value.items() for text in prose(one, key)]
    if isinstance(value, list):
        return [text for one in value for text in prose(one, field)]
    return [value] if isinstance(value, str) and field not in TITLES else []


def own_texts() -> dict[str, list[str]]:
    """Return the prose of the demonstration by file; works cited are all titles."""
    data = {
        path.name: prose(reading.document(path.name))
        for path in sorted(reading.DATA.glob("*.toml"))
        if not path.name.startswith("sources_")
    }
    data |= {path.name: [path.read_text()] for path in sorted(reading.DATA.glob("book/*.md"))}
    return data | {name: [(reading.DATA / name).read_text()] for name in TRANSCRIPTS}


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return every run of eight words in which no name stands that cannot be said otherwise."""
    found: set[tuple[str, ...]] = set()
    for part in re.split("|".join(NAMES), text):
        words = re.findall(r"[a-zà-ÿ0-9]+", part.lower())
        found |= {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    return found


def everything() -> dict[str, str]:
    """Return every record of the four rooms, field by field."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {
        model._meta.label: serializers.serialize("json", model._default_manager.order_by("pk"))
        for model in models
    }


def stored_files() -> list[Path]:
    return [path for path in settings.FILES_DIR.rglob("*") if path.is_file()]


def test_no_sentence_of_the_texts_it_rests_on_is_copied() -> None:
    if not SOURCE_TEXTS.is_dir():
        skip_or_fail("the texts on which the demonstration rests are not beside this checkout")
    theirs = {
        shingle for path in SOURCE_TEXTS.glob("*.txt") for shingle in shingles(path.read_text())
    }
    assert theirs
    copied = {
        name: " ".join(shingle)
        for name, texts in own_texts().items()
        for text in texts
        for shingle in shingles(text) & theirs
    }
    assert not copied


def test_every_address_comes_from_the_list_of_known_hosts() -> None:
    found = {
        name: set(re.findall(r"https?://([^/\s\"]+)", path.read_text()))
        for path in sorted(reading.DATA.rglob("*.*"))
        if path.suffix != ".m4a"
        for name in [path.name]
    }
    assert found.pop("links.toml") == HOSTS
    assert not any(found.values()), found


def test_the_genocide_is_called_what_the_house_calls_it() -> None:
    wrong = re.compile(r"rwandan? genocide|genocide (?:in|of) rwanda|rwandese", re.IGNORECASE)
    said = [text for texts in own_texts().values() for text in texts if wrong.search(text)]
    assert not said


def the_book_has_the_parts_it_promises() -> None:
    made = Book.objects.get(slug="genocide-fax")
    assert not made.publication_gaps()
    assert made.is_demonstration
    assert "demonstration" in made.about_md
    assert made.series is not None
    assert (made.series.name, made.number) == ("Failure to Prevent", 1)
    assert Subject.objects.public().filter(pk=made.turning_point_id).exists()
    assert made.sections.count() >= 6
    assert made.footnotes.count() >= 30
    assert made.links.count() >= 14
    assert made.events.count() >= 18
    entries = Entry.objects.public().filter(book=made)
    assert entries.count() == made.entries.count() >= 15
    assert all(entry.annotation_md and entry.analysis_md for entry in entries)
    assert all("[^" in event.text_md and event.date_earliest for event in made.events.all())
    assert entries.filter(interview__is_demonstration=True).count() == 1
    _links_have_notes_and_are_not_checked()
    _documents_say_on_whose_word_and_claim_no_status()


def _links_have_notes_and_are_not_checked() -> None:
    assert not ExternalLink.objects.exclude(status=LinkStatus.UNCHECKED).exists()
    for uses in (BookLink.objects, EntryLink.objects, ItemLink.objects):
        assert uses.exists()
        assert not uses.filter(note="").exists()


def _documents_say_on_whose_word_and_claim_no_status() -> None:
    items = ArchivalItem.objects.public()
    assert items.filter(is_demonstration=False).count() >= 15
    for item in items:
        assert item.copies.exists(), item
        assert not item.copies.filter(source_of_statement="").exists(), item
        assert not [gap for gap in item.publication_gaps() if gap.blocks], item
        assert not item.known_from, "a real document may not be listed as locked"
    stated = items.exclude(declassification_status=Status.UNKNOWN)
    assert dict(stated.values_list("imported_record__key", "declassification_status")) == {
        "inr-memo": "in_full",
        "press-release": "not_applicable",
        "demo-sheet": "in_part",
    }
    assert items.get(imported_record__key="inr-memo").copies.count() == 4
    photographs = items.filter(kind=ItemKind.PHOTOGRAPH)
    assert photographs.count() >= 2
    assert not Page.objects.filter(copy__item__in=photographs).exists()


def requests_stand_where_the_demonstration_says() -> None:
    requests = list(AccessRequest.objects.order_by("number"))
    stages = [request.stage for request in requests]
    assert stages == ["draft", "sent", "clarification_due", "decided", "closed"]
    assert not AccessRequest.objects.counted().exists()
    assert AccessRequest.objects.public().count() == 4
    assert Authority.objects.filter(requests__isnull=False).distinct().get().is_fictional
    assert not [request for request in requests if request.clock().is_overdue]
    assert requests[2].clock().paused_since is not None
    assert requests[3].clock().rights, "an appeal against the release in part is still possible"
    released = Copy.objects.get(decision__request=requests[3])
    assert released.item.is_demonstration
    assert released in Copy.objects.opened()


def readers_see_the_demonstration_and_strangers_find_no_draft(client: Client) -> None:
    draft = Book.objects.get(slug="demonstration-draft")
    hidden = [draft, draft.entries.get().item, AccessRequest.objects.get(stage="draft")]
    for record in hidden:
        assert not record.is_public()
        assert client.get(record.get_absolute_url()).status_code == 404
    addresses = ("/", "/books/", "/books/genocide-fax/", "/items/")
    pages = [client.get(address).content.decode() for address in addresses]
    assert not any("Demonstration draft" in page for page in pages)
    assert all("(record withdrawn)" not in page for page in pages)
    _the_sheet_shows_pages_a_note_and_excisions(client)
    _several_documents_can_be_read_by_viewers_elsewhere(client)


def _several_documents_can_be_read_by_viewers_elsewhere(client: Client) -> None:
    demonstrated = ArchivalItem.objects.public().filter(copies__pages__isnull=False).distinct()
    answers = {
        item.imported_record.key: client.get(f"{item.get_absolute_url()}manifest.json").status_code
        for item in demonstrated
    }
    assert answers == {
        "demo-sheet": 200, "demo-chart": 200, "demo-letter": 200, "demo-notice": 404,
        "demo-memo": 200,
    }  # fmt: skip
    tiles = Derivative.objects.public().filter(kind="tiles", page__copy__item__in=demonstrated)
    assert tiles.count() == 12
    notice = demonstrated.get(imported_record__key="demo-notice").get_absolute_url()
    assert "series “Papers behind a notice”" in client.get(notice).content.decode()
    assert "BEHIND A NOTICE" not in client.get(notice).content.decode()


def _the_sheet_shows_pages_a_note_and_excisions(client: Client) -> None:
    copy = Copy.objects.opened().get(item__imported_record__key="demo-sheet")
    assert copy.pages.count() == 2
    assert PageNote.objects.public().count() == 1
    for excision in Excision.objects.public():
        text = excision.page.texts.get().text
        assert text[excision.start : excision.end] == excision.printed_form
    page = client.get(copy.item.get_absolute_url()).content.decode()
    assert page.count("<img") == 2
    assert "DEMONSTRATION SHEET 1 of 2" in page
    assert "FOIA (b)(1)" in page


class LoadedDemonstrationTests(TestCase):
    """Each test starts from the same demonstration, which takes seconds to load and is loaded once.

    What loading said is kept in `said`.
    """

    said: str
    files: Path

    @classmethod
    def setUpTestData(cls) -> None:
        said = StringIO()
        call_command("load_demo", stdout=said)
        cls.said = said.getvalue()
        cls.files = settings.FILES_DIR.with_name("files-of-the-demonstration")
        shutil.move(settings.FILES_DIR, cls.files)
        cls.addClassCleanup(shutil.rmtree, cls.files)

    def setUp(self) -> None:
        shutil.copytree(self.files, settings.FILES_DIR)

    def test_the_demonstration_is_whole(self) -> None:
        the_book_has_the_parts_it_promises()
        requests_stand_where_the_demonstration_says()
        readers_see_the_demonstration_and_strangers_find_no_draft(self.client)
        the_interview_has_the_parts_it_promises(self.client)

    def test_readers_hear_a_copy_that_is_silent_where_words_are_withheld(self) -> None:
        facts = reading.document("interview_sound.toml")
        window = (facts["silent_from_ms"], facts["silent_to_ms"])
        brought = MediaFile.objects.get(role=MediaFile.Role.ACCESS)
        assert brought.sha256 == facts["sha256"]
        assert not brought.is_public()
        if not sound.is_available():
            assert "The program ffmpeg is not installed" in self.said
            assert not MediaFile.objects.public().exists()
            skip_or_fail("the program ffmpeg is not installed")
        assert "stays closed" not in self.said
        made = MediaFile.objects.public().get()
        assert made.derived_from == brought
        assert not SilencePlan.objects.get().message
        heard = [
            sound.heard_in(path, [window], sound.facts_of(path))
            for path in (Path(one.file.path) for one in (brought, made))
        ]
        assert heard == [[window], []]

    def test_where_ffmpeg_is_missing_the_recording_stays_closed_until_it_is_there(self) -> None:
        MediaFile.objects.filter(role=MediaFile.Role.REDACTED).delete()
        said = StringIO()
        with patch.object(sound, "is_available", return_value=False):
            call_command("load_demo", stdout=said)
        assert (
            "ffmpeg is not installed: the recording of FTP-OH-0001 stays closed" in said.getvalue()
        )
        assert not MediaFile.objects.public().exists()
        made: list[int] = []
        with patch.object(recording, "silence", made.append):
            call_command("load_demo", stdout=StringIO())
        assert made == ([Interview.objects.get().pk] if sound.is_available() else [])

    def test_a_second_run_changes_nothing(self) -> None:
        second = StringIO()
        before, files = everything(), stored_files()
        assert files
        call_command("load_demo", stdout=second)
        assert everything() == before
        assert stored_files() == files
        assert re.search(r"Made: .*34 items.*2 briefing books.*1 correction\.", self.said)
        assert re.search(r"Found and left as they are: \d{3} records\.\s*$", second.getvalue())
        assert "Made:" not in second.getvalue()

    def test_what_a_curator_did_is_kept_and_reported(self) -> None:
        item = ArchivalItem.objects.get(imported_record__key="cable")
        item.title, item.abstract = "A better title", "Better words."
        item.save()
        section = Section.objects.get(slug="before-the-cable")
        section.body_md = "Shorter."
        section.save()
        archive = Repository.objects.get(code="UNARMS")
        archive.withdraw(by=None, reason="Being described anew.")
        person = Agent.objects.get(slug="michael-dobbs")
        person.privacy = Privacy.WITHHELD
        person.save()
        before = everything()
        report = load().left
        assert everything() == before
        assert any("A better title" in line and "title, abstract" in line for line in report)
        assert any("Before the cable" in line and "differs in: text" in line for line in report)
        assert any("Dobbs" in line and "privacy" in line for line in report)


@pytest.mark.django_db
def test_a_run_that_fails_keeps_neither_records_nor_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def refuse(_: Demonstration) -> None:
        assert ArchivalItem.objects.exists()
        assert stored_files()
        raise ValidationError("Something is refused at the very end.")

    monkeypatch.setattr(load_demo, "STEPS", (*STEPS, ("refusal", refuse)))
    with pytest.raises(CommandError, match="Nothing was loaded") as failure:
        call_command("load_demo", stdout=StringIO())
    assert "at the very end" in str(failure.value)
    assert everything() == before
    assert not stored_files()
