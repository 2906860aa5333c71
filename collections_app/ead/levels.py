"""Where a component stands: the level the archive printed, and the nearest one there is here.

Archives divide further than five names of levels allow, and some give none. A level that can not
stand where it is printed becomes the next narrower one that can; what was printed is kept.
"""

from collections_app.models.collections import Level, may_stand_below

ITEM = "item"
NARROWING = [Level.FONDS, Level.COLLECTION, Level.SUBFONDS, Level.SERIES, Level.SUBSERIES,
             Level.FILE]  # fmt: skip
_KNOWN: dict[str, str] = {
    **{str(level): level for level in Level},
    ITEM: ITEM,
    "recordgrp": Level.FONDS,
    "subgrp": Level.SUBFONDS,
    "class": Level.SERIES,
}
_PRINTED: dict[str, str] = {
    **dict.fromkeys(["record group", "recordgroup", "archives", "holding"], Level.FONDS),
    **dict.fromkeys(
        ["sub-fonds", "sous-fonds", "sub-group", "subgroup", "sub-collection", "subcollection",
         "accession", "group", "section", "division"],
        Level.SUBFONDS,
    ),
    **dict.fromkeys(["serie", "série"], Level.SERIES),
    **dict.fromkeys(
        ["sub-series", "subsubseries", "sub-subseries", "subsubsubseries", "sous-série",
         "sous-serie", "subserie", "heading", "subject group"],
        Level.SUBSERIES,
    ),
    **dict.fromkeys(
        ["folder", "dossier", "box", "volume", "carton", "envelope", "bundle", "subfile",
         "sub-file", "files", "unit", "binder", "notebook", "album", "reel"],
        Level.FILE,
    ),
    **dict.fromkeys(
        ["items", "pièce", "piece", "document", "letter", "photograph", "subitem"], ITEM
    ),
}  # fmt: skip


def level_of_whole(printed: str) -> str:
    """Return the level of a finding aid as a whole: a collection where none is known."""
    wanted = _wanted(printed) or Level.COLLECTION
    return Level.FILE if wanted == ITEM else wanted


def level_of_part(printed: str, above: str, *, has_parts: bool, files_as_items: bool) -> str:
    """Return the level of a component below one of the level `above`; "item" for an item.

    A component without parts and without a printed level is a file: the folder that is named.
    """
    wanted = _wanted(printed)
    if wanted == ITEM and not has_parts:
        return ITEM
    if not wanted:
        wanted = _inferred(above, has_parts=has_parts)
    if wanted == ITEM:
        wanted = Level.FILE
    if wanted == Level.FILE and not has_parts and files_as_items:
        return ITEM
    return _nearest(wanted, above)


def is_as_printed(printed: str, given: str) -> bool:
    """Whether a level is the one that was printed, so that nothing need be said."""
    return printed.strip().lower() == given


def _wanted(printed: str) -> str:
    words = printed.strip().lower()
    return _KNOWN.get(words) or _PRINTED.get(words) or ""


def _inferred(above: str, *, has_parts: bool) -> str:
    if not has_parts:
        return Level.FILE
    is_high = above in (Level.FONDS, Level.COLLECTION, Level.SUBFONDS)
    return Level.SERIES if is_high else Level.SUBSERIES


def _nearest(wanted: str, above: str) -> str:
    for level in NARROWING[NARROWING.index(Level(wanted)) :]:
        if may_stand_below(level, above):
            return level
    return Level.FILE
