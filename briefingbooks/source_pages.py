"""The pages of published works that public books cite: through the rule, in constant queries."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from briefingbooks.citing.notes import bibliography_entry, first_note, order, short_note
from briefingbooks.citing.work import Work
from briefingbooks.citing.works import work_of
from briefingbooks.editions_of_works import other_editions
from briefingbooks.models import Source
from collections_app.dependants import Mention, mentions_of
from collections_app.paging import Paged, page_of

WORKS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One work in a list: its bibliography entry, and the address and name of its page."""

    key: str
    url: str
    title: str
    kind: str
    entry: SafeString


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One work as its page shows it: first note, later note, bibliography entry."""

    work: Work
    kind: str
    url: str
    note: SafeString
    later: SafeString
    entry: SafeString
    editions: list[WorkLine]
    mentions: list[Mention]


@dataclass(frozen=True, slots=True)
class SourceList:
    """One page of the works that public books cite, in the order of a bibliography."""

    works: list[WorkLine]
    paged: Paged


def assemble_sources(query: QueryDict) -> SourceList:
    """Return the page of the list that an address asks for. Four queries."""
    # The order of a bibliography, without accents and articles, is none that a database knows.
    works = {one.pk: one for one in Source.objects.public().main().for_citing()}
    keys = sorted(works, key=lambda pk: order(work_of(works[pk])))
    paged = page_of(keys, query, size=WORKS_ON_A_PAGE)
    return SourceList([_line(works[pk]) for pk in paged.page.object_list], paged)


def assemble_source(source: Source) -> SourcePage:
    """Return the page of a work of which the rule has answered."""
    work = loaded_work(source)
    return SourcePage(
        work=work,
        kind=source.get_kind_display(),
        url=source.get_absolute_url(),
        note=_safe(f"{first_note(work)}."),
        later=_safe(f"{short_note(work)}."),
        entry=_safe(bibliography_entry(work)),
        editions=[_line(one) for one in other_editions(source, Source.objects.public())],
        mentions=mentions_of(source),
    )


def loaded_work(source: Source) -> Work:
    """Return the work of one source, with its names loaded. At most two queries."""
    prefetch_related_objects([source], "creators")
    return work_of(source)


def _line(source: Source) -> WorkLine:
    return WorkLine(
        key=source.key,
        url=source.get_absolute_url(),
        title=source.title,
        kind=source.get_kind_display(),
        entry=_safe(bibliography_entry(work_of(source))),
    )


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - escaped where it is made
