"""A letter as it is drafted: its head, its subject and its paragraphs, before it is set."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from declassification.drafting.facts import Occasion, country_of_letter, values
from declassification.drafting.placeholders import FRENCH, fill, gaps_in
from declassification.models import LetterTemplate

TAGS = {"en": "en-US", "fr": "fr-FR"}
_LISTED = re.compile(r"^(?:\d+[.)]|[-–•])\s+\S")


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a letter. An empty line parts paragraphs, a line end the lines of a block."""

    language: str
    sender: str
    recipient: str
    dated: str
    references: str
    subject: str
    body: str
    is_us_paper: bool = False

    @property
    def tag(self) -> str:
        """The language as BCP 47 writes it."""
        return TAGS[self.language]

    @property
    def gaps(self) -> list[str]:
        """What is still missing and stands in brackets."""
        return gaps_in(
            self.sender, self.recipient, self.dated, self.references, self.subject, self.body
        )

    def paragraphs(self) -> list[list[str]]:
        """Return the paragraphs of the body, each as its lines."""
        plain = self.body.replace("\r\n", "\n").replace("\r", "\n")
        parts = re.split(r"\n[ \t]*\n", plain)
        return [
            [line.strip() for line in part.strip().split("\n")] for part in parts if part.strip()
        ]


def is_list(lines: list[str]) -> bool:
    """Whether every line of a paragraph begins as an entry of a list does."""
    return all(_LISTED.match(line) for line in lines)


def drafted(template: LetterTemplate, occasion: Occasion) -> Letter:
    """Return the letter that a template and the facts of an occasion make."""
    known, language = values(occasion), occasion.language

    def filled(text: str) -> str:
        return fill(text, known, language)

    return Letter(
        language=language,
        sender=filled("{{ our_name }}\n{{ our_address }}"),
        recipient=filled("{{ addressee }}\n{{ address }}"),
        dated=filled("{{ date }}"),
        references="\n".join(_references(known, occasion, filled)),
        subject=filled(template.subject),
        body=filled(template.body.replace("\r\n", "\n")),
        is_us_paper=country_of_letter(occasion) == "US",
    )


def _references(
    known: dict[str, str], occasion: Occasion, filled: Callable[[str], str]
) -> list[str]:
    """Name both numbers; theirs can not be known before the request was received."""
    ours, theirs = (
        ("Notre référence", "Votre référence")
        if occasion.language == FRENCH
        else (
            "Our reference",
            "Your reference",
        )
    )
    colon = " :" if occasion.language == FRENCH else ":"
    lines = [f"{ours}{colon} {known['our_number']}"]
    is_answered_to = occasion.request.stage not in ("draft", "approved", "returned")
    if known["reference"] or is_answered_to:
        lines.insert(0, f"{theirs}{colon} " + filled("{{ reference }}"))
    return lines
