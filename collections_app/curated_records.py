"""What the history must know of the records of the ground floor: see `curation`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from collections_app import dependants
from collections_app.curation import Curated, any_change, ranked, register
from collections_app.declassification_status import refresh_statuses
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
    ExternalLink,
    ItemAgent,
    ItemLink,
    ItemPlace,
    ItemRelation,
    Page,
    PageNote,
    PageText,
    Place,
    Privacy,
    Repository,
    Subject,
    User,
)
from collections_app.publication import PublicationState
from collections_app.withheld_words import public_form

DATE = ("date_edtf", "date_display", "date_certainty", "date_basis", "date_time", "date_time_zone")
BOUNDS = ("date_earliest", "date_latest")
PUBLISH_ITEMS = "collections_app.publish_archivalitem"
_ITEM = (
    *("ref", "kind", "title", "title_is_supplied", "alternative_title", "abstract"),
    *("scope_and_content", "extent", "languages", "original_number", "marking_scheme"),
    *("marking_level", "marking_text", "marking_caveats", "marking_precedence", "known_from"),
    *("held_at", "rights", "rights_note", "access_conditions", "source_note", "credit_line"),
    *("publication_note", "subjects", "status_override", "status_override_note", *DATE),
)
_COLLECTION = (
    *("repository", "parent", "level", "code", "reference_code", "title", "extent", "creators"),
    *("history", "scope_and_content", "arrangement", "access_conditions", "rights", "languages"),
    *("reproduction_conditions", "abstract", "custodial_history", "acquisition", "appraisal"),
    *("accruals", "physical_requirements", "finding_aids", "originals", "copies_elsewhere"),
    *("related_material", "publication_note", "preferred_citation", "processing"),
    *("general_note", "position", "containers", "subjects", "places", "named_agents", *DATE),
)
_COPY = (
    *("repository", "collection", "reference_code", "copy_type", "is_shown", "how_obtained"),
    *("obtained_on", "obtained_by", "released_on", "released_by", "is_act_of_originator"),
    *("extent", "withdrawn_on", "agency_number", "agency_batch", "access_condition"),
    *("closed_until", "access_basis", "provenance_note", "source_of_statement"),
)
_EXCISION = (
    *("printed_form", "nature", "amount", "is_less_than", "unit", "decision", "location"),
    *("page", "start", "end", "exemptions", "reason"),
)
_REPOSITORY = (
    *("name", "other_names", "code", "parent", "city", "country", "address", "how_to_request"),
    *("website", "catalogue_url", "description", "is_partner", "wikidata_id", "isil"),
)
_NAMES = ("name", "display_name", "entity_type")
_BIOGRAPHY = ("dates_of_existence", "history", "functions", "wikidata_id", "viaf_id")
_PROCESSING = (
    *("processing", "processing_message", "pages_total", "pages_done", "attempts", "seen_at"),
    *("has_covered_text", "covered_pages", "fixity_checked_at", "fixity_ok"),
)

# What checks of a link found, and what a person decided about its status: of today, never of then.
_CHECKS = (
    *("last_checked", "found", "checked_at", "http_status", "said_last", "final_url"),
    *("failures", "first_failed_at", "last_failed_on", "decided_at"),
)
# What readers are told of a link, and who decided it.
_TOLD_OF_LINKS = ("status_is_decided", "decided_by", "decided_at", "status")


def register_all() -> None:
    """Say it of every curated record of the ground floor; called once, at the start."""
    for model, said in {
        **_described(),
        **_parts_of_items(),
        **_roles_of_items(),
        **_other_parts(),
        **_terms(),
    }.items():
        register(model, said)


def _described() -> dict[type[Model], Curated]:
    return {
        ArchivalItem: Curated(
            told=_ITEM,
            derived=("declassification_status",),
            kept_with=BOUNDS,
            opening={"advisories": loses_any},
            opened_by=PUBLISH_ITEMS,
            follow=_items_follow,
        ),
        Collection: Curated(
            told=_COLLECTION,
            derived=("path", "depth", "arrangement_key"),
            kept_with=("position", *BOUNDS),
            opening={"advisories": loses_any},
            opened_by="collections_app.publish_collection",
            follow=_collections_follow,
        ),
        Agent: Curated(
            told=(*_NAMES, *_BIOGRAPHY),
            told_of=_told_of_agent,
            derived=("slug", "slug_made_under"),
            opening={
                "privacy": ranked("withheld", "pseudonym", "name_only", "public"),
                "public_name": any_change,
            },
            opened_by="collections_app.publish_agent",
            settle=_settle_agent,
        ),
        Repository: Curated(told=_REPOSITORY),
    }


def _parts_of_items() -> dict[type[Model], Curated]:
    return {
        Copy: Curated(
            part_of="item",
            told=_COPY,
            is_told=_is_told_copy,
            opening={
                "is_opened": ranked(False, True),
                "is_internal": ranked(True, False),
                "collection": leaves_advisories,
            },
            opened_by=PUBLISH_ITEMS,
        ),
        Excision: Curated(
            part_of="copy__item",
            told=_EXCISION,
            is_told=_is_told_excision,
            told_needs=("copy",),
            derived=("is_burnt", "changed_at"),
            opening={"made_by": any_change},
            opened_by=PUBLISH_ITEMS,
            closes=_is_ours,
        ),
        ItemAgent: Curated(
            part_of="item",
            told=(
                *("agent", "role", "is_certain", "note", "on"),
                "time_zone",
                "source",
                "position",
            ),
            is_told=lambda role: _is_published(role.agent),
            told_needs=("agent",),
        ),
    }


def _roles_of_items() -> dict[type[Model], Curated]:
    return {
        ItemPlace: Curated(
            part_of="item",
            told=("place", "role"),
            is_told=lambda role: _is_published(role.place),
            told_needs=("place",),
        ),
        ItemRelation: Curated(
            part_of="from_item",
            told=("to_item", "kind", "note"),
            is_told=lambda relation: _is_published(relation.to_item),
            told_needs=("to_item",),
        ),
        ItemLink: Curated(part_of="item", told=("link", "note", "position")),
    }


def _other_parts() -> dict[type[Model], Curated]:
    return {
        DigitalFile: Curated(
            part_of="copy__item",
            derived=_PROCESSING,
            opening={"is_closed": ranked(True, False), "advisories": loses_any},
            opened_by=PUBLISH_ITEMS,
            settle_anew=_close_file,
        ),
        Page: Curated(part_of="copy__item"),
        PageText: Curated(
            part_of="page__copy__item",
            derived=("public_text", "cuts", "words", "words_of", "marked_of", "marked_at"),
            opening={"text": uncovers, "is_redaction_marked": ranked(False, True)},
            opened_by=PUBLISH_ITEMS,
            settle=_settle_text,
            settle_anew=_unmark,
        ),
        PageNote: Curated(
            part_of="page_text__page__copy__item",
            derived=("public_text", "public_offset"),
            opening={"text": uncovers, "offset": any_change},
            opened_by=PUBLISH_ITEMS,
            settle=_settle_note,
        ),
        AgentName: Curated(
            part_of="agent",
            told=("name", "kind", "language"),
            is_told=lambda name: name.agent.privacy == Privacy.PUBLIC,
            told_needs=("agent",),
        ),
        AgentRelation: Curated(
            part_of="from_agent",
            told=("to_agent", "category", "label", "converse_label", "dates", "note"),
            is_told=_is_told_relation,
            told_needs=("from_agent", "to_agent"),
        ),
        CollectionLink: Curated(part_of="collection", told=("link", "note", "position")),
    }


def _terms() -> dict[type[Model], Curated]:
    return {
        Place: Curated(derived=("slug",)),
        Subject: Curated(derived=("slug",), kept_with=BOUNDS),
        ExternalLink: Curated(derived=_CHECKS, kept_with=_TOLD_OF_LINKS),
    }


def loses_any(now: Any, then: Any) -> bool:
    """Say whether one of several warnings would be taken away."""
    return bool(set(now) - set(then))


def leaves_advisories(now: Any, then: Any) -> bool:
    """Say whether a copy would leave a collection from which it has an advisory."""
    return bool(_advisories_above(now) - _advisories_above(then))


def _advisories_above(collection: Any) -> set[Any]:
    found = Collection.objects.filter(pk=collection).first() if collection else None
    if found is None:
        return set()
    levels = [found.pk, *found.ancestor_ids()]
    borne = Collection.advisories.through.objects.filter(collection__in=levels)
    return set(borne.values_list("advisory", flat=True))


def uncovers(now: str, then: str) -> bool:
    """Say whether a former text shows words where the text of today withholds some."""
    return len(public_form(now)[1]) > 0 and public_form(now) != public_form(then)


def _is_published(record: Any) -> bool:
    is_shown = record.state == PublicationState.PUBLISHED
    return is_shown and record.on_hold_since is None


def _told_of_agent(agent: Agent) -> Iterable[str]:
    """Of a protected person nothing is told that could be guessed from a date."""
    if agent.privacy == Privacy.PUBLIC:
        return (*_NAMES, *_BIOGRAPHY)
    return _NAMES if agent.privacy == Privacy.NAME_ONLY else ()


def _is_told_relation(relation: AgentRelation) -> bool:
    ends = (relation.from_agent, relation.to_agent)
    return all(_is_published(one) and one.privacy == Privacy.PUBLIC for one in ends)


def _is_told_copy(copy: Copy) -> bool:
    return not copy.is_internal


def _is_told_excision(excision: Excision) -> bool:
    """What we withhold ourselves may follow from a confidential request: it moves no date."""
    return not _is_ours(excision) and not excision.copy.is_internal


def _is_ours(excision: Excision) -> bool:
    return excision.made_by == Excision.MadeBy.US


def _settle_agent(agent: Agent) -> Iterable[str]:
    agent.keep_address_safe()
    return ("slug", "slug_made_under")


def _settle_text(text: PageText) -> Iterable[str]:
    text.derive_public_form()
    return (
        *("public_text", "cuts", "words", "words_of"),
        *("is_redaction_marked", "marked_of", "marked_at"),
    )


def _settle_note(note: PageNote) -> Iterable[str]:
    note.derive_public_form()
    return ("public_text", "public_offset")


def _unmark(text: PageText) -> None:
    """A text that comes back is looked at again before readers get it."""
    text.mark(False)


def _close_file(file: DigitalFile) -> None:
    """A file that comes back is processed again before its pages are open."""
    file.processing = DigitalFile.State.FAILED
    file.processing_message = "Brought back from the history: process it again."


def _items_follow(items: list[ArchivalItem], by: User | None) -> None:
    refresh_statuses(items, by=by)
    dependants.announce_changes(ArchivalItem, items, by=by)


def _collections_follow(collections: list[Collection], by: User | None) -> None:
    """Put each branch where its parent is; saving a collection does that."""
    for collection in sorted(collections, key=lambda one: one.depth):
        collection.refresh_from_db()
        collection.save()
        dependants.announce_change(collection, by=by)
