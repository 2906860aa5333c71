"""The documentary form of an item, from the headings of form that the finding aid gives it."""

import re

from collections_app.ead.units import AccessPoint, Unit
from collections_app.models.items import ItemKind
from collections_app.names import plain

_FORMS = {
    ItemKind.CABLE: "cable cables telegram telegrams telex",
    ItemKind.FAX: "fax faxes facsimile",
    ItemKind.LETTER: "letter letters correspondence lettre lettres",
    ItemKind.MEMORANDUM: "memorandum memoranda memorandums memo memos",
    ItemKind.REPORT: "report reports rapport rapports",
    ItemKind.MINUTES: "minutes",
    ItemKind.RESOLUTION: "resolution resolutions",
    ItemKind.PRESS: "clipping clippings newspaper newspapers article articles",
    ItemKind.TREATY: "treaty treaties agreement agreements",
    ItemKind.PHOTOGRAPH: "photograph photographs photo photos slide slides negative negatives "
    "photographie photographies daguerreotypes postcards",
    ItemKind.AUDIO: "audio audiotape audiotapes audiocassette audiocassettes sound phonograph",
    ItemKind.VIDEO: "video videos videotape videotapes videocassettes film films motion",
    ItemKind.MAP: "map maps carte cartes atlas",
    ItemKind.OBJECT: "object objects artifact artifacts realia medal medals",
}
_BY_WORD = {word: kind for kind, words in _FORMS.items() for word in words.split()}
_BY_LABEL = {plain(str(label)): value for value, label in ItemKind.choices}


def kind_of(unit: Unit) -> str:
    """Return the kind of an item; "other" where no form is given or none is known."""
    for point in unit.access_points:
        if point.element != "genreform":
            continue
        said = plain(point.name)
        if said in _BY_LABEL:
            return str(_BY_LABEL[said])
        for word in re.findall(r"\w+", said):
            if word in _BY_WORD:
                return str(_BY_WORD[word])
    return str(ItemKind.OTHER)


def is_said_by_kind(point: AccessPoint, kind: str) -> bool:
    """Whether a heading of form says no more than the kind of the item does."""
    if point.element != "genreform":
        return False
    said = plain(point.name)
    return _BY_LABEL.get(said) == kind or _BY_WORD.get(said) == kind
