"""A stranger visits every address, list, filter, search and file: no hidden word appears.

New public output joins here in the commit that makes it: an address by being in the URL
configuration (it is visited for every known identifier), a record by being planted in `canaries`.
"""

import gzip
import re
import shutil
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import time_machine
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.urls import get_resolver
from django.utils import timezone

from briefingbooks.dumping import dump_public
from briefingbooks.open_data.kinds import KINDS
from collections_app.models import (
    Derivative,
    KeptPage,
    OldIdentifier,
    User,
)
from collections_app.progress import Progress
from collections_app.search_index.rebuilding import all_rebuilt
from oralhistory.models import MediaFile
from tests.canaries import BEHIND, HIDDEN, SHOWN, House
from tests.records_of_rooms import is_house_only, records
from tests.stranger import LISTS, Stranger, filled, identifiers, patterns


def opened_at(house: House, moment: int) -> set[str]:
    """Walk the site some seconds after an embargo; return the rooms that show a hidden word."""
    with time_machine.travel(house.tomorrow + timedelta(seconds=moment), tick=False):
        stranger = Stranger()
        waiting = [one for one in house.hidden if one.state == "published"]
        stranger.queue = [one.get_absolute_url() for one in waiting] + ["/", *LISTS]
        stranger.walk()
    return {leak.split(" ")[1].split("/")[1] for leak in stranger.leaks}


class EveryDoorTests(TestCase):
    """Each test starts from the same house, which is built once."""

    house: House
    files: Path

    @classmethod
    def setUpTestData(cls) -> None:
        cls.house = House()
        call_command("rebuild_search", stdout=StringIO())
        cls.files = settings.FILES_DIR.with_name("files-of-the-house")
        shutil.move(settings.FILES_DIR, cls.files)
        cls.addClassCleanup(shutil.rmtree, cls.files)

    def setUp(self) -> None:
        shutil.copytree(self.files, settings.FILES_DIR)

    def test_a_stranger_never_meets_a_hidden_word_and_does_meet_the_public_one(self) -> None:
        stranger = Stranger()
        stranger.visit_everything()
        word = HIDDEN.lower()
        echoes = [leak for leak in stranger.leaks if word in leak.partition("?")[2].lower()]
        assert sorted(set(stranger.leaks) - set(echoes)) == []
        for leak in echoes:  # an answer may repeat what it was asked for, and no more of it
            address = leak.split(" ", 1)[1]
            nothing = re.sub(HIDDEN, "Nothingbird", address, flags=re.IGNORECASE)
            answer = stranger.client.get(address).content.decode().lower()
            other = stranger.client.get(nothing).content.decode().lower()
            assert answer.count(word) == other.count("nothingbird"), leak
        assert len(stranger.seen) > 200
        unseen = {record.get_absolute_url() for record in self.house.shown} - stranger.shown
        assert unseen == set()
        shown = {"/feeds/books.atom", "/feeds/opened.atom", "/iiif-collection.json"}
        kinds = {kind.name for kind in KINDS} - {"passages"}
        shown |= {f"/api/v1/{kind}?limit=200" for kind in kinds}
        shown |= {f"/oai?verb=ListRecords&metadataPrefix={form}" for form in ("oai_dc", "mods")}
        assert shown - stranger.shown == set()
        compared = f"{self.house.compared.item.get_absolute_url()}compare/"
        told = f"{self.house.interview.get_absolute_url()}transcript."
        files = {f"{told}{form}" for form in ("vtt", "srt", "txt", "csv", "tei.xml", "ohms.xml")}
        work = self.house.work.get_absolute_url()
        files |= {f"{one}cite.{form}" for one in (work, self.house.item.get_absolute_url())
                  for form in ("ris", "bib", "json")}  # fmt: skip
        assert {"/", "/sources/", work, *LISTS[:5], *files, compared} - stranger.shown == set()
        book = self.house.book.get_absolute_url()
        parts = {f"{book}chronology/", f"{book}map/", self.house.edition.get_absolute_url()}
        assert {"/", *LISTS[:5], *files, *parts, compared} - stranger.shown == set()
        found = self.client.get("/interviews/", {"q": SHOWN}).content.decode()
        assert f"<mark>{SHOWN}</mark>" in found

    def test_a_whole_copy_of_what_is_public_holds_no_hidden_word(self) -> None:
        with TemporaryDirectory() as folder:
            target = Path(folder) / "public"
            dump_public(target, Progress())
            for path in target.iterdir():
                words = path.read_text(encoding="utf-8").lower()
                assert HIDDEN.lower() not in words, path.name
                assert BEHIND.lower() not in words, path.name
            assert SHOWN in (target / "items.csv").read_text(encoding="utf-8")

    def test_a_private_address_opens_its_own_interview_and_no_hidden_word_anywhere(self) -> None:
        doors = [one for _, one in patterns(get_resolver()) if "<str:token>" in str(one.pattern)]
        assert len(doors) >= 8
        for tokens in self.house.tokens.values():
            grantee, known = Stranger(), identifiers() | {"token": set(tokens)}
            for door in doors:
                for address in filled(door, known):
                    grantee.visit(address)
            grantee.walk()
            assert grantee.leaks == []
            private = {"/access/", "/review/", "/preview/"}
            met = {one for one in grantee.shown if any(one.startswith(room) for room in private)}
            opens = tokens == self.house.tokens["open"]
            assert {one.split("/")[1] for one in met} == (
                {"access", "review", "preview"} if opens else set()
            )
            assert 500 not in grantee.seen.values()

    def test_what_stands_behind_a_notice_is_found_and_not_shown(self) -> None:
        for address in ("/items/", "/search/"):
            answer = self.client.get(address, {"q": BEHIND}).content.decode()
            other = self.client.get(address, {"q": HIDDEN}).content.decode()
            assert "a notice comes before" in answer
            assert "a notice comes before" not in other
            said = answer.replace(f"q={BEHIND}", "").count(BEHIND)
            assert said <= other.replace(f"q={HIDDEN}", "").count(HIDDEN)

    def test_an_embargo_is_closed_up_to_its_second(self) -> None:
        assert opened_at(self.house, -1) == set()

    def test_an_embargo_opens_at_its_second(self) -> None:
        """It also proves that the walk would find a hidden word if it were shown."""
        everything = {"items", "books", "interviews", "requests", "archives", "collections",
                      "people", "places", "subjects", "turning-points"}  # fmt: skip
        assert opened_at(self.house, 1) >= everything

    @override_settings(KEPT_PAGES_MEGABYTES=64)
    def test_what_is_kept_as_bytes_holds_nothing_hidden_whoever_came_before(self) -> None:
        """The table itself is read, after visits by the house, by grantees and by strangers."""
        everywhere = ["/", *LISTS, *(one.get_absolute_url() for one in self.house.shown)]
        hidden = [
            one.get_absolute_url() for one in self.house.hidden if hasattr(one, "get_absolute_url")
        ]
        of_the_house = User.objects.create_superuser("keeper", "k@example.org", "a long password")
        self.client.force_login(of_the_house)
        for address in [*everywhere, *hidden]:
            self.client.get(address)
        assert not KeptPage.objects.exists()
        for tokens in self.house.tokens.values():
            for token in tokens:
                for room in ("access", "preview", "review"):
                    Client().get(f"/{room}/{token}/")
        assert not KeptPage.objects.exists()
        for _ in range(2):
            stranger = Stranger()
            stranger.queue = [*everywhere, *hidden]
            stranger.walk()
            assert stranger.leaks == []
        rows = list(KeptPage.objects.all())
        unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
        texts = [unescape(unpack[row.coding](row.body).decode()).lower() for row in rows]
        assert len(rows) > 50
        assert any(SHOWN.lower() in text for text in texts)
        for word in (HIDDEN.lower(), BEHIND.lower()):
            assert not [text for text in texts if word in text]

    @override_settings(KEPT_PAGES_MEGABYTES=64)
    def test_an_embargo_opens_and_closes_kept_pages_at_its_second(self) -> None:
        assert opened_at(self.house, -1) == set()
        assert opened_at(self.house, 1) >= {"items", "books", "interviews", "requests"}
        assert opened_at(self.house, -1) == set()

    def test_hidden_and_missing_are_the_same_answer(self) -> None:
        csrf = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
        for record in self.house.hidden:
            if not hasattr(record, "get_absolute_url"):
                continue
            address = record.get_absolute_url()
            answer = self.client.get(address)
            if record.withdrawal_notice:
                assert answer.status_code == 410, address
                continue
            room = address.split("/")[1]
            missing = self.client.get(f"/{room}/no-such-record/")
            assert (answer.status_code, missing.status_code) == (404, 404), address
            name = address.rstrip("/").rsplit("/", 1)[-1].encode()
            assert csrf.sub(b"", answer.content.replace(name, b"no-such-record")) == csrf.sub(
                b"", missing.content
            )

    def test_an_old_address_leads_on_and_never_to_a_protected_person(self) -> None:
        answer = self.client.get(self.house.old_address)
        assert (answer.status_code, answer["Location"]) == (
            301,
            self.house.agent.get_absolute_url(),
        )
        assert self.client.get("/people/a-secret/").status_code == 404
        for word in OldIdentifier.objects.values_list("identifier", flat=True):
            assert HIDDEN.lower() not in word

    def test_a_search_for_a_hidden_name_says_what_a_search_for_nothing_says(self) -> None:
        for secret in ("Twin", "Second", "Other", "Kept"):
            for address in (*LISTS, "/search/"):
                for words in (f"{HIDDEN}, {secret}", f"{secret} {HIDDEN}"):
                    asked = self.client.get(address, {"q": words}).content.decode()
                    nothing = self.client.get(address, {"q": words.replace(HIDDEN, "Nothingbird")})
                    assert asked.replace(HIDDEN, "Nothingbird") == nothing.content.decode()

    def test_every_kind_of_record_that_can_hide_is_planted(self) -> None:
        """A new model with a rule must join the house, with a record the public does not see."""
        missing = []
        for model in records():
            manager = model._default_manager
            if not hasattr(manager, "public") or not model._meta.managed:
                continue
            public = set(manager.public().values_list("pk", flat=True))
            hidden = manager.exclude(pk__in=public)
            if not hidden.exists():
                missing.append(model.__name__)
        assert sorted(missing) == [], missing

    def test_every_field_for_the_house_is_planted(self) -> None:
        said = {
            f"{model.__name__}.{field.name}"
            for model in records()
            for field in model._meta.concrete_fields
            if is_house_only(field)
        }
        assert "ArchivalItem.archivist_note" in said
        empty = {name for name in said if not any(name == done for done in self.house.filled)}
        assert sorted(empty) == []

    def test_an_index_holds_no_hidden_word_but_in_its_table_of_what_is_not_due(self) -> None:
        indexes = {one.index.name: one.index for one in all_rebuilt()}
        for index in indexes.values():
            for table in index.tables:
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
                    rows = [[str(value).lower() for value in row] for row in cursor.fetchall()]
                holding = [row for row in rows if any(HIDDEN.lower() in value for value in row)]
                if table == index.name:
                    assert holding == []
                    assert any(SHOWN.lower() in value for row in rows for value in row), table
                else:
                    assert holding, table
                    now = timezone.now().timestamp() * 1_000_000
                    assert all(
                        max(int(value) for value in row if value.isdigit()) > now for row in rows
                    )

    def test_no_stored_name_or_folder_can_be_fetched(self) -> None:
        paths = [file.file.name for file in [*Derivative.objects.all(), *MediaFile.objects.all()]]
        assert paths
        for path in paths:
            for folder in ("", "media/", "files/", "static/", "derivatives/", "private/", "var/"):
                assert self.client.get(f"/{folder}{path}").status_code == 404
        assert storages["derivatives"].exists(Derivative.objects.earliest("pk").file.name)

    def test_the_clock_of_the_rule_is_the_query(self) -> None:
        """No job opens anything: the same row is hidden now and public a day later."""
        embargoed = [r for r in self.house.hidden if r.state == "published" and r.public_from]
        waiting = [r for r in embargoed if r.public_from > timezone.now()]
        assert len(waiting) >= 9
        for record in waiting:
            assert not record.is_public()
            assert record.is_public(at=self.house.tomorrow)
