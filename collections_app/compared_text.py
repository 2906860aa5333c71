"""A compared text cut into what is printed: marked words in paragraphs, unchanged words folded.

Pure. The sentence that sums a comparison up stands here too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.page_texts import Withheld
from collections_app.passages import Kind, Piece, Token, said

# Words left in sight on each side of a change.
AROUND = 30
# Fewer unchanged words than this are not worth a fold.
WORTH_A_FOLD = 60


@dataclass(frozen=True, slots=True)
class Marked:
    """Words of one paragraph as the two copies stand to them; `other` is the second wording."""

    kind: Kind
    text: str = ""
    other: str = ""
    gaps: Sequence[Withheld] = ()


@dataclass(slots=True)
class Block:
    """Paragraphs in sight, or folded: then `folded` says how many words."""

    folded: int = 0
    paragraphs: list[list[Marked]] = field(default_factory=list)


def blocks_of(pieces: Iterable[Piece]) -> list[Block]:
    """Set pieces in paragraphs; long unchanged stretches are folded but for their edges."""
    pieces = list(pieces)
    blocks = [Block()]
    for number, piece in enumerate(pieces):
        if piece.kind != "same" or len(piece.words) < WORTH_A_FOLD + 2 * AROUND:
            _add(blocks[-1], piece)
            continue
        head = AROUND if number else 0
        tail = len(piece.words) - (AROUND if number < len(pieces) - 1 else 0)
        _add(blocks[-1], Piece("same", piece.words[:head]))
        folded = Block(folded=tail - head)
        _add(folded, Piece("same", piece.words[head:tail]))
        blocks += [folded, Block()]
        _add(blocks[-1], Piece("same", piece.words[tail:]))
    return [block for block in blocks if block.paragraphs]


def _add(block: Block, piece: Piece) -> None:
    if not piece.words:
        if piece.other or piece.gaps:
            _into(block, Marked(piece.kind, other=said(piece.other), gaps=piece.gaps), False)
        return
    parts = in_paragraphs(piece.words)
    for number, words in enumerate(parts):
        is_last = number == len(parts) - 1
        marked = Marked(
            piece.kind,
            said(words),
            said(piece.other) if is_last else "",
            piece.gaps if is_last else (),
        )
        _into(block, marked, words[0].before == "\n\n")


def _into(block: Block, marked: Marked, is_new: bool) -> None:
    if is_new or not block.paragraphs:
        block.paragraphs.append([])
    block.paragraphs[-1].append(marked)


def in_paragraphs(tokens: Iterable[Token]) -> list[list[Token]]:
    """Cut words where a paragraph begins."""
    found: list[list[Token]] = []
    for token in tokens:
        if token.before == "\n\n" or not found:
            found.append([])
        found[-1].append(token)
    return found


def sentence_of(
    pieces: Iterable[Piece], first: str, second: str, *, is_in_order: bool
) -> tuple[str, int]:
    """Sum a comparison up in one sentence; return how many passages the second withholds too.

    `first` and `second` name the copies: “the 2004 release”. Where it is not known which came
    first, nothing is said of before and after.
    """
    kinds = [piece.kind for piece in pieces]
    lost, gained, missing = kinds.count("withheld"), kinds.count("released"), kinds.count("missing")
    parts = []
    if lost:
        parts.append(_lost(lost, first, is_in_order=is_in_order))
    if gained:
        parts.append(_gained(gained, first, is_in_order=is_in_order))
    words = f"{second} {_(' and ').join(parts)}" if parts else _alike(kinds, first, second)
    if missing:
        words += ngettext(
            "; {passages} of {first} is not in the text of it we have",
            "; {passages} of {first} are not in the text of it we have",
            missing,
        ).format(passages=_passages(missing), first=first)
    if ours := kinds.count("ours"):
        words += _("; we withhold {passages}").format(passages=_passages(ours))
    return f"{words[0].upper()}{words[1:]}.", lost


def _lost(number: int, first: str, *, is_in_order: bool) -> str:
    if is_in_order:
        clause = _("withholds {passages} that {first} had shown")
    else:
        clause = _("withholds {passages} that {first} shows")
    return clause.format(passages=_passages(number), first=first)


def _gained(number: int, first: str, *, is_in_order: bool) -> str:
    if is_in_order:
        clause = _("shows {passages} that {first} had withheld")
    else:
        clause = _("shows {passages} that {first} withholds")
    return clause.format(passages=_passages(number), first=first)


def _passages(number: int) -> str:
    words = ngettext("{number} passage", "{number} passages", number)
    return words.format(number=number)


def _alike(kinds: Sequence[str], first: str, second: str) -> str:
    both = kinds.count("both")
    if not {*kinds} - {"same"}:
        return _("{second} shows the same text as {first}").format(second=second, first=first)
    if both:
        return _("{second} withholds nothing that {first} shows; both withhold {passages}").format(
            second=second, first=first, passages=_passages(both)
        )
    return _("{second} withholds nothing that {first} shows").format(second=second, first=first)
