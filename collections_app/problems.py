"""What is not well with documents, asked of the database for many of them at once.

The gaps of one record (`publication_gaps`) say what stands between it and its readers. This says
of a whole list which documents lack a required element (DACS, single level), and which have
something that somebody must look at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    Copy,
    DigitalFile,
    Excision,
    ItemLink,
    LinkStatus,
    Page,
    PageText,
)

# Counts stop here: whether there are more does not change what to do next.
COUNTED_AT_MOST = 1000
PREFIX = "problem_"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of thing that is not well: its name in addresses, its words, how it is found."""

    code: str
    words: str
    find: Callable[[], Q]

    @property
    def column(self) -> str:
        return f"{PREFIX}{self.code}"


def _files(**conditions: Any) -> Q:
    return Q(Exists(DigitalFile.objects.filter(copy__item=OuterRef("pk"), **conditions)))


def _has_no_language() -> Q:
    through = ArchivalItem.languages.through
    return ~Q(Exists(through.objects.filter(archivalitem=OuterRef("pk"))))


def _has_no_copy() -> Q:
    copies = Copy.objects.filter(item=OuterRef("pk"))
    return Q(held_at__isnull=True, known_from="") & ~Q(Exists(copies))


def _has_lapsed() -> Q:
    """A closing date that has come opens nothing: somebody decides."""
    lapsed = Copy.objects.filter(
        item=OuterRef("pk"),
        access_condition=AccessCondition.CLOSED_UNTIL,
        closed_until__lte=timezone.localdate(),
    )
    return Q(Exists(lapsed))


def _has_bad_link() -> Q:
    bad = [LinkStatus.SUSPECT, LinkStatus.GONE]
    return Q(Exists(ItemLink.objects.filter(item=OuterRef("pk"), link__status__in=bad)))


def _has_unchecked_link() -> Q:
    unchecked = ItemLink.objects.filter(item=OuterRef("pk"), link__status=LinkStatus.UNCHECKED)
    return Q(Exists(unchecked))


def _waits_for_marks() -> Q:
    """A text of a page from which we withhold something, not yet marked: it stays closed."""
    ours = Excision.objects.filter(page=OuterRef("page"), made_by=Excision.MadeBy.US)
    texts = PageText.objects.filter(page__copy__item=OuterRef("pk"), is_redaction_marked=False)
    return Q(Exists(texts.filter(Exists(ours))))


def _has_image_without_text() -> Q:
    pages = Page.objects.filter(copy__item=OuterRef("pk"), file__isnull=False)
    texts = PageText.objects.filter(page=OuterRef("pk"))
    return Q(Exists(pages.filter(~Exists(texts))))


DACS = [
    Problem("title", "no title", lambda: Q(title="")),
    Problem("rights", "no rights statement", lambda: Q(rights__isnull=True)),
    Problem("scope", "no abstract or scope", lambda: Q(scope_and_content="", abstract="")),
    Problem("date", "no date", lambda: Q(date_edtf="", date_display="")),
    Problem("language", "no language", _has_no_language),
    Problem("copy", "no copy or archive", _has_no_copy),
]
PROBLEMS = [
    *DACS,
    Problem("sensitivity", "sensitivity not reviewed", lambda: Q(is_sensitivity_reviewed=False)),
    Problem("covered", "words beneath a box", lambda: _files(has_covered_text=True)),
    Problem("failed", "a file failed", lambda: _files(processing=DigitalFile.State.FAILED)),
    Problem("lapsed", "a closing date has passed", _has_lapsed),
    Problem("dead-link", "a link does not answer", _has_bad_link),
    Problem("unchecked-link", "a link not yet checked", _has_unchecked_link),
    Problem(
        "alt-text",
        "an image without words for it",
        lambda: _files(alt_text="", media_type__startswith="image/"),
    ),
    Problem("marks", "a text waits for redaction marks", _waits_for_marks),
    Problem("no-text", "a page image without text", _has_image_without_text),
]
BY_CODE = {problem.code: problem for problem in PROBLEMS}


def with_problems(items: QuerySet) -> QuerySet:
    """Add to each document a column for each problem; `problems_of` says them in words."""
    return items.annotate(
        **{
            problem.column: ExpressionWrapper(problem.find(), output_field=BooleanField())
            for problem in PROBLEMS
        }
    )


def problems_of(item: Any) -> list[str]:
    """Return in words what is not well with a document loaded by `with_problems`."""
    return [problem.words for problem in PROBLEMS if getattr(item, problem.column, False)]


def having(items: QuerySet, code: str) -> QuerySet:
    """Narrow to documents with one problem, with "any", with "dacs" gaps, or with "none"."""
    if code in BY_CODE:
        return items.filter(BY_CODE[code].find())
    if code == "dacs":
        return items.filter(_any_of(DACS))
    if code == "any":
        return items.filter(_any_of(PROBLEMS))
    return items.exclude(_any_of(PROBLEMS)) if code == "none" else items


def count(items: QuerySet, code: str) -> int:
    """Count documents with a problem, at most one more than `COUNTED_AT_MOST`."""
    found = having(items.order_by(), code).values("pk")
    return found[: COUNTED_AT_MOST + 1].count()


def _any_of(problems: list[Problem]) -> Q:
    return reduce(or_, [problem.find() for problem in problems])
