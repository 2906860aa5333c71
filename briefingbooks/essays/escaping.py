"""Words as house markup that reads back as exactly these words.

Every piece is read again with the parser of the house; where a light escaping would change a
character, all signs of the piece are escaped, which never does.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from string import punctuation

from markdown_it.token import Token

from briefingbooks import markup
from briefingbooks.essays.document import Run, squeezed, words_of

_LIGHT = re.compile(r"[\\*_\[\]`<&|~]")
_OPENING = re.compile(r"^(\s*)(?:([#>+=:-])|(\d{1,9})([.)]))")
_ADDRESS = re.compile(r"https?://[^\s<>\"”»]+", re.IGNORECASE)
_BEHIND = re.compile(r"[.,;:!?'’”)\]}]+$")
_SCHEME = re.compile(r"(?i)\b(ftp|mailto):|(?<!:)//")
_ODD = re.compile(r"[^A-Za-z0-9./:?=#,;+@-]")


def escaped(words: str, *, opens: bool = True) -> str:
    """Return words as markup; `opens` where they begin a paragraph."""
    place, parts = 0, []
    for found in _ADDRESS.finditer(words):
        address = found[0].removesuffix((_BEHIND.search(found[0]) or [""])[0])
        parts.append(_plain(words[place : found.start()]))
        parts.append(_linked(address))
        place = found.start() + len(address)
    parts.append(_plain(words[place:]))
    text = "".join(parts)
    return _OPENING.sub(_hold, text) if opens else text


def _plain(words: str) -> str:
    text = _LIGHT.sub(lambda sign: "\\" + sign[0], words)
    return _SCHEME.sub(lambda found: found[0].replace(":", "\\:") if found[1] else "/\\/", text)


def _hold(found: re.Match[str]) -> str:
    if found[2]:
        return f"{found[1]}\\{found[2]}"
    return f"{found[1]}{found[3]}\\{found[4]}"


def _linked(address: str) -> str:
    if not _ODD.search(address):
        return address
    return f"[{all_escaped(address)}](<{address.replace('<', '%3C')}>)"


def all_escaped(words: str) -> str:
    """Return words with every sign escaped; never read as anything else."""
    return "".join(f"\\{sign}" if sign in punctuation else sign for sign in words)


def runs_as_markup(runs: Sequence[Run], labels: dict[str, str], *, opens: bool = True) -> str:
    """Return runs of words as markup on one line, with `[^label]` for the calls of notes.

    `labels` leads from the mark of a call to its label; a call without one stays words.
    """
    runs = _joined(_one_line(runs))
    text = _written(runs, labels, opens=opens)
    if _reads_as(text, runs, labels):
        return text
    plain = _joined(replace(run, italic=False, bold=False) for run in runs)
    text = _written(plain, labels, opens=opens)
    if _reads_as(text, runs, labels):
        return text
    return "".join(
        f"[^{labels[run.call]}]" if run.call in labels else all_escaped(run.text) for run in runs
    )


def _one_line(runs: Iterable[Run]) -> list[Run]:
    """Take line ends and characters without width out of the words."""
    found: list[Run] = []
    for run in runs:
        text = re.sub(r"\s+", " ", run.text.replace("\u00ad", "").replace("\u200b", ""))
        if found and words_of(found).endswith(" ") and text.startswith(" "):
            text = text[1:]
        if text or run.call:
            found.append(replace(run, text=text))
    return found


def _joined(runs: Iterable[Run]) -> list[Run]:
    found: list[Run] = []
    for _, group in groupby(runs, key=lambda run: (run.italic, run.bold, run.href, run.call)):
        same = list(group)
        if same[0].call:
            found.extend(same)
        else:
            found.append(replace(same[0], text=words_of(same)))
    return found


def _written(runs: Sequence[Run], labels: dict[str, str], *, opens: bool) -> str:
    text = ""
    for run in runs:
        if run.call in labels:
            text += f"[^{labels[run.call]}]"
            continue
        text += _one(run, opens=opens and not text.strip())
    return text


def _one(run: Run, *, opens: bool) -> str:
    inner = run.text.strip()
    if not inner:
        return run.text
    before, _, after = run.text.partition(inner)
    if run.href and markup.is_safe_link(run.href) and " " not in run.href:
        words = f"[{all_escaped(inner)}](<{run.href.replace('<', '%3C').replace('>', '%3E')}>)"
    else:
        words = escaped(inner, opens=opens)
    mark = "*" * (run.italic + 2 * run.bold)
    return f"{before}{mark}{words}{mark}{after}"


def _reads_as(text: str, runs: Sequence[Run], labels: dict[str, str]) -> bool:
    """Whether markup reads back as these words and calls, and nothing is wrong with it."""
    definitions = "".join(f"\n\n[^{label}]: x" for label in dict.fromkeys(labels.values()))
    parsed = markup.parse(f"{text}{definitions}")
    inlines = [token for token in parsed.tokens if token.type == "inline"]
    if len(inlines) != 1 or parsed.mentions or not all(p.is_warning for p in parsed.problems):
        return not squeezed(words_of(runs)) and not inlines
    if any(token.nesting == 1 and token.type != "paragraph_open" for token in parsed.tokens):
        return False
    wanted = [f"[^{labels[run.call]}]" if run.call in labels else run.text for run in runs]
    return squeezed(plain_words(inlines[0])) == squeezed("".join(wanted))


def plain_words(inline: Token) -> str:
    """Return the words of a line of tokens, with `[^label]` for each call of a note."""
    text = ""
    for token in inline.children or []:
        if token.type == "footnote_ref":
            text += f"[^{token.meta['label']}]"
        elif token.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif token.type in ("text", "text_special", "code_inline", "html_inline"):
            text += token.content
    return text
