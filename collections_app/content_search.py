"""Words looked for inside one manifest, as viewers elsewhere ask (IIIF Content Search 2.0). Pure.

Whoever calls has asked the rule for every text that is looked through.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from collections_app.iiif_words import Json
from collections_app.search_index.asking import Asked, understood
from collections_app.search_index.quoting import places_found

CONTEXT = "http://iiif.io/api/search/2/context.json"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'
# What the standard lets a viewer ask, and this house has no answer to.
NOT_ANSWERED = ("motivation", "date", "user")
HITS_AT_ONCE = 100
LONGEST_PAGE_NUMBER = 6
# Letters shown before and behind the words found.
AROUND = 60


@dataclass(frozen=True, slots=True)
class Match:
    """Words found: the name of their annotation, where they stand, and what stands around them."""

    name: str
    target: str
    language: str
    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a viewer asks of a manifest: words, which page of the answer, and what is ignored."""

    words: str
    page: int
    ignored: list[str]
    asked: Asked


def question_of(query: Any) -> Question:
    """Read the question in the query of an address; what is no number of a page is the first."""
    page = query.get("page", "")
    is_number = page.isascii() and page.isdecimal() and len(page) <= LONGEST_PAGE_NUMBER
    words = query.get("q", "").strip()
    ignored = [name for name in NOT_ANSWERED if query.get(name)]
    return Question(words, max(int(page), 1) if is_number else 1, ignored, understood(words))


def search_service(address: str) -> Json:
    """Return what a manifest says of the address at which its words are looked for."""
    return {"id": address, "type": "SearchService2"}


def places_of_all(text: str, asked: Asked, tongue: str) -> list[tuple[int, int]]:
    """Return where the words stand in a text that says everything that was asked for."""
    if not asked or not all(places_found(text, Asked((term,)), tongue) for term in asked.terms):
        return []
    return places_found(text, asked, tongue)


def around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the words before a place of a text, at it and behind it, on whole words."""
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    if first:
        first = text.find(" ", first, start) + 1 or start
    if last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return text[first:start], text[start:end], text[end:last]


def answer(address: str, question: Question, matches: Iterable[Match]) -> Json:
    """Return one page of what was found, with the words around each place, in order."""
    found = list(matches)
    at = (question.page - 1) * HITS_AT_ONCE
    here = found[at : at + HITS_AT_ONCE]
    page = _Pages(address, question.words)
    said: Json = {
        "@context": CONTEXT,
        "id": page.address(question.page),
        "type": "AnnotationPage",
        "items": [_annotation(match) for match in here],
    }
    if here:
        said["annotations"] = [_quoted(said["id"], here)]
    if question.ignored:
        said["ignored"] = question.ignored
    if len(found) > HITS_AT_ONCE:
        said |= page.beside(question.page, len(found))
    return said


@dataclass(frozen=True, slots=True)
class _Pages:
    """The addresses of the pages of one answer."""

    search: str
    words: str

    def address(self, number: int) -> str:
        asked: dict[str, Any] = {"q": self.words}
        return f"{self.search}?{urlencode(asked | ({'page': number} if number > 1 else {}))}"

    def beside(self, number: int, total: int) -> Json:
        last = (total - 1) // HITS_AT_ONCE + 1
        whole = {
            "id": f"{self.search}?{urlencode({'q': self.words})}#all",
            "type": "AnnotationCollection",
            "total": total,
            "first": {"id": self.address(1), "type": "AnnotationPage"},
            "last": {"id": self.address(last), "type": "AnnotationPage"},
        }
        said: Json = {"partOf": whole, "startIndex": (number - 1) * HITS_AT_ONCE}
        for name, other in (("prev", number - 1), ("next", number + 1)):
            if 1 <= other <= last:
                said[name] = {"id": self.address(other), "type": "AnnotationPage"}
        return said


def _annotation(match: Match) -> Json:
    body = {
        "type": "TextualBody",
        "value": match.exact,
        "language": match.language,
        "format": "text/plain",
    }
    return {
        "id": match.name,
        "type": "Annotation",
        "motivation": "highlighting",
        "body": body,
        "target": match.target,
    }


def _quoted(address: str, matches: Sequence[Match]) -> Json:
    """Return the words around each match: annotations about annotations, as the standard has it."""
    items = [
        {
            "id": f"{match.name}/quoted",
            "type": "Annotation",
            "motivation": "contextualizing",
            "target": {
                "type": "SpecificResource",
                "source": match.name,
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "prefix": match.before,
                        "exact": match.exact,
                        "suffix": match.after,
                    }
                ],
            },
        }
        for match in matches
    ]
    return {"id": f"{address}#quoted", "type": "AnnotationPage", "items": items}
