"""A compared text cut into what is printed: marked words in paragraphs, unchanged words folded.

Pure. The sentence that sums a comparison up stands here too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
    had_shown = "had shown" if is_in_order else "shows"
    had_withheld = "had withheld" if is_in_order else "withholds"
    parts = []
    if lost:
        parts.append(f"withholds {_passages(lost)} that {first} {had_shown}")
    if gained:
        parts.append(f"shows {_passages(gained)} that {first} {had_withheld}")
    words = f"{second} {' and '.join(parts)}" if parts else _alike(kinds, first, second)
    if missing:
        one = "is" if missing == 1 else "are"
        words += f"; {_passages(missing)} of {first} {one} not in the text of it we have"
    if ours := kinds.count("ours"):
        words += f"; we withhold {_passages(ours)}"
    return f"{words[0].upper()}{words[1:]}.", lost


def _passages(number: int) -> str:
    return f"{number} passage{'' if number == 1 else 's'}"


def _alike(kinds: Sequence[str], first: str, second: str) -> str:
    both = kinds.count("both")
    if not {*kinds} - {"same"}:
        return f"{second} shows the same text as {first}"
    if both:
        return f"{second} withholds nothing that {first} shows; both withhold {_passages(both)}"
    return f"{second} withholds nothing that {first} shows"
