"""The search of an export: a list of all its pages, and files in which a script finds words.

Browsers let a page that was opened from a disk load no data, but scripts: so every file of data is
one, which hands its data to `search.js`. The words stand by their first two letters, so that a
question loads a few files however large the export is.
"""

import json
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from briefingbooks.exporting.addresses import SEARCH, file_of, led
from briefingbooks.exporting.journal import BYTES, PAGE, Journal, Titled
from briefingbooks.exporting.pruning import Copy, prune
from briefingbooks.exporting.trees_of_pages import read_page, written
from briefingbooks.exporting.visiting import Site
from collections_app.languages import address_in, prefix_of

SCRIPT = Path(__file__).with_name("search.js")
LISTED_AT_ONCE, PAGES_IN_A_FILE = 1000, 500
SHORTEST, LONGEST = 2, 40
# A word that stands on more pages than this, and on more than half of all, is found in titles only.
COMMON_FROM, COMMON_SHARE = 500, 2


def write_search(site: Site, folder: Path, journal: Journal, copy: Copy) -> None:
    """Write the search of every language into the folder; its pages are yet to be led."""
    (folder / SEARCH).mkdir(parents=True, exist_ok=True)
    name = f"{SEARCH}{SCRIPT.name}"
    (folder / name).write_bytes(SCRIPT.read_bytes())
    journal.given(journal.number(f"/{name}"), f"/{name}", BYTES, name)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            _write_data(folder, journal, code)
            _write_lists(site, folder, journal, copy)


def rooms() -> dict[str, str]:
    """Return what a page is called by the first word of its address, in the language shown."""
    return {
        "books": _("Briefing book"),
        "editions": _("Edition of a briefing book"),
        "items": _("Document"),
        "interviews": _("Testimony"),
        "people": _("Person or body"),
        "places": _("Place"),
        "subjects": _("Subject"),
        "archives": _("Archive"),
        "collections": _("Collection"),
        "turning-points": _("Turning point"),
        "requests": _("Request"),
        "sources": _("Work cited"),
        "press": _("Press"),
    }


def _kind(address: str, language: str, named: dict[str, str]) -> str:
    room, *inside = address.removeprefix(f"/{prefix_of(language)}").strip("/").split("/")
    return named.get("editions" if "editions" in inside else room, "")


def _write_data(folder: Path, journal: Journal, language: str) -> None:
    place = folder / SEARCH / language
    place.mkdir(parents=True, exist_ok=True)
    here = file_of(address_in(language, f"/{SEARCH}"), is_page=True)
    named, number = rooms(), 0
    searched = journal.searched(language)
    for part, pages in groupby(searched, key=lambda one: one.number // PAGES_IN_A_FILE):
        data = {
            one.number: [
                led(one.file, of=here),
                one.title,
                _kind(one.address, language, named),
                one.about,
            ]
            for one in pages
        }
        number += len(data)
        _write(place, f"pages-{part}", data)
    starts = []
    found = groupby(_places(journal, language, number), key=lambda one: _start(one[0]))
    for start, words in found:
        starts.append(start)
        _write(place, f"words-{start}", dict(words))
    _write(place, "files", {"size": PAGES_IN_A_FILE, "words": starts})


def _places(
    journal: Journal, language: str, number: int
) -> Iterator[tuple[str, tuple[list[int], list[int]]]]:
    """Yield each word with the pages in whose title it stands, and the others on which it does."""
    for word, rows in groupby(journal.words(language), key=lambda row: row[0]):
        if not SHORTEST <= len(word) <= LONGEST:
            continue
        titles: list[int] = []
        texts: list[int] = []
        for _word, page, in_title in rows:
            (titles if in_title else texts).append(page)
        is_common = len(texts) > max(COMMON_FROM, number // COMMON_SHARE)
        if titles or not is_common:
            yield word, (titles, [] if is_common else texts)


def _start(word: str) -> str:
    start = word[:SHORTEST]
    return start if start.isascii() and start.isalnum() else "other"


def _write(place: Path, name: str, data: Any) -> None:
    words = json.dumps(data, separators=(",", ":"))
    (place / f"{name}.js").write_text(f'copyOfSite("{name}",{words});\n', encoding="ascii")


def _write_lists(site: Site, folder: Path, journal: Journal, copy: Copy) -> None:
    """Write the pages of the search in the language shown, which list all there is from A to Z."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    address = address_in(language, f"/{SEARCH}")
    listed, named = journal.listed(language), rooms()
    total = sum(1 for _one in journal.listed(language))
    last = max(1, -(-total // LISTED_AT_ONCE))
    for number in range(1, last + 1):
        some = list(islice(listed, LISTED_AT_ONCE))
        here = address if number == 1 else f"{address}?page={number}"
        file = file_of(here, is_page=True)
        context = {
            "letters": _by_letter(some, language, named),
            "total": total,
            "data": language,
            "script": f"/{SEARCH}{SCRIPT.name}",
            "numbers": range(1, last + 1),
            "number": number,
            "page_address": address,
        }
        request = site.request(address)
        source = render_to_string("briefingbooks/export/search.html", context, request)
        _add(journal, folder, here, file, _pruned(source, address, copy))


def _by_letter(
    some: list[Titled], language: str, named: dict[str, str]
) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the pages by the first letter of their titles, digits and other signs under `#`."""
    return [
        (
            letter,
            [
                {
                    "address": one.address,
                    "title": one.title,
                    "kind": _kind(one.address, language, named),
                }
                for one in group
            ],
        )
        for letter, group in groupby(some, key=lambda one: _letter(one.sorted))
    ]


def _letter(word: str) -> str:
    return word[0].upper() if word[:1].isalpha() else "#"


def _pruned(source: str, address: str, copy: Copy) -> bytes:
    page = read_page(source.encode())
    prune(page, address, copy)
    return written(page)


def _add(journal: Journal, folder: Path, address: str, file: str, page: bytes) -> None:
    file = journal.given(journal.number(address), address, PAGE, file)
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(page)
