"""Block quotes: a last line that begins with a dash says whose words they are."""

from collections.abc import Sequence

from markdown_it.token import Token

from briefingbooks.markup.syntax import BLOCK, block

_DASHES = ("— ", "– ", "-- ")


def attribute_quotes(tokens: Sequence[Token]) -> list[Token]:
    """Set apart, in every quotation, the last line where it names who said or wrote it."""
    found: list[Token] = []
    names: list[str] = []
    for token in tokens:
        is_end = token.type == "blockquote_close"
        if token.type == f"{BLOCK}_open":
            names.append(block(token.info).role)
        elif token.type == f"{BLOCK}_close":
            is_end = names.pop() in ("quote", "pullquote")
        if is_end and len(found) > 2 and found[-1].type == "paragraph_close":
            _set_apart(found)
        found.append(token)
    return found


def _set_apart(found: list[Token]) -> None:
    opening, inline, closing = found[-3:]
    if opening.type != "paragraph_open" or inline.type != "inline":
        return
    children = inline.children or []
    if _is_attribution(children):
        opening.tag = closing.tag = "footer"
        return
    breaks = [at for at, one in enumerate(children) if one.type in ("softbreak", "hardbreak")]
    if breaks and _is_attribution(children[breaks[-1] + 1 :]):
        inline.children = children[: breaks[-1]]
        last = Token("inline", "", 0, map=inline.map, children=children[breaks[-1] + 1 :])
        last.content = "".join(one.content for one in last.children or [])
        if last.map:
            last.map = [last.map[1] - 1, last.map[1]]
        found += [
            Token("paragraph_open", "footer", 1, block=True, map=last.map),
            last,
            Token("paragraph_close", "footer", -1, block=True),
        ]


def _is_attribution(children: Sequence[Token]) -> bool:
    return bool(children) and children[0].type == "text" and children[0].content.startswith(_DASHES)
