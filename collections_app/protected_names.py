"""The names that never leave the desk, looked for in whatever readers would get.

A record in which one stands is not published, and is taken back if it is public already. Somebody
who is called the same as a protected person is told apart by a decision that is kept (`Homonym`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Max, Q

from collections_app import dependants
from collections_app.models import (
    Agent,
    AgentName,
    ArchivalItem,
    ExternalLink,
    Homonym,
    ItemAgent,
    Privacy,
)
from collections_app.names import NameFinder, forms_of, surname
from collections_app.public_words import Words, declare, declared, words_for_readers
from collections_app.publication import Gap, PublicationState, Publishable, PublishableQuerySet

if TYPE_CHECKING:
    from collections_app.models import User

PROTECTED = Q(privacy__in=[Privacy.PSEUDONYM, Privacy.WITHHELD])
HIDDEN = PROTECTED | Q(on_hold_since__isnull=False)
SHORTEST_WORD_ALONE = 4  # letters; a shorter single word is too often no name
ROWS_AT_ONCE = 2000
NOTICE = "notice of withdrawal"


@dataclass(frozen=True, slots=True)
class Standing:
    """A place in which a name stands: of which record, called how at the desk, and the name."""

    record: Any
    place: str
    name: str
    agents: frozenset[int]


def names_in(record: models.Model) -> list[Standing]:
    """Return the protected names that readers would get with a record, each place once."""
    finder = protected_finder()
    if not finder:
        return []
    return list(_standing(record, words_for_readers(record), finder, _told_apart(record)))


def gaps_of(record: models.Model) -> list[Gap]:
    """Say where protected names stand in a record: publication is blocked until they are out."""
    if record.pk is None:
        return []
    gaps = [_gap("name", one) for one in names_in(record)]
    known = {gap.field for gap in gaps}
    found = [_gap("surname", one) for one in _surnames_in(record)]
    return gaps + [gap for gap in found if gap.field not in known]


def _gap(what: str, one: Standing) -> Gap:
    words = f"The {what} of a protected person stands in “{one.place}”."
    return Gap(one.place, words, page="../protected-names/")


def keep_names_in(record: Publishable, by: "User | None" = None) -> None:
    """Take a record back from the public if it has come to name somebody who is protected.

    Listens to changes of whatever is published, so that no way of writing leads past it.
    """
    if record.state != PublicationState.PUBLISHED or record.on_hold_since is not None:
        return
    found = [one for one in names_in(record) if _protected_by_privacy(one.agents)]
    if found:
        places = ", ".join(sorted({one.place for one in found}))
        reason = f"The name of a protected person stands in: {places}."
        record.withdraw(by=by, reason=reason)


def public_places_of(agent: Agent) -> list[Standing]:
    """Return every public place in which a name of this person stands, of records of all rooms.

    Reads all that is public, table by table. For the desk, when somebody becomes protected.
    """
    finder = NameFinder([(form, agent.pk) for form in forms_of_person(agent)])
    found: list[Standing] = []
    for model, all_words in declared().items() if finder else ():
        apart = _records_of_others(agent, model)
        places: dict[int, dict[str, str]] = {}
        for owner, place, text in _public_texts(model, all_words):
            if owner not in apart:
                for name, _keys in finder.found_in(text):
                    places.setdefault(owner, {}).setdefault(place, name)
        records = model._default_manager.in_bulk(places)
        found += [
            Standing(records[pk], place, name, frozenset({agent.pk}))
            for pk, by_place in sorted(places.items())
            for place, name in by_place.items()
        ]
    return found


def _records_of_others(agent: Agent, model: type[models.Model]) -> set[int]:
    kind = ContentType.objects.get_for_model(model)
    decided = Homonym.objects.filter(agent=agent, content_type=kind)
    own = {agent.pk} if model is Agent else set()
    return own | set(decided.values_list("object_id", flat=True))


def _public_texts(
    model: type[models.Model], all_words: Iterable[Words]
) -> Iterator[tuple[int, str, str]]:
    manager: Any = model._default_manager
    for words in all_words:
        rows = words.public(manager.public()).values_list(words.owner, *words.columns)
        for owner, *values in rows.iterator(chunk_size=ROWS_AT_ONCE):
            for column, value in zip(words.columns, values, strict=True):
                if value:
                    yield owner, words.place or column, str(value)
    if isinstance(manager.all(), PublishableQuerySet):
        for owner, notice in manager.tombstones().values_list("pk", "withdrawal_notice"):
            yield owner, NOTICE, notice


def tell_apart(
    record: models.Model, agents: Iterable[int], *, by: "User | None", reason: str
) -> None:
    """Remember that a name in this record is that of somebody else who is called the same."""
    kind = ContentType.objects.get_for_model(record)
    for agent in agents:
        Homonym.objects.get_or_create(
            agent_id=agent, content_type=kind, object_id=record.pk,
            defaults={"by": by, "reason": reason},
        )  # fmt: skip


_kept: tuple[tuple[Any, ...], NameFinder] | None = None


def protected_finder() -> NameFinder:
    """Return what finds every protected name; made anew only when a name or a privacy changed."""
    global _kept  # noqa: PLW0603
    version = _version()
    if _kept is None or _kept[0] != version:
        _kept = (version, NameFinder(_protected_names()))
    return _kept[1]


def _version() -> tuple[Any, ...]:
    hidden = Agent.objects.filter(HIDDEN)
    agents = hidden.aggregate(Count("pk"), Max("updated_at"), Max("on_hold_since"))
    others = AgentName.objects.filter(agent__in=hidden).aggregate(Count("pk"), Max("pk"))
    changed = [
        model.changes.model.objects.aggregate(last=Max("history_id"))["last"]
        for model in (Agent, AgentName)
    ]
    return (*agents.values(), *others.values(), *changed)


def _protected_names() -> Iterator[tuple[str, int]]:
    hidden = Agent.objects.filter(HIDDEN)
    rows = list(hidden.values_list("pk", "name")) + list(hidden.values_list("pk", "display_name"))
    rows += list(AgentName.objects.filter(agent__in=hidden).values_list("agent", "name"))
    for agent, name in rows:
        for form in forms_of(name):
            if " " in form.strip() or sum(map(str.isalpha, form)) >= SHORTEST_WORD_ALONE:
                yield form, agent


def forms_of_person(agent: Agent) -> set[str]:
    """Return every name of a person as it is filed and as it is read. For the house."""
    names = {agent.name, agent.display_name, *agent.names.values_list("name", flat=True)}
    return {form for name in names for form in forms_of(name)}


def _surnames_in(record: models.Model) -> list[Standing]:
    """Find the surnames of protected persons of this very record: here they point at somebody."""
    if not isinstance(record, ArchivalItem):
        return []
    parts = ItemAgent.objects.filter(item=record).values("agent")
    people = Agent.objects.filter(HIDDEN, pk__in=parts).values_list("name", "pk")
    finder = NameFinder([(surname(name), pk) for name, pk in people if surname(name)])
    if not finder:
        return []
    return list(_standing(record, words_for_readers(record), finder, _told_apart(record)))


def _standing(
    record: models.Model,
    texts: Iterable[tuple[str, str]],
    finder: NameFinder,
    told_apart: set[int],
) -> Iterator[Standing]:
    said: set[tuple[str, str]] = set()
    for place, words in texts:
        for name, agents in finder.found_in(words):
            meant = frozenset(agents - told_apart)
            if meant and (place, name) not in said:
                said.add((place, name))
                yield Standing(record, place, name, meant)


def _told_apart(record: models.Model) -> set[int]:
    kind = ContentType.objects.get_for_model(record)
    decided = Homonym.objects.filter(content_type=kind, object_id=record.pk)
    return set(decided.values_list("agent", flat=True))


def _protected_by_privacy(agents: Iterable[int]) -> bool:
    return Agent.objects.filter(PROTECTED, pk__in=list(agents)).exists()


def keep_names_out_of_links(link: ExternalLink, by: "User | None" = None) -> None:
    """Look through whatever shows a link whose words have changed."""
    for model, all_words in declared().items():
        for words in all_words:
            if any(column.startswith("link__") for column in words.columns):
                uses = words.table._base_manager.filter(link=link)
                keys = uses.order_by().values_list(words.owner, flat=True).distinct()
                for record in model._default_manager.in_bulk(list(keys)).values():
                    keep_names_in(record, by)  # type: ignore[arg-type]


def watch(model: type[models.Model], *words: Words) -> None:
    """Have the words of a kind of record looked through whenever one of them changes."""
    declare(model, *words)
    dependants.on_change(model, keep_names_in)


def register() -> None:
    """Look through whatever is published; called once, when the application starts."""
    dependants.on_gaps(gaps_of)
    for model in declared():
        dependants.on_change(model, keep_names_in)
    dependants.on_change(ExternalLink, keep_names_out_of_links)
