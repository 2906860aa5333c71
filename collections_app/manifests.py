"""The pages of a document for viewers of other archives: a manifest (IIIF Presentation 3).

Everything in it is public, whoever asks. Pages that a notice asks about first are left out with
their texts: a viewer elsewhere could not ask. One manifest speaks of one copy.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from collections_app.content_search import search_service
from collections_app.iiif_words import Json, in_english, pair, provider, web_page
from collections_app.models import ArchivalItem, Derivative, Page, PageText
from collections_app.page_addresses import manifest_address, page_address
from collections_app.passport import Term, passport_of
from collections_app.reading import page_label, said_in_brackets
from collections_app.releases import Release, releases_of
from collections_app.tiles import WHOLE, whole_sizes

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'
# The only licences that the standard lets a program act upon.
ACCEPTED_RIGHTS = re.compile(
    r"http://(creativecommons\.org/(licenses|publicdomain)|rightsstatements\.org/vocab)/"
)
# A page of which there is only a text has the shape of a sheet of paper (A4).
SHEET = (1240, 1754)
NOBODY = AnonymousUser()


def manifest_of(item: ArchivalItem, copy: str, absolute: Callable[[str], str]) -> Json | None:
    """Return the manifest of a public item, of the copy asked for by its key or shown first.

    Nothing where no page may be opened without a choice. `absolute` turns an address of this
    site into a whole one.
    """
    releases = releases_of(item, NOBODY)
    shown = releases.first(copy)
    if shown is None or not shown.is_openable:
        return None
    pages = Page.objects.public().filter(copy=shown.key).shown_after().select_related("file")
    matter = _Matter(item, shown, releases.has_choice, absolute)
    canvases = [matter.canvas(page) for page in pages]
    if not canvases:
        return None
    return {
        "@context": CONTEXT,
        "id": matter.address,
        "type": "Manifest",
        **_described(item, shown, absolute),
        "thumbnail": next((one["thumbnail"] for one in canvases if one["thumbnail"]), []),
        "items": canvases,
        "service": [search_service(search_address(item, matter.copy, absolute))],
    }


def canvas_stem(item: ArchivalItem, copy: int, absolute: Callable[[str], str]) -> str:
    """Return with what the names of the canvases of a copy begin."""
    return absolute(f"{item.get_absolute_url()}canvas/{copy}")


def search_address(item: ArchivalItem, copy: int | None, absolute: Callable[[str], str]) -> str:
    """Return where words are looked for in the pages that a manifest shows."""
    if copy is None:
        return absolute(reverse("collections_app:item-content-search", args=[item.ref]))
    return absolute(reverse("collections_app:copy-content-search", args=[item.ref, copy]))


def _described(item: ArchivalItem, shown: Release, absolute: Callable[[str], str]) -> Json:
    """Say what the document is, where it comes from and what may be done with it."""
    credit = [line for line in (shown.source_line, item.credit_line) if line]
    said: Json = {
        "label": {"none": [item.title]},
        "summary": in_english(item.abstract or item.scope_and_content or item.title),
        "metadata": [
            pair("Date", item.date_words),
            pair("Kind", item.get_kind_display()),
            *(_term(term) for term in passport_of(item, shown.holding, NOBODY)),
        ],
        "requiredStatement": pair("Source", *credit),
        "provider": [provider(absolute)],
        "homepage": [web_page(absolute(item.get_absolute_url()), item.title)],
    }
    if item.rights and ACCEPTED_RIGHTS.match(item.rights.uri):
        said["rights"] = item.rights.uri
    return said


@dataclass(frozen=True, slots=True)
class _Reading:
    """The texts of one page in one form and language, with the words that say what they are."""

    label: str
    language: str
    text: str


class _Matter:
    """What the canvases of one copy are made of, each kind read once."""

    def __init__(
        self,
        item: ArchivalItem,
        shown: Release,
        has_choice_of_copies: bool,
        absolute: Callable[[str], str],
    ) -> None:
        self.copy = shown.key if has_choice_of_copies else None
        self.item, self.absolute = item.get_absolute_url(), absolute
        self.address = absolute(manifest_address(self.item, self.copy))
        self.canvas_stem = canvas_stem(item, shown.key, absolute)
        self.images: dict[int, dict[str, Derivative]] = defaultdict(dict)
        images = Derivative.objects.public().filter(page__copy=shown.key)
        for made in images.defer("index"):
            self.images[made.page_id][made.kind] = made
        self.texts: dict[int, list[PageText]] = defaultdict(list)
        texts = PageText.objects.public().filter(page__copy=shown.key)
        for text in texts.in_reading_order().select_related("language"):
            self.texts[text.page_id].append(text)

    def canvas(self, page: Page) -> Json:
        """Return one page: its size, its image, and what is written on it."""
        name = f"{self.canvas_stem}/{page.number}"
        images = self.images[page.pk]
        width, height = canvas_size(page, images)
        label = page_label(page)
        address = self.absolute(page_address(self.item, page.number, self.copy))
        return {
            "id": name,
            "type": "Canvas",
            "label": in_english(label),
            "width": width,
            "height": height,
            "homepage": [web_page(address, label)],
            "thumbnail": self._thumbnail(images),
            "items": [
                {
                    "id": f"{name}/image",
                    "type": "AnnotationPage",
                    "items": self._painting(name, images),
                }
            ],
            "annotations": [
                _text_page(name, number, _reading(text))
                for number, text in enumerate(self.texts[page.pk], start=1)
            ],
        }

    def _painting(self, canvas: str, images: dict[str, Derivative]) -> list[Json]:
        tiles, display = images.get(Derivative.Kind.TILES), images.get(Derivative.Kind.DISPLAY)
        body = self._tiled(tiles) if tiles else self._whole(display) if display else None
        if body is None:
            return []
        return [
            {
                "id": f"{canvas}/image/painted",
                "type": "Annotation",
                "motivation": "painting",
                "body": body,
                "target": canvas,
            }
        ]

    def _tiled(self, tiles: Derivative) -> Json:
        service = self.absolute(reverse("collections_app:iiif-service", args=[tiles.uuid]))
        width, height = whole_sizes(tiles.width, tiles.height)[-1]
        return {
            "id": f"{service}/{WHOLE}",
            "type": "Image",
            "format": "image/jpeg",
            "width": width,
            "height": height,
            "service": [{"id": service, "type": "ImageService3", "profile": "level0"}],
        }

    def _whole(self, image: Derivative) -> Json:
        return {
            "id": self.absolute(image.get_absolute_url()),
            "type": "Image",
            "format": image.media_type,
            "width": image.width,
            "height": image.height,
        }

    def _thumbnail(self, images: dict[str, Derivative]) -> list[Json]:
        small = images.get(Derivative.Kind.THUMBNAIL)
        return [self._whole(small)] if small else []


def _reading(text: PageText) -> _Reading:
    """Say of a text what it is, and that nobody has compared it yet where that is so."""
    unread = "" if text.is_reviewed else ", not yet compared with the page"
    label = f"{text.get_kind_display().capitalize()}, {text.language.label_en}{unread}"
    return _Reading(label, text.language_id, said_in_brackets(text))


def _text_page(canvas: str, number: int, reading: _Reading) -> Json:
    name = f"{canvas}/text/{number}"
    body = {
        "type": "TextualBody",
        "value": reading.text,
        "language": reading.language,
        "format": "text/plain",
    }
    annotation = {
        "id": f"{name}/body",
        "type": "Annotation",
        "motivation": "supplementing",
        "body": body,
        "target": canvas,
    }
    label = in_english(reading.label)
    return {"id": name, "type": "AnnotationPage", "label": label, "items": [annotation]}


def canvas_size(page: Page, images: dict[str, Derivative]) -> tuple[int, int]:
    """Return width and height of the canvas of a page, from its best image if it has one."""
    for kind in (Derivative.Kind.TILES, Derivative.Kind.DISPLAY):
        if kind in images:
            return images[kind].width, images[kind].height
    return (page.width, page.height) if page.width and page.height else SHEET


def _term(term: Term) -> Json:
    values = [
        " ".join(filter(None, [one.before, one.words, f"({one.note})" if one.note else ""]))
        for one in term.values
    ]
    return pair(term.label, *values)
