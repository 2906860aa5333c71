"""What bringing in a finding aid would do, unit by unit; writes nothing.

The same plan is shown by the check and carried out by the import.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from collections_app.ead.addresses import drop_unusable
from collections_app.ead.comparing import compare
from collections_app.ead.holders import Holder, find_holder
from collections_app.ead.keys import give_keys, source_of
from collections_app.ead.mapping import Message, describe
from collections_app.ead.matching import Match, lock_records, match_records
from collections_app.ead.ordering import arrange
from collections_app.ead.reading import read_finding_aid
from collections_app.ead.standing import (
    StandingSets,
    source_values,
    standing_above,
    standing_values,
)
from collections_app.ead.steps import CREATE, LEAVE, REFUSE, SAME, UPDATE, Step
from collections_app.ead.terms import Terms
from collections_app.ead.units import FindingAid
from collections_app.models import ImportedRecord
from collections_app.models.collections import DEEPEST, may_stand_below
from collections_app.models.import_batches import ImportMode


@dataclass(frozen=True, slots=True)
class Options:
    """How a finding aid is brought in. `creates` names the lists that may grow."""

    repository: str = ""
    files_as_items: bool = False
    creates: tuple[str, ...] = ()
    mode: str = ImportMode.UPSERT


@dataclass(slots=True)
class Plan:
    """Everything a finding aid would do, wider units first."""

    aid: FindingAid
    source: str
    holder: Holder
    terms: Terms
    steps: list[Step]
    gone: list[ImportedRecord]
    messages: list[Message] = field(default_factory=list)

    @property
    def problems(self) -> list[Step]:
        """The units that stand in the way: nothing is written while there is one."""
        return [step for step in self.steps if step.action == REFUSE]

    def counts(self) -> Counter[str]:
        """Count units by what would be done, and by what they become."""
        counted = Counter(step.action for step in self.steps)
        counted["collections"] = sum(not step.described.is_item for step in self.steps)
        counted["items"] = sum(step.described.is_item for step in self.steps)
        counted["unknown terms"] = len(self.terms.unknown)
        counted["edits kept"] = sum(len(step.comparison.kept) for step in self.steps)
        return counted


def make_plan(path: Path, options: Options, *, name: str = "", is_applied: bool = False) -> Plan:
    """Read a finding aid and say what bringing it in would do.

    `name` is what the file is called where `path` is a passing place. With `is_applied`, to be
    called in a transaction, nobody else writes what is read here before that ends. Raises
    `BadFindingAid` where it can not be read, or does not tell which archive it is from.
    """
    aid = read_finding_aid(path, PurePath(name or path.name).stem)
    whole = describe(aid, files_as_items=options.files_as_items)
    give_keys(whole)
    for described in whole.walk():
        drop_unusable(described)
    terms = Terms(options.creates)
    holder = find_holder(aid, options.repository, terms.lists["repositories"])
    source = source_of(aid, holder.code)
    if is_applied and holder.archive is not None:
        lock_records(holder.archive, source)
    matches = match_records(aid, whole, holder.archive, holder.code, source)
    sets = StandingSets(matches.units)
    steps = [_step(match, terms, sets, options.mode) for match in matches.units]
    _refuse_what_can_not_stand(steps)
    arrange(steps)
    plan = Plan(aid, source, holder, terms, steps, matches.gone)
    plan.messages += [Message(0, "archive", holder.said)] if holder.said else []
    return plan


def _step(match: Match, terms: Terms, sets: StandingSets, mode: str) -> Step:
    source = source_values(match, terms.meant_by(match.described).sets)
    if match.above is not None and not match.described.is_item:
        source["above"] = match.above.described.key
    if match.is_doubled:
        return _refused(match, source, "An earlier unit of the file is the same record here")
    if match.record is None:
        if mode == ImportMode.UPDATE and match.described.parts:
            return _refused(match, source, "It is not described here; only updates were asked for")
        return Step(match, LEAVE if mode == ImportMode.UPDATE else CREATE, source)
    if mode == ImportMode.CREATE:
        return _refused(match, source, f"It is described here already: {match.record}")
    here = standing_values(match, sets) | {"above": standing_above(match)}
    comparison = compare(before=match.said_before, here=here, source=source)
    return Step(match, UPDATE if comparison.written else SAME, source, comparison)


def _refused(match: Match, source: dict[str, Any], why: str) -> Step:
    match.described.messages.append(Message(match.described.unit.line, "error", why))
    return Step(match, REFUSE, source)


def _refuse_what_can_not_stand(steps: list[Step]) -> None:
    """Refuse a level that could not stand where it would, and branches that are too deep."""
    levels: dict[int, str] = {}
    depths: dict[int, int] = {}
    for step in steps:
        match = step.match
        level = step.comparison.written.get("level") or (
            match.collection.level if match.collection else step.described.level
        )
        levels[id(match)] = level
        above = match.above
        own_depth = match.collection.depth if match.collection else 0
        depths[id(match)] = depths[id(above)] + 1 if above else own_depth
        if step.described.is_item or above is None:
            continue
        if not may_stand_below(level, levels[id(above)]):
            why = f"A {level} can not stand below a {levels[id(above)]}"
        elif depths[id(match)] >= DEEPEST:
            why = f"There are at most {DEEPEST} levels here"
        else:
            continue
        step.action = REFUSE
        step.described.messages.append(Message(step.described.unit.line, "error", why))
