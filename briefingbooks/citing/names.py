"""Names of creators as notes and bibliography print them (CMOS 17, 14.73 to 14.84). Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# CMOS 14.76: a note names three and no more; a bibliography names ten, of more the first seven.
MOST_IN_A_NOTE, MOST_IN_A_LIST, FIRST_OF_MANY = 3, 10, 7


@dataclass(frozen=True, slots=True)
class Name:
    """One name. `literal` is a name that is never taken apart: a body, or a name whose parts are
    not for a program to guess; then nothing else is set."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def direct(self) -> str:
        """As it is read: Roméo Dallaire, Martin Luther King Jr."""
        return self.literal or " ".join(filter(None, [self.given, self.family, self.suffix]))

    @property
    def inverted(self) -> str:
        """As a list sorts it: Dallaire, Roméo; King, Martin Luther, Jr."""
        return self.literal or ", ".join(filter(None, [self.family, self.given, self.suffix]))

    @property
    def short(self) -> str:
        """As a later note says it: the family name, or the whole of a literal name."""
        return self.literal or self.family


def in_a_note(names: Sequence[Name]) -> str:
    """Say names in a first note: “A, B, and C”, of four or more “A et al.”."""
    return _shortened([name.direct for name in names])


def in_short(names: Sequence[Name]) -> str:
    """Say names in a later note, by their family names."""
    return _shortened([name.short for name in names])


def in_a_list(names: Sequence[Name]) -> str:
    """Say names in a bibliography: only the first is turned around."""
    words = [name.direct if place else name.inverted for place, name in enumerate(names)]
    if len(words) > MOST_IN_A_LIST:
        return ", ".join([*words[:FIRST_OF_MANY], "et al."])
    is_turned = bool(names) and not names[0].literal
    return listed(words, is_first_turned=is_turned)


def listed(words: Sequence[str], *, is_first_turned: bool = False) -> str:
    """Join words with the serial comma; a first name turned around is followed by one too."""
    if len(words) < 2:
        return "".join(words)
    comma = "," if len(words) > 2 or is_first_turned else ""
    return f"{', '.join(words[:-1])}{comma} and {words[-1]}"


def folded(words: str) -> str:
    """Return words as they are put in order: without accents, capitals, quotation marks."""
    plain = unicodedata.normalize("NFKD", words)
    kept = (sign for sign in plain if sign.isalnum() or sign == " ")
    return " ".join("".join(kept).casefold().split())


def _shortened(words: list[str]) -> str:
    return f"{words[0]} et al." if len(words) > MOST_IN_A_NOTE else listed(words)
