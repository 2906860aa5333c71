"""The order of parts: that of the finding aid, unless somebody has arranged them anew here."""

from django.db.models import Max

from collections_app.ead.mapping import Message
from collections_app.ead.steps import CREATE, SAME, UPDATE, Step
from collections_app.models import Collection


def arrange(steps: list[Step]) -> None:
    """Give each collection its place among its siblings, where that is to be written."""
    siblings: dict[int, list[Step]] = {}
    for step in steps:
        if not step.described.is_item and step.match.above is not None:
            siblings.setdefault(id(step.match.above), []).append(step)
    for parts in siblings.values():
        _arrange(parts)


def _arrange(parts: list[Step]) -> None:
    """Number the parts of one collection; what the finding aid has not keeps its place before."""
    known = [step for step in parts if step.match.collection is not None]
    others = _last_of_others(parts, known)
    now = sorted(known, key=_standing_position)
    is_same = [id(step) for step in now] == [id(step) for step in known]
    has_new = any(step.action == CREATE for step in parts)
    if is_same and not has_new:
        return
    if not is_same and any(map(_was_moved_here, known)):
        _append_new(parts, max(others, _standing_position(now[-1])))
        message = Message(known[0].described.unit.line, "kept", "The order given here is kept")
        known[0].described.messages.append(message)
        return
    if is_same and known == parts[: len(known)]:
        _append_new(parts, max(others, _standing_position(now[-1]) if now else 0))
        return
    for number, step in enumerate(parts, start=others + 1):
        if step.action == CREATE or _standing_position(step) != number:
            step.position = number
            step.action = UPDATE if step.action == SAME else step.action


def _last_of_others(parts: list[Step], known: list[Step]) -> int:
    """Return the last place taken by parts that are described here and not in the file."""
    above = parts[0].match.above
    if above is None or above.collection is None:
        return 0
    ours = [step.match.collection.pk for step in known if step.match.collection]
    others = Collection.objects.filter(parent=above.collection).exclude(pk__in=ours)
    return others.aggregate(last=Max("position"))["last"] or 0


def _append_new(parts: list[Step], last: int) -> None:
    for step in parts:
        if step.action == CREATE:
            last += 1
            step.position = last


def _standing_position(step: Step) -> int:
    return step.match.collection.position if step.match.collection else 0


def _was_moved_here(step: Step) -> bool:
    before = (step.match.said_before or {}).get("position")
    return before is not None and before != _standing_position(step)
