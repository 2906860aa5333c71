"""A visitor who has not signed in, and every address that such a visitor can think of.

A new address is visited by being in the URL configuration, for every known identifier; what has
parameters, or names of files, is added here.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from urllib.parse import urlsplit
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from briefingbooks.models import Book, Edition, EditionFile, Source
from briefingbooks.open_data.kinds import KINDS
from briefingbooks.sitemaps import PAGES, SECTIONS
from collections_app.models import Copy, Derivative, DigitalFile, OldIdentifier
from oralhistory.models import MediaFile
from tests.canaries import BEHIND, HIDDEN, SHOWN
from tests.canaries_of_harvests import harvests
from tests.records_of_rooms import ROOMS, records

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


def searches() -> Iterator[str]:
    """Return lists asked for hidden words by every question, by beginnings and by slips."""
    yield from (f"{address}?{name}={HIDDEN}" for address in LISTS for name in FILTERS)
    for words in (HIDDEN[:4], HIDDEN[:-1], f"{HIDDEN[:-1]}x", BEHIND[:4], SHOWN[:4]):
        yield from (f"{address}?q={words}" for address in ("/suggest/", "/search/", "/fr/search/"))
    for order in ("title", "added", "ref", "date", "relevance"):
        yield from (f"/items/?sort={order}{asked}" for asked in ("", f"&q={HIDDEN[:4]}*"))
    for words in (HIDDEN, f"{HIDDEN[:4]}*", f'"{HIDDEN}"', SHOWN):
        yield from (f"/interviews/?q={words}&{name}={SHOWN}" for name in FILTERS[1:])


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
        parts = [comparisons(), chronologies(), editions(), programs(known), harvests(known)]
        for address in chain(files(), *parts):
            self.visit(address)
        self.queue += ["/", *LISTS]
        self.walk()
        for address in searches():
            self.visit(address)
