"""What a plan says, in the rows and totals that every import's report has."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from collections_app.ead.mapping import Message
from collections_app.ead.planning import Plan
from collections_app.ead.standing import title_of
from collections_app.ead.steps import CREATE, LEAVE, REFUSE, Step
from collections_app.spreadsheets.reports import ReportRow

ERROR, WARNING, NOTE = "error", "warning", "note"
_WARNINGS = {"unknown", "ambiguous", "long", "kept", "internal", "title", "bad date", "archive"}
_ACTIONS = {REFUSE: "error", LEAVE: "unchanged"}
LINES_NAMED = 6


def rows_of_plan(plan: Plan) -> Iterator[ReportRow]:
    """Yield a row for each unit, in the order of the file: its line, what it becomes, its words."""
    for step in plan.steps:
        yield ReportRow(
            row=step.described.unit.line,
            ref=_reference(step),
            title=title_of(step.described),
            action=_ACTIONS.get(step.action, step.action),
            changed=_changed(step),
            messages=[_told(message, step) for message in step.described.messages]
            + [(WARNING, "", words) for words in step.comparison.kept],
        )


def counts_of(plan: Plan) -> dict[str, int]:
    """Return the totals of a plan under the names that imports use."""
    counts = dict(plan.counts())
    rows = list(rows_of_plan(plan))
    levels = [{level for level, _, _ in row.messages} for row in rows]
    return {
        "rows": len(rows),
        "create": counts.get(CREATE, 0),
        "update": counts.get("update", 0),
        "unchanged": counts.get("unchanged", 0) + counts.get(LEAVE, 0),
        "error": counts.get(REFUSE, 0),
        "with error": sum(ERROR in told for told in levels),
        "with warning": sum(WARNING in told for told in levels),
        "with note": sum(NOTE in told for told in levels),
        "collections": counts["collections"],
        "items": counts["items"],
        "unknown": counts["unknown terms"],
        "edits kept": counts["edits kept"],
    }


def digest_of(plan: Plan) -> str:
    """Return a fingerprint of everything a plan would do: equal fingerprints, equal deeds."""
    made = hashlib.sha256()
    for step in plan.steps:
        said = [step.described.key, step.action, _reference(step), *_changed(step)]
        made.update("\t".join([*said, str(step.position)]).encode() + b"\n")
    made.update("\n".join(sorted(plan.terms.wanted)).encode())
    return made.hexdigest()


def notes_of(plan: Plan) -> list[str]:
    """Return what is to be said of the file as a whole."""
    counts = plan.counts()
    said = [
        f"{plan.aid.dialect}, “{plan.aid.whole.title[:120]}”, from {plan.holder.name}: "
        f"{plan.aid.components} components, as {counts['collections']} collections and "
        f"{counts['items']} items."
    ]
    said += [f"{message.text}." for message in plan.messages]
    said += list(_not_carried_over(plan))
    said += [f"No longer in the finding aid; left as it is: {one.collection or one.item}."
             for one in plan.gone]  # fmt: skip
    return said


def _not_carried_over(plan: Plan) -> Iterator[str]:
    """Yield each element that became a note, and each heading left out, with its lines."""
    lines: dict[str, list[int]] = defaultdict(list)
    for step in plan.steps:
        for message in step.described.messages:
            if message.kind.startswith("note:") or message.kind == "heading":
                lines[message.text].append(message.line)
    for words, found in sorted(lines.items(), key=lambda one: (-len(one[1]), one[0])):
        named = ", ".join(map(str, sorted(found)[:LINES_NAMED]))
        more = ", …" if len(found) > LINES_NAMED else ""
        times = "once" if len(found) == 1 else f"{len(found)} times"
        yield f"{words}: {times} (line {named}{more})."


def _reference(step: Step) -> str:
    match = step.match
    if match.item is not None:
        return match.item.ref
    return match.collection.code if match.collection is not None else match.code


def _changed(step: Step) -> list[str]:
    if step.action == CREATE:
        return []
    return sorted(step.comparison.written) + (["order"] if step.position else [])


def _told(message: Message, step: Step) -> tuple[str, str, str]:
    kind, _, element = message.kind.partition(":")
    level = ERROR if kind == "error" else WARNING if kind in _WARNINGS else NOTE
    is_elsewhere = message.line not in (0, step.described.unit.line)
    words = f"line {message.line}: {message.text}" if is_elsewhere else message.text
    return level, element, words
