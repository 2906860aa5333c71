"""What search engines are told there is: lists of addresses (sitemaps.org), and those of this room.

A list holds the records of a stretch of keys, so that it is found in one step at any size and
stays the same list when another record comes or goes. Every address stands in every language with
the others beside it. When a page changed is what its readers are told of it and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import BigIntegerField, DateTimeField, ExpressionWrapper, F, Max, QuerySet
from django.db.models.functions import Coalesce, Greatest

from collections_app.languages import address_in
from collections_app.models import Agent, ArchivalItem, Collection, Place, Repository, Subject
from collections_app.thumbnails import thumbnails_of_items

# With two languages a list has at most 10,000 addresses; the protocol allows 50,000.
KEYS_IN_A_LIST = 5000
READ_AT_ONCE = 1000
FURTHEST_LIST = 10**12
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"
XHTML = "http://www.w3.org/1999/xhtml"

Pictures = Callable[[Iterable[int]], dict[int, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of record with a page of its own.

    `records` asks the rule and adds `told_at`: when what readers see last changed. `pictures`
    gives the addresses of images by the keys of records. A frozen page has one language.
    """

    name: str
    records: Callable[[], QuerySet]
    pictures: Pictures | None = None
    has_languages: bool = True


def told(records: Any) -> QuerySet:
    """Add when readers could first see a public record as it is described now."""
    instant: Any = DateTimeField()
    described = Coalesce(F("described_at"), F("public_from"), output_field=instant)
    seen = Greatest(described, "public_from", output_field=instant)
    return records.annotate(told_at=seen).order_by("pk")


def lists_of(section: Section) -> list[tuple[int, datetime | None]]:
    """Return the lists of a section that are not empty, with the last change. One query."""
    number = ExpressionWrapper(F("pk") / KEYS_IN_A_LIST, output_field=BigIntegerField())
    rows = section.records().order_by().annotate(list_number=number).values("list_number")
    found = rows.annotate(last=Max("told_at")).order_by("list_number")
    return list(found.values_list("list_number", "last"))


def write_index(lists: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    """Write the list of lists, each given by its whole address and its last change."""
    yield f'{XML}<sitemapindex xmlns="{SITEMAP}">\n'
    for address, last in lists:
        yield f"<sitemap><loc>{escape(address)}</loc>{_changed(last)}</sitemap>\n"
    yield "</sitemapindex>\n"


def write_list(section: Section, number: int, site: str) -> Iterator[str]:
    """Write one list of a section, a few hundred records at a time; nothing where it is empty.

    `site` is the whole address of this site without a slash at its end.
    """
    if number > FURTHEST_LIST:
        return
    first = number * KEYS_IN_A_LIST
    stretch = section.records().filter(pk__gte=first, pk__lt=first + KEYS_IN_A_LIST)
    rows = stretch.iterator(chunk_size=READ_AT_ONCE)
    is_begun = False
    while some := list(islice(rows, READ_AT_ONCE)):
        if not is_begun:
            yield _begin()
            is_begun = True
        pictures = section.pictures([one.pk for one in some]) if section.pictures else {}
        for record in some:
            languages = section.has_languages
            path, picture = record.get_absolute_url(), pictures.get(record.pk, "")
            yield write_page(site, path, record.told_at, picture, has_languages=languages)
    if is_begun:
        yield "</urlset>\n"


def write_pages(paths: Iterable[str], site: str) -> Iterator[str]:
    """Write a list of pages of which nothing is known but their addresses."""
    yield _begin()
    yield from (write_page(site, path) for path in paths)
    yield "</urlset>\n"


def write_page(
    site: str,
    path: str,
    last: datetime | None = None,
    picture: str = "",
    *,
    has_languages: bool = True,
) -> str:
    """Write a page in each of its languages, with its last change and its image."""
    codes = [code for code, _ in settings.LANGUAGES] if has_languages else []
    addresses = {code: escape(f"{site}{address_in(code, path)}") for code in codes}
    beside = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
        for code, address in [*addresses.items(), *_for_others(addresses)]
    )
    image = f"<image:image><image:loc>{escape(site + picture)}</image:loc></image:image>"
    about = f"{_changed(last)}{beside}{image if picture else ''}"
    return "".join(
        f"<url><loc>{address}</loc>{about}</url>\n"
        for address in addresses.values() or [escape(f"{site}{path}")]
    )


def _begin() -> str:
    return f'{XML}<urlset xmlns="{SITEMAP}" xmlns:image="{IMAGES}" xmlns:xhtml="{XHTML}">\n'


def _for_others(addresses: dict[str, str]) -> list[tuple[str, str]]:
    """Return the address for readers of any other language, as the pages say it themselves."""
    return [("x-default", next(iter(addresses.values())))] if addresses else []


def _changed(last: datetime | None) -> str:
    return f"<lastmod>{last.isoformat(timespec='seconds')}</lastmod>" if last else ""


def _first_pages(items: Iterable[int]) -> dict[int, str]:
    """Return the small image of the first page of items of which anyone may see it as it is."""
    images = thumbnails_of_items(items)
    return {item: image.url for item, image in images.items() if not image.is_blurred}


SECTIONS = [
    Section("items", lambda: told(ArchivalItem.objects.public()), _first_pages),
    Section("collections", lambda: told(Collection.objects.public())),
    Section("archives", lambda: told(Repository.objects.public())),
    Section("people", lambda: told(Agent.objects.public())),
    Section("places", lambda: told(Place.objects.public())),
    Section("subjects", lambda: told(Subject.objects.public())),
]
