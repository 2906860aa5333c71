"""Two copies of a document beside one another, and the fullest text of all: one page's worth.

The number of queries is the same for two copies and for eleven, for one page and for eleven. All
that is compared is what this person may read; nothing of it is kept.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.advisories import AdvisorySaid, advisories_of, advisories_of_files, to_choose
from collections_app.compared_text import blocks_of, sentence_of
from collections_app.comparisons import Comparison, Option, PageShown, Pair, Regression, Side
from collections_app.copy_texts import CopySaid, pages_of, said_by
from collections_app.fullest_words import ReleaseNamed, fullest_words
from collections_app.models import ArchivalItem, Derivative, Page
from collections_app.page_addresses import COPY, PAGES_AT_ONCE, page_address
from collections_app.paging import page_of
from collections_app.passages import compare
from collections_app.publication import Visitor
from collections_app.reading import page_label
from collections_app.regressions import passages_of, set_back
from collections_app.release_names import label_of, names_of, stated_of
from collections_app.releases import Release, Releases, releases_of
from collections_app.setbacks import shows_less
from collections_app.thumbnails import Image

FIRST, SECOND = "a", "b"
# Longer copies are compared by their facts and images: their texts would keep a reader waiting.
MOST_PAGES, MOST_WORDS = 400, 120_000

ONE_COPY = gettext_lazy(
    "Only one copy of this document is described here: there is nothing to compare it with."
)
SAME_COPY = gettext_lazy("This is the same copy twice. Choose another one to compare it with.")
NO_TEXT = gettext_lazy("There is no text of {} here, so that the words can not be compared.")
TOO_LONG = gettext_lazy("These copies are too long for their words to be compared here.")
OTHER_LANGUAGE = gettext_lazy(
    "The texts of these copies are in different languages and are not compared."
)


def assemble_comparison(
    item: ArchivalItem, user: Visitor, query: QueryDict, chosen: Collection[str] = ()
) -> Comparison:
    """Compare the two copies that `query` names, else the earliest and the latest release.

    Raises `Http404` for a copy that is hidden, missing or of another document. `chosen` are the
    codes of the advisories to which the reader has said yes. People of the house who may see what
    is not public compare the copies known to the house only as well.
    """
    releases = releases_of(item, user, with_internal=True)
    pair = _asked_for(releases.copies, query)
    head: dict[str, Any] = {
        "ref": item.ref,
        "url": item.get_absolute_url(),
        "kind": item.get_kind_display(),
        "title": item.title,
        "is_demonstration": item.is_demonstration,
        "options": _options(releases.copies, pair),
        "is_for_house": any(copy.is_internal for copy in releases.copies),
    }
    if len(releases.copies) < 2 or len({copy.key for copy in pair}) < 2:
        return Comparison(**head, message=str(SAME_COPY if len(releases.copies) > 1 else ONE_COPY))
    asking = _Asking(item, user, query, chosen)
    return _compared(asking, releases, _in_order(pair), head)


def _asked_for(copies: Sequence[Release], query: QueryDict) -> list[Release]:
    """Return the two copies wanted; where only one is named, the other is one that is not it."""
    by_key = {str(copy.key): copy for copy in copies}
    asked = [query.get(name, "") for name in (FIRST, SECOND)]
    if any(key and key not in by_key for key in asked):
        raise Http404
    openable = [copy for copy in copies if copy.is_openable]
    dated = sorted((copy for copy in openable if copy.released_on), key=_day)
    likely = [*dated[:1], *dated[:0:-1], *openable, *copies]
    found: list[Release] = []
    for number, key in enumerate(asked):
        taken = [asked[1 - number], *(str(one.key) for one in found)]
        free = (copy for copy in likely if str(copy.key) not in taken)
        one = by_key.get(key) or next(free, None)
        found += [one] if one else []
    return found


def _day(copy: Release) -> str:
    return copy.released_on.isoformat() if copy.released_on else ""


def _in_order(pair: Sequence[Release]) -> list[Release]:
    """Put the earlier release first, where both dates are known."""
    return sorted(pair, key=_day) if all(copy.released_on for copy in pair) else list(pair)


def _options(copies: Sequence[Release], pair: Sequence[Release]) -> list[Option]:
    first, second = [*(copy.key for copy in pair), 0, 0][:2]
    return [
        Option(copy.key, label_of(copy), copy.key == first, copy.key == second) for copy in copies
    ]


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks for the comparison of what, and what this person has chosen to see."""

    item: ArchivalItem
    user: Visitor
    query: QueryDict
    chosen: Collection[str]


def _compared(
    asking: _Asking, releases: Releases, pair: list[Release], head: dict[str, Any]
) -> Comparison:
    """Compare two copies, and put together what all copies show."""
    openable = {copy.key for copy in releases.copies if copy.is_openable}
    told = [copy for copy in releases.copies if not copy.is_internal]
    pages = pages_of({*openable, *(copy.key for copy in pair)}, asking.user)
    asked, chosen = _notices(asking, pages)
    too_long = sum(len(some) for some in pages.values()) > MOST_PAGES
    said = {} if asked or too_long else said_by(pages, releases.excisions, asking.user)
    if sum(one.text.number_of_words for one in said.values()) > MOST_WORDS:
        said, too_long = {}, True
    named = dict(zip([one.key for one in releases.copies], names_of(releases.copies), strict=True))
    names = [named[copy.key] for copy in pair]
    words = _words(pair, said, names, is_too_long=too_long)
    images = {} if asked else _images(asking, pair, pages, names)
    shows_closed = any(pages[copy.key] and not copy.is_openable for copy in pair)
    head["is_for_house"] = head["is_for_house"] or shows_closed
    return Comparison(
        **head,
        **words,
        **images,
        **_of_all(told, said, named),
        sides=[_side(asking, copy, named, pages, said) for copy in pair],
        is_in_order=_is_in_order(pair),
        asked=asked,
        chosen=chosen,
    )


def _is_in_order(pair: Sequence[Release]) -> bool:
    first, second = (copy.released_on for copy in pair)
    return first is not None and second is not None and first < second


def _notices(
    asking: _Asking, pages: Mapping[int, Sequence[Page]]
) -> tuple[list[AdvisorySaid], list[AdvisorySaid]]:
    """Return what asks this reader before anything is given out, and what was said yes to."""
    of_item = advisories_of([asking.item])[asking.item.pk]
    files = {page.file_id for some in pages.values() for page in some if page.file_id}
    of_files = [one for some in advisories_of_files(sorted(files)).values() for one in some]
    told = {one.code: one for one in [*of_files, *of_item] if one.is_choice}
    asked = to_choose(told.values(), asking.chosen)
    return asked, [one for one in told.values() if one not in asked]


def _words(
    pair: Sequence[Release],
    said: Mapping[int, CopySaid],
    names: Sequence[str],
    *,
    is_too_long: bool,
) -> dict[str, Any]:
    """Compare the words of two copies, or say why not and what is stated of them instead."""
    first, second = pair
    in_order = _is_in_order(pair)
    without = [name for copy, name in zip(pair, names, strict=True) if copy.key not in said]
    why = TOO_LONG if is_too_long else NO_TEXT.format(_(" or ").join(without)) if without else ""
    if not why and not said[first.key].languages & said[second.key].languages:
        why = OTHER_LANGUAGE
    if why:
        is_less = in_order and shows_less(second.completeness, first.completeness)
        return {
            "sentence": stated_of(first, second, names),
            "has_regression": is_less,
            "why_no_text": why,
        }
    pieces = compare(said[first.key].text, said[second.key].text)
    sentence, lost = sentence_of(pieces, *names, is_in_order=in_order)
    return {
        "sentence": sentence,
        "has_regression": in_order and lost > 0,
        "blocks": blocks_of(pieces),
    }


def _of_all(
    copies: Sequence[Release], said: Mapping[int, CopySaid], named: Mapping[int, str]
) -> dict[str, Any]:
    """Put together the fullest text, and tell which releases show less than an earlier one."""
    copies = sorted(copies, key=lambda copy: (copy.released_on is None, _day(copy)))
    passages = passages_of(copies, said)
    with_text = [copy for copy in copies if copy.key in said]
    releases = [ReleaseNamed(named[c.key], c.released_on, c.released_by) for c in with_text]
    is_several = bool(passages) and len(with_text) > 1
    return {
        "fullest": fullest_words(passages, releases) if is_several else None,
        "regressions": [
            _regression(copies[one.copy], copies[one.earlier], named, one.passages)
            for one in set_back(copies, said, passages)
        ],
    }


def _regression(
    copy: Release, earlier: Release, named: Mapping[int, str], passages: int
) -> Regression:
    query = urlencode({FIRST: earlier.key, SECOND: copy.key})
    return Regression(named[copy.key], named[earlier.key], passages, query)


def _side(
    asking: _Asking,
    copy: Release,
    named: Mapping[int, str],
    pages: Mapping[int, Sequence[Page]],
    said: Mapping[int, CopySaid],
) -> Side:
    one = said.get(copy.key)
    return Side(
        name=named[copy.key],
        release=copy,
        number_of_pages=len(pages[copy.key]),
        has_text=one is not None,
        is_reviewed=one is not None and one.is_reviewed,
        address=f"{asking.item.get_absolute_url()}?{urlencode({COPY: copy.key})}#pages",
    )


def _images(
    asking: _Asking,
    pair: Sequence[Release],
    pages: Mapping[int, Sequence[Page]],
    names: Sequence[str],
) -> dict[str, Any]:
    """Set the pages of the two copies beside one another by number, a stretch at a time."""
    numbered = [{page.number: page for page in pages[copy.key]} for copy in pair]
    paged = page_of(sorted({*numbered[0], *numbered[1]}), asking.query, size=PAGES_AT_ONCE)
    keys = [some[number].pk for number in paged.page for some in numbered if number in some]
    made = Derivative.objects.visible_to(asking.user).filter(page__in=keys).defer("index")
    images = {(one.page_id, one.kind): one for one in made}

    def shown(number: int, at: int) -> PageShown | None:
        page = numbered[at].get(number)
        if page is None:
            return None
        display = images.get((page.pk, Derivative.Kind.DISPLAY))
        tiles = images.get((page.pk, Derivative.Kind.TILES))
        alt = (page.file and page.file.alt_text) or f"{asking.item.title}: {page_label(page)}"
        return PageShown(
            label=page_label(page),
            image=display and Image(display.get_absolute_url(), display.width, display.height),
            alt=f"{alt}, {names[at]}",
            zoom=tiles.get_information_url() if tiles else "",
            address=page_address(asking.item.get_absolute_url(), number, pair[at].key),
        )

    pairs = [Pair(number, [shown(number, 0), shown(number, 1)]) for number in paged.page]
    return {"pairs": pairs, "paged": paged}
