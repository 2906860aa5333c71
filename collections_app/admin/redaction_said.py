"""What the desk says of the redactions of a page: how far they are, what waits for a person."""

from dataclasses import dataclass

from django.urls import reverse

from collections_app.models import Burning, Page
from collections_app.redaction import is_burnt_in, ours_on
from collections_app.text_marks import texts_that_wait
from collections_app.withheld_elsewhere import Elsewhere, found_elsewhere


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A text that is closed until somebody marks what must go from it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class RedactionSaid:
    """The redactions of ours of one page, in words for the house."""

    is_waiting: bool
    sentence: str
    problem: str
    texts: list[WaitingText]
    elsewhere: list[Elsewhere]


def redaction_said(page: Page) -> RedactionSaid:
    """Say how far the redactions of a page are."""
    ours = ours_on(page)
    is_done = is_burnt_in(page)
    burning = Burning.objects.filter(page=page).first()
    problem = burning.message if burning and not is_done else ""
    return RedactionSaid(
        is_waiting=not is_done and not problem,
        sentence=_sentence(len(ours), is_done=is_done, is_closed=not all(e.is_burnt for e in ours)),
        problem=problem,
        texts=[
            WaitingText(
                f"{text.get_kind_display()}, {text.language}",
                reverse("admin:collections_app_pagetext_change", args=[text.pk]),
            )
            for text in texts_that_wait(page)
        ],
        elsewhere=found_elsewhere(page) if ours else [],
    )


def sentence_on(page: Page) -> str:
    """Say in one sentence how far the redactions of a page are."""
    ours = ours_on(page)
    is_closed = not all(excision.is_burnt for excision in ours)
    return _sentence(len(ours), is_done=is_burnt_in(page), is_closed=is_closed)


def _sentence(count: int, *, is_done: bool, is_closed: bool) -> str:
    if is_done:
        if not count:
            return "We withhold nothing from this page."
        return f"{_rectangles(count)} of ours burnt into everything that readers get of this page."
    if is_closed:
        return "Being burnt in. The page is closed to readers until that is done."
    return (
        "The images are being made anew. Until then readers still get the former ones, in which "
        "more is withheld."
    )


def _rectangles(count: int) -> str:
    return "One redaction" if count == 1 else f"{count} redactions"
