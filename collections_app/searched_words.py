"""The words of documents, and the names of what they point to, that are searched.

They are written in the transaction in which a record changes, and hold what readers may have of it
now or will have from its embargo on: of anything else there is no row. What the rule says at the
moment of a search is asked of what was found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from collections_app.dependants import on_change
from collections_app.models import (
    Agent,
    AgentName,
    ArchivalItem,
    Collection,
    Copy,
    PageNote,
    PageText,
    Place,
    Privacy,
    Repository,
    Subject,
)
from collections_app.public_words import rows_for_readers
from collections_app.search_index.forgetting import forget_with
from collections_app.search_index.index import WordIndex
from collections_app.search_index.rebuilding import Rebuilt, rebuild_with
from collections_app.search_index.rows import Row
from collections_app.search_index.stems import ENGLISH, OTHER, tongue_of

if TYPE_CHECKING:
    from collections_app.models import User

RECORDS_AT_ONCE = 100
ITEMS = WordIndex("collections_app_words")
# Kinds of rows of a document.
TITLE, ABOUT, PAGE, PRINTED_NOTE = KINDS = (0, 1, 2, 3)

NAMES = WordIndex("collections_app_names")
# Kinds of names, each under the key of its own table; of people what is told of them besides.
PERSON, LIFE, PLACE, SUBJECT, ARCHIVE, COLLECTION = NAME_KINDS = (0, 1, 2, 3, 4, 5)
KINDS_OF: dict[type[models.Model], tuple[int, ...]] = {
    Agent: (PERSON, LIFE),
    Place: (PLACE,),
    Subject: (SUBJECT,),
    Repository: (ARCHIVE,),
    Collection: (COLLECTION,),
}


def write_items(items: Iterable[ArchivalItem], by: "User | None" = None) -> None:
    """Have the index hold what readers may search of these documents, and nothing else."""
    keys = [item.pk for item in items]
    for start in range(0, len(keys), RECORDS_AT_ONCE):
        _write_items(keys[start : start + RECORDS_AT_ONCE])


def write_item(item: ArchivalItem, by: "User | None" = None) -> None:
    """Have the index hold what readers may search of one document."""
    _write_items([item.pk])


def write_name(record: models.Model, by: "User | None" = None) -> None:
    """Have the index hold the name of a person, place, subject, archive or collection."""
    _write_names(type(record), [record.pk])


def write_names(records: list[models.Model], by: "User | None" = None) -> None:
    """Have the index hold the names of some records of one kind."""
    for start in range(0, len(records), RECORDS_AT_ONCE):
        some = records[start : start + RECORDS_AT_ONCE]
        _write_names(type(some[0]), [record.pk for record in some])


def about_item(item: ArchivalItem) -> str:
    """Return what is told of a document, in one text, beside its abstract."""
    told = [item.scope_and_content, item.known_from, item.source_note]
    return _joined([*told, item.publication_note, item.marking_text])


def title_of(item: ArchivalItem) -> str:
    """Return what a document is called: the words that its `TITLE` rows have."""
    return _joined([item.title, item.alternative_title, item.original_number, item.ref])


def register() -> None:
    """Write what changes, and say how all is written anew; called when the application starts."""
    on_change(ArchivalItem, write_item, write_items)
    forget_with(ArchivalItem, ITEMS)
    rebuild_with(Rebuilt("documents", ITEMS, _keys_after(ArchivalItem), _write_items))
    for model, kinds in KINDS_OF.items():
        on_change(model, write_name, write_names)
        forget_with(model, NAMES, kinds)
        noun = str(model._meta.verbose_name_plural).replace(" ", "-")
        again = partial(_write_names, model)
        rebuild_with(Rebuilt(noun, NAMES, _keys_after(model), again, kinds))


def _write_items(keys: list[int]) -> None:
    with transaction.atomic():
        rows: dict[int, list[Row]] = {key: [] for key in keys}
        items = ArchivalItem.objects.published().filter(pk__in=keys).prefetch_related("languages")
        going_out = {item.pk: item for item in items}
        references = rows_for_readers(ArchivalItem, going_out, Copy)
        codes: dict[int, list[str]] = defaultdict(list)
        for owner, code in references.order_by("pk").values_list("owner_key", "reference_code"):
            codes[owner].append(code)
        for key, item in going_out.items():
            rows[key] += _described(item, codes[key])
        for table, kind, language in _TEXTS:
            texts = rows_for_readers(ArchivalItem, going_out, table).order_by()
            for owner, pk, text, code in texts.values_list(
                "owner_key", "pk", "public_text", language
            ):
                since = going_out[owner].public_from
                rows[owner].append(Row(kind, pk, text, tongue_of(code), since))
        ITEMS.write_all(rows)


def _described(item: ArchivalItem, codes: Iterable[str]) -> Iterator[Row]:
    spoken = {tongue_of(language.pk) for language in item.languages.all()}
    # The house describes in English; a title may be that of the document, in its own language.
    for part, tongue in enumerate([ENGLISH, *sorted(spoken - {ENGLISH, OTHER})]):
        yield Row(TITLE, part, title_of(item), tongue, item.public_from)
    told = _joined([item.abstract, about_item(item), *codes])
    yield Row(ABOUT, 0, told, ENGLISH, item.public_from)


_TEXTS = (
    (PageText, PAGE, "language_id"),
    (PageNote, PRINTED_NOTE, "page_text__language_id"),
)


def _write_names(model: type[models.Model], keys: Iterable[int]) -> None:
    with transaction.atomic():
        rows: dict[int, Iterable[Row]] = dict.fromkeys(keys, ())
        manager: Any = model._default_manager
        for record in manager.published().filter(pk__in=rows):
            rows[record.pk] = _NAMED[model](record)
        NAMES.write_all(rows, KINDS_OF[model])


def _names_of_agent(agent: Agent) -> Iterator[Row]:
    if agent.privacy == Privacy.WITHHELD:
        return
    names = {agent.public_label}
    if agent.privacy in (Privacy.PUBLIC, Privacy.NAME_ONLY):
        others = rows_for_readers(Agent, [agent.pk], AgentName).values_list("name", flat=True)
        names |= {agent.name, agent.display_name, *others}
    yield Row(PERSON, agent.pk, _joined(sorted(names)), OTHER, agent.public_from)
    if agent.privacy == Privacy.PUBLIC:
        told = _joined([agent.public_history, agent.functions])
        yield Row(LIFE, agent.pk, told, ENGLISH, agent.public_from)


def _names_of_place(place: Place) -> Iterator[Row]:
    yield Row(PLACE, place.pk, _joined([place.name, place.other_names]), OTHER, place.public_from)


def _names_of_subject(subject: Subject) -> Iterator[Row]:
    names = [subject.label_en, subject.label_fr, subject.alternative_labels]
    yield Row(SUBJECT, subject.pk, _joined(names), ENGLISH, subject.public_from)


def _names_of_archive(archive: Repository) -> Iterator[Row]:
    names = [archive.name, archive.other_names, archive.code, archive.city]
    yield Row(ARCHIVE, archive.pk, _joined(names), ENGLISH, archive.public_from)


def _names_of_collection(collection: Collection) -> Iterator[Row]:
    names = [collection.title, collection.reference_code, collection.code, collection.abstract]
    yield Row(COLLECTION, collection.pk, _joined(names), ENGLISH, collection.public_from)


_NAMED: dict[type[models.Model], Callable[[Any], Iterator[Row]]] = {
    Agent: _names_of_agent,
    Place: _names_of_place,
    Subject: _names_of_subject,
    Repository: _names_of_archive,
    Collection: _names_of_collection,
}


def _joined(words: Iterable[str]) -> str:
    return "\n".join(filter(None, words))


def _keys_after(model: type[models.Model]) -> Callable[[int], Iterator[int]]:
    def after(number: int) -> Iterator[int]:
        rows = model._base_manager.filter(pk__gt=number).order_by("pk")
        return rows.values_list("pk", flat=True).iterator()

    return after
