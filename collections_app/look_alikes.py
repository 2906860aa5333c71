"""Records whose names are so much alike that they may describe one and the same.

Names are found again by keys kept in an index (`names.keys_of`), so that neither a desk nor the
list of possible doubles ever compares all with all. What somebody decided is remembered.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from collections_app import dependants
from collections_app.models import Agent, AgentName, LookAlike, Named, NameKey, Place, Subject
from collections_app.names import ALIKE, Sounding, keys_of, likeness, own_keys_of

if TYPE_CHECKING:
    from collections_app.models import User

MODELS: dict[str, type[models.Model]] = {
    Named.AGENT: Agent,
    Named.PLACE: Place,
    Named.SUBJECT: Subject,
}
MOST_SHOWN = 8
# A word that more records share tells nothing by itself: their other words are looked at.
COMMON = 400
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be the one in question, the name that is alike, and how much, to 100."""

    record: Any
    name: str
    likeness: int


def kind_of(model: type[models.Model]) -> str | None:
    """Return the kind under which the names of a model are kept; none if they are not."""
    return next((kind for kind, known in MODELS.items() if known is model), None)


def names_of(record: Any) -> list[str]:
    """Return every name of a record, the protected ones too: for the desk alone."""
    return _stored_names(kind_of(type(record)) or "", [record.pk]).get(record.pk, [])


def like(kind: str, names: Iterable[str], *, besides: Iterable[int] = ()) -> list[Match]:
    """Return the records that have a name like one of these, most alike first.

    Three queries, whatever the number of records.
    """
    names = [name for name in names if name.strip()]
    keys = {key for name in names for key in keys_of(name)}
    found = NameKey.objects.filter(kind=kind, key__in=keys).exclude(record__in=list(besides))
    candidates = _candidates(found.values_list("record", "key"))
    sounded = [Sounding.of(name) for name in names]
    best: dict[int, tuple[float, str]] = {}
    for record, known in _stored_names(kind, candidates).items():
        for name in known:
            sound = Sounding.of(name)
            score = max((likeness(one, sound) for one in sounded), default=0.0)
            if score >= ALIKE and score > best.get(record, (0.0, ""))[0]:
                best[record] = (score, name)
    records = MODELS[kind]._default_manager.in_bulk(best)
    matches = [Match(records[pk], name, round(score * 100)) for pk, (score, name) in best.items()
               if pk in records]  # fmt: skip
    return sorted(matches, key=lambda match: (-match.likeness, match.name))


def unsettled(record: Any, names: Iterable[str]) -> list[Match]:
    """Return the records that names are like, apart from those somebody has told to be others."""
    kind = kind_of(type(record))
    if kind is None:
        return []
    besides = [*told_apart(kind, record.pk), record.pk] if record.pk else []
    return like(kind, names, besides=besides)


def sounding_like(records: Any, kind: str, words: str) -> Any:
    """Narrow records to those with a name in which every word sounds like one of these."""
    for word in words.split():
        keys = NameKey.objects.filter(kind=kind, key__in=own_keys_of(word))
        records = records.filter(pk__in=keys.values("record"))
    return records


def told_apart(kind: str, record: int) -> set[int]:
    """Return the numbers of the records that somebody has told to be others than this one."""
    pairs = LookAlike.objects.filter(
        Q(one=record) | Q(other=record), kind=kind, are_different=True
    ).values_list("one", "other")
    return {number for pair in pairs for number in pair if number != record}


def tell_apart(record: Any, others: Iterable[int], *, by: "User | None") -> None:
    """Remember that these records are others than `record`, so that nobody is asked again."""
    kind = kind_of(type(record))
    for other in others:
        one, two = sorted((record.pk, other))
        LookAlike.objects.update_or_create(
            kind=kind,
            one=one,
            other=two,
            defaults={"are_different": True, "decided_by": by, "decided_at": timezone.now()},
            create_defaults={
                "likeness": 100,
                "are_different": True,
                "decided_by": by,
                "decided_at": timezone.now(),
            },
        )


def note_names(record: Any, by: "User | None" = None) -> None:
    """Bring the index and the list of possible doubles in step with the names of a record.

    Listens to changes of people, places and subjects; writes nothing while no name changed.
    """
    kind = kind_of(type(record))
    if kind is None:
        return
    names = names_of(record)
    wanted = {key for name in names for key in keys_of(name)}
    kept = set(NameKey.objects.filter(kind=kind, record=record.pk).values_list("key", flat=True))
    if wanted == kept:
        return
    with transaction.atomic():
        NameKey.objects.filter(kind=kind, record=record.pk).exclude(key__in=wanted).delete()
        new = [NameKey(kind=kind, record=record.pk, key=key) for key in sorted(wanted - kept)]
        NameKey.objects.bulk_create(new, ignore_conflicts=True)
        _note_doubles(kind, record.pk, names)


def forget(record: Any) -> None:
    """Take a record that is about to go out of the index and of the list of doubles."""
    kind = kind_of(type(record))
    NameKey.objects.filter(kind=kind, record=record.pk).delete()
    LookAlike.objects.filter(Q(one=record.pk) | Q(other=record.pk), kind=kind).delete()


def doubles(kind: str) -> models.QuerySet[LookAlike]:
    """Return the pairs that nobody has decided on, of records that are still there."""
    there = MODELS[kind]._default_manager.all()
    return LookAlike.objects.filter(
        Exists(there.filter(pk=OuterRef("one"))),
        Exists(there.filter(pk=OuterRef("other"))),
        kind=kind,
        are_different=False,
    ).order_by("-likeness", "one", "other")


def unlisted(kind: str) -> models.QuerySet:
    """Return the records whose names are not in the index yet, as after an import in bulk."""
    kept = NameKey.objects.filter(kind=kind, record=OuterRef("pk"))
    return MODELS[kind]._default_manager.filter(~Exists(kept)).order_by("pk")


def catch_up(kind: str, each: Callable[[int], object] = int) -> int:
    """List the names of all records that are not in the index; return how many there were."""
    total = 0
    while keys := list(unlisted(kind).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            done = _list_names(kind, keys)
        total += done
        each(done)
        if not done:
            break
    return total


def _list_names(kind: str, records: list[int]) -> int:
    stored = _stored_names(kind, records)
    rows = [
        NameKey(kind=kind, record=record, key=key)
        for record in records
        for key in sorted({key for name in stored.get(record, []) for key in keys_of(name)})
    ]
    NameKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS_AT_ONCE)
    for record in records:
        _note_doubles(kind, record, stored.get(record, []))
    return len({row.record for row in rows})


def _note_doubles(kind: str, record: int, names: list[str]) -> None:
    LookAlike.objects.filter(
        Q(one=record) | Q(other=record), kind=kind, are_different=False
    ).delete()
    settled = told_apart(kind, record)
    pairs = [
        LookAlike(kind=kind, one=min(record, match.record.pk), other=max(record, match.record.pk),
                  likeness=match.likeness)
        for match in like(kind, names, besides=[record, *settled])
    ]  # fmt: skip
    LookAlike.objects.bulk_create(pairs, ignore_conflicts=True)


def _candidates(rows: Iterable[tuple[int, str]]) -> list[int]:
    """Return the records to compare: those that share most keys where very many share one."""
    shared: dict[int, int] = defaultdict(int)
    for record, _key in rows:
        shared[record] += 1
    ranked = sorted(shared, key=lambda record: (-shared[record], record))
    return ranked[:COMMON]


def _stored_names(kind: str, records: Iterable[int]) -> dict[int, list[str]]:
    return {pk: names for pk, *names in _rows_of_names(kind, list(records))}


def _rows_of_names(kind: str, records: list[int]) -> Iterator[tuple[Any, ...]]:
    if kind == Named.AGENT:
        others: dict[int, list[str]] = defaultdict(list)
        for agent, name in AgentName.objects.filter(agent__in=records).values_list("agent", "name"):
            others[agent].append(name)
        agents = Agent.objects.filter(pk__in=records).values_list("pk", "name", "display_name")
        for pk, *own in agents:
            yield (pk, *_distinct([*own, *others[pk]]))
        return
    names, lines = {
        Named.PLACE: (("name",), "other_names"),
        Named.SUBJECT: (("label_en", "label_fr"), "alternative_labels"),
    }[Named(kind)]
    rows = MODELS[kind]._default_manager.filter(pk__in=records).values_list("pk", *names, lines)
    for pk, *own, more in rows:
        yield (pk, *_distinct([*own, *more.splitlines()]))


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def register() -> None:
    """Follow every change of a name; called once, when the application starts."""
    for model in MODELS.values():
        dependants.on_change(model, note_names)
        dependants.on_merge(model, lambda _survivor, other, _by: forget(other))
