"""Where words that readers get are kept: the columns of every table, and the record they belong to.

One list answers two questions. What would be read if this record were published? And in which
public records do these words stand? An upper room adds its own tables with `declare`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F

from collections_app.models import (
    Agent,
    AgentName,
    AgentRelation,
    ArchivalItem,
    Collection,
    CollectionLink,
    Copy,
    DigitalFile,
    Excision,
    ItemAgent,
    ItemLink,
    ItemRelation,
    Page,
    PageNote,
    PageText,
    Place,
    Privacy,
    Repository,
    Subject,
)
from collections_app.publication import RuledQuerySet


@dataclass(frozen=True, slots=True)
class Words:
    """Columns of one table whose words reach readers with the record that `owner` leads to.

    `shown` narrows the rows to those that readers can ever get; `place` is how the desk calls them.
    A table that has a rule of its own is asked for what is public by that, unless `has_rule` is
    taken back; `opens` says of the rows of one record what will be open once that is public.
    """

    table: type[models.Model]
    owner: str
    columns: tuple[str, ...]
    place: str = ""
    shown: Callable[[Any], Any] = lambda rows: rows
    has_rule: bool = True
    opens: Callable[[Any], Any] = lambda rows: rows

    def of(self, record: models.Model) -> Any:
        """Return the rows of one record."""
        return self.opens(self.shown(self.table._base_manager.filter(**{self.owner: record.pk})))

    def public(self, records: Any) -> Any:
        """Return the rows that readers get now with some public records."""
        rows: Any = self.table._default_manager
        is_ruled = self.has_rule and isinstance(rows.all(), RuledQuerySet)
        rows = rows.public() if is_ruled else rows.all()
        return self.shown(rows.filter(**{f"{self.owner}__in": records}))


_declared: dict[type[models.Model], list[Words]] = {}


def declare(model: type[models.Model], *words: Words) -> None:
    """Add tables whose words readers get with records of `model`; each counts once."""
    known = _declared.setdefault(model, [])
    known += [one for one in words if one not in known]


def declared() -> dict[type[models.Model], list[Words]]:
    """Return what every room has declared, by the kind of record that is published."""
    return _declared


def words_for_readers(record: models.Model) -> Iterator[tuple[str, str]]:
    """Yield what readers would get with a record: where it stands, and the words."""
    for words in _declared.get(type(record), []):
        for row in words.of(record).values_list(*words.columns):
            for column, value in zip(words.columns, row, strict=True):
                if value:
                    yield words.place or column, str(value)


def rows_for_readers(model: type[models.Model], keys: Iterable[int], table: Any) -> Any:
    """Return the rows of one table that readers would get with some records, by `owner_key`."""
    (words,) = [one for one in _declared[model] if one.table is table]
    rows = table._base_manager.filter(**{f"{words.owner}__in": list(keys)})
    return words.opens(words.shown(rows)).annotate(owner_key=F(words.owner))


def _told(copies: Any) -> Any:
    return copies.filter(is_internal=False)


def _of_told_copies(rows: Any) -> Any:
    return rows.filter(copy__is_internal=False)


def _opened() -> Any:
    """Return the copies whose pages readers may open with their document."""
    return Copy.objects.told().openable()


def _open_pages(keys: Iterable[int]) -> list[int]:
    pages = Page.objects.unclosed().filter(pk__in=list(keys), copy__in=_opened())
    return list(pages.order_by().values_list("pk", flat=True))


def _open_texts(pages: Iterable[int]) -> list[int]:
    texts = PageText.objects.unclosed().filter(page__in=_open_pages(pages))
    return list(texts.order_by().values_list("pk", flat=True))


def _files(rows: Any) -> Any:
    return rows.filter(copy__in=_opened(), is_closed=False)


# By keys and not by one nested query: SQLite reads only so many conditions inside each other.
def _pages(rows: Any) -> Any:
    return rows.filter(pk__in=_open_pages(rows.order_by().values_list("pk", flat=True)))


def _texts(rows: Any) -> Any:
    return rows.filter(pk__in=_open_texts(rows.order_by().values_list("page", flat=True)))


def _notes(rows: Any) -> Any:
    texts = _open_texts(rows.order_by().values_list("page_text__page", flat=True))
    notes = PageNote.objects.unclosed().filter(page_text__in=texts).order_by()
    return rows.filter(pk__in=list(notes.values_list("pk", flat=True)))


OF_THE_LINK = ("link__title", "link__publisher", "link__url", "link__archived_url")
DATED = ("date_display", "date_basis", "date_time_zone")

declare(
    ArchivalItem,
    Words(
        ArchivalItem, "pk",
        ("title", "alternative_title", "abstract", "scope_and_content", "extent",
         "original_number", "marking_text", "marking_caveats", "known_from", "rights_note",
         "access_conditions", "source_note", "credit_line", "publication_note",
         "status_override_note", *DATED),
    ),
    Words(ItemAgent, "item", ("note", "on", "source"), "item_agents"),
    Words(ItemLink, "item", ("note", *OF_THE_LINK), "links"),
    Words(ItemRelation, "from_item", ("note",), "relations_from"),
    Words(
        Copy, "item",
        ("reference_code", "obtained_on", "obtained_by", "released_by", "agency_number",
         "agency_batch", "access_basis", "provenance_note", "source_of_statement"),
        "copies", _told,
    ),
    Words(Excision, "copy__item", ("printed_form", "location", "reason"), "copies",
          _of_told_copies),
    Words(DigitalFile, "copy__item", ("caption", "alt_text"), "files", _files, has_rule=False),
    Words(Page, "copy__item", ("label",), "pages", opens=_pages),
    Words(PageText, "page__copy__item", ("public_text", "source"), "texts of pages",
          opens=_texts),
    Words(PageNote, "page_text__page__copy__item", ("public_text", "label"), "printed notes",
          opens=_notes),
)  # fmt: skip
declare(
    Collection,
    Words(
        Collection, "pk",
        ("title", "reference_code", "code", "extent", "history", "scope_and_content",
         "arrangement", "access_conditions", "reproduction_conditions", "containers",
         "abstract", "custodial_history", "acquisition", "appraisal", "accruals",
         "physical_requirements", "finding_aids", "originals", "copies_elsewhere",
         "related_material", "publication_note", "preferred_citation", "processing",
         "general_note", *DATED),
    ),
    Words(
        CollectionLink, "collection",
        ("note", *OF_THE_LINK), "links",
    ),
)  # fmt: skip
declare(
    Repository,
    Words(
        Repository, "pk",
        ("name", "other_names", "code", "city", "address", "website", "catalogue_url",
         "how_to_request", "description"),
    ),
)  # fmt: skip
declare(
    Agent,
    Words(Agent, "pk", ("name", "display_name", "history", "functions", "dates_of_existence"),
          shown=lambda rows: rows.filter(privacy=Privacy.PUBLIC)),
    Words(Agent, "pk", ("name", "display_name"),
          shown=lambda rows: rows.filter(privacy=Privacy.NAME_ONLY)),
    Words(Agent, "pk", ("public_name",),
          shown=lambda rows: rows.filter(privacy=Privacy.PSEUDONYM)),
    Words(AgentName, "agent", ("name",), "other names",
          lambda rows: rows.filter(agent__privacy__in=[Privacy.PUBLIC, Privacy.NAME_ONLY])),
    Words(AgentRelation, "from_agent", ("label", "converse_label", "dates"), "relations",
          lambda rows: rows.filter(from_agent__privacy=Privacy.PUBLIC)),
)  # fmt: skip
declare(Place, Words(Place, "pk", ("name", "other_names", "slug")))
declare(
    Subject,
    Words(
        Subject,
        "pk",
        ("label_en", "label_fr", "alternative_labels", "scope_note", "slug", "uri", *DATED),
    ),
)
