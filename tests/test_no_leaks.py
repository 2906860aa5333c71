"""A stranger visits every address, list, filter, search and file: no hidden word appears.

New public output joins here in the commit that makes it: an address by being in the URL
configuration (it is visited for every known identifier), a record by being planted in `canaries`.
"""

import gzip
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

import brotli
import time_machine
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TestCase, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from briefingbooks.dumping import dump_public
from briefingbooks.models import Book, Edition, EditionFile, Source
from briefingbooks.open_data.kinds import KINDS
from briefingbooks.sitemaps import PAGES, SECTIONS
from collections_app.models import (
    Copy,
    Derivative,
    DigitalFile,
    KeptPage,
    OldIdentifier,
    User,
)
from collections_app.progress import Progress
from collections_app.search_index.rebuilding import all_rebuilt
from oralhistory.models import MediaFile
from tests.canaries import BEHIND, HIDDEN, SHOWN, House
from tests.records_of_rooms import ROOMS, is_house_only, records

LINKS = re.compile(rb"""(?:href|src|action|poster|srcset|data-src)=["']([^"'#]+)""")
FILTERS = ("q", "kind", "status", "archive", "person", "people", "subject", "place", "language",
           "year", "year_from", "year_to", "sort", "page", "pages", "role", "recording",
           "transcript")  # fmt: skip
SLOT = re.compile(r"<(?:(\w+):)?(\w+)>")
SLOTS = ("ref", "code", "slug", "number", "uuid", "name", "image", "token", "key",
         "section", "list_number", "copy", "kind", "identifier")  # fmt: skip
# What a sitemap leads to, without the name of the site.
PLACES = re.compile(rb"<(?:image:)?loc>https?://[^/<]+([^<]*)</")
LISTS = ("/items/", "/books/", "/interviews/", "/requests/", "/archives/", "/locked/", "/search/",
         "/press/", "/sources/")  # fmt: skip


def patterns(resolver: URLResolver, room: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Return (namespace, pattern) of every public address of the four rooms."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.app_name or room)
        elif room in ROOMS:
            yield room, pattern


def identifiers() -> dict[str, set[str]]:
    """Return what can stand in each slot of an address: of public and of hidden records."""
    found: dict[str, set[str]] = {name: {"no-such-record"} for name in SLOTS}
    for model in records():
        names = {field.name for field in model._meta.concrete_fields}
        for slot in names.intersection(SLOTS[:4]) if hasattr(model, "get_absolute_url") else ():
            found[slot] |= {str(v) for v in model._default_manager.values_list(slot, flat=True)}
    for word in OldIdentifier.objects.values_list("identifier", flat=True):
        for slot in SLOTS[:3]:
            found[slot].add(word)
    found["uuid"] = {str(uuid4())}
    found["section"] |= {PAGES, *SECTIONS}
    found["list_number"], found["kind"] = {"0"}, {kind.name for kind in KINDS}
    found["copy"] = {str(key) for key in Copy.objects.values_list("pk", flat=True)}
    found["key"] |= set(Source.objects.values_list("key", flat=True))
    return found


def filled(pattern: URLPattern, known: dict[str, set[str]]) -> Iterator[str]:
    """Return the addresses of one pattern for every identifier that fits its first slot."""
    route = f"/{pattern.pattern}"
    slots = [slot for _, slot in SLOT.findall(route)]
    for name in sorted(known[slots[0]]) if slots else [""]:
        address = SLOT.sub(name, route, count=1)
        for slot in slots[1:]:
            address = SLOT.sub(next(iter(known[slot])), address, count=1)
        yield address


def files() -> Iterator[str]:
    """Return the address of every stored file, under its own name and under a guessed one."""
    for file in [*Derivative.objects.all(), *DigitalFile.objects.all(), *MediaFile.objects.all()]:
        address = file.get_absolute_url()
        yield address
        yield f"{address.rsplit('/', 1)[0]}/{HIDDEN}.jpg"
    for tiles in Derivative.objects.filter(kind=Derivative.Kind.TILES):
        yield tiles.get_information_url()
        yield from (f"/iiif/{tiles.uuid}/{image}" for image in tiles.index)


def comparisons() -> Iterator[str]:
    """Return the address of every copy compared with every other of its document, and one more."""
    copies = list(Copy.objects.select_related("item"))
    for one in copies:
        for other in [copy for copy in copies if copy.item_id == one.item_id] + copies[:1]:
            yield f"{one.item.get_absolute_url()}compare/?a={one.pk}&b={other.pk}"


def chronologies() -> Iterator[str]:
    """Return the chronology of every book for some years, and asked for with a hidden word."""
    for book in Book.objects.all():
        for words in ("1994", HIDDEN):
            yield f"{book.get_absolute_url()}chronology/?from={words}"


def editions() -> Iterator[str]:
    """Return every address of every edition: its page, its files and what differs in it."""
    for edition in Edition.objects.all():
        address = edition.get_absolute_url()
        names = {"book.pdf", "book.epub", "offline.zip", "manifest.json", f"{HIDDEN}.txt"}
        for file in EditionFile._base_manager.filter(issue__edition=edition):
            names.add(file.name)
        yield from (f"{address}{name}" for name in sorted(names))
        yield from (address, f"{address}changes/", f"{address}changes/?from={HIDDEN}")


def programs(known: dict[str, set[str]]) -> Iterator[str]:
    """Return every address of the API: whole lists, single records, and searches in manifests."""
    for kind in KINDS:
        yield f"/api/v1/{kind.name}?limit=200"
        yield from (f"/api/v1/{kind.name}/{one}" for one in sorted(known.get(kind.key, ())))
    for ref in sorted(known["ref"]):
        yield f"/api/v1/interviews/{ref}/passages?limit=200"
        for room in ("items", "interviews"):
            yield from (f"/{room}/{ref}/search?q={words}" for words in (SHOWN, HIDDEN, BEHIND))
    for question in ("q", "kind", "archive", "person", "subject", "place", "language"):
        yield from (f"/api/v1/{room}?{question}={HIDDEN}" for room in ("items", "interviews"))


def body(response: HttpResponse) -> bytes:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    return content + headers.encode() + cookies.encode()


class Stranger:
    """Visits addresses without signing in; remembers where a hidden word was seen."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=True)
        self.seen: dict[str, int] = {}
        self.leaks: list[str] = []
        self.shown: set[str] = set()
        self.queue: list[str] = []

    def visit(self, address: str) -> None:
        if address in self.seen:
            return
        response = self.client.get(address)
        content = body(response)
        self.seen[address] = response.status_code
        assert response.status_code < 500, f"{address}: {response.status_code}"
        text = unescape(content.decode("utf-8", "replace")).lower()
        asked = address.lower()
        for word in (HIDDEN.lower(), BEHIND.lower()):
            if word in (text.replace(asked, "") if word in asked else text):
                self.leaks.append(f"{response.status_code} {address}")
        if SHOWN.lower() in text:
            self.shown.add(address)
        if response.status_code == 200 and "text/html" in response.get("Content-Type", ""):
            self.queue += [unescape(link.decode()) for link in LINKS.findall(content)]
        self.queue += [unescape(place.decode()) for place in PLACES.findall(content)]

    def walk(self) -> None:
        """Follow every link of this site that the pages give."""
        while self.queue:
            address = self.queue.pop()
            parts = urlsplit(address)
            is_ours = not parts.netloc and address.startswith("/")
            if is_ours and not address.startswith(("/static/", "/accounts/", "/admin/")):
                self.visit(address)

    def visit_everything(self) -> None:
        """Every address for every identifier, then every link, then every filter."""
        known = identifiers()
        for _, pattern in patterns(get_resolver()):
            for address in filled(pattern, known):
                self.visit(address)
        for address in [*files(), *comparisons(), *chronologies(), *editions(), *programs(known)]:
            self.visit(address)
        self.queue += ["/", *LISTS]
        self.walk()
        for address in LISTS:
            for name in FILTERS:
                self.visit(f"{address}?{name}={HIDDEN}")
        for words in (HIDDEN, f"{HIDDEN[:4]}*", f'"{HIDDEN}"', SHOWN):
            for name in FILTERS[1:]:
                self.visit(f"/interviews/?q={words}&{name}={SHOWN}")


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
        echoes = [leak for leak in stranger.leaks if f"={HIDDEN}" in leak or f'="{HIDDEN}' in leak]
        assert sorted(set(stranger.leaks) - set(echoes)) == []
        for leak in echoes:  # a search may repeat the words it was asked for, and no more of them
            address = leak.split(" ", 1)[1]
            answer = stranger.client.get(address).content.decode()
            other = stranger.client.get(address.replace(HIDDEN, "Nothingbird")).content.decode()
            assert answer.count(HIDDEN) == other.count("Nothingbird"), leak
        assert len(stranger.seen) > 200
        unseen = {record.get_absolute_url() for record in self.house.shown} - stranger.shown
        assert unseen == set()
        shown = {"/feeds/books.atom", "/feeds/opened.atom", "/iiif-collection.json"}
        kinds = {kind.name for kind in KINDS} - {"passages"}
        shown |= {f"/api/v1/{kind}?limit=200" for kind in kinds}
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
