"""Documents and testimony of this site as a note cites them (CMOS 17, 14.211, 14.221 to 14.231).

Safe HTML, without a full stop. Pure: whoever calls has decided what may be said.
"""

from dataclasses import dataclass

from briefingbooks.citing.locators import locator
from briefingbooks.citing.names import listed
from briefingbooks.citing.pieces import quoted, run_on, said
from collections_app.citation import Held, whereabouts


@dataclass(frozen=True, slots=True)
class DocumentCited:
    """A document: by its own elements, then where it is held, then its reference on this site."""

    title: str
    date: str
    ref: str
    site: str
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class InterviewCited:
    """An interview, its people under their public names; `transcript` says which words."""

    title: str
    date: str
    ref: str
    site: str
    place: str = ""
    narrators: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    transcript: str = ""


def first_document(document: DocumentCited, copy: str = "", at: str = "") -> str:
    """Cite a document for the first time; `copy` says in words which copy of it is meant."""
    here = ", ".join(filter(None, [document.site, document.ref, copy]))
    return run_on(
        quoted(document.title.rstrip(".")),
        said(document.date),
        said(whereabouts(document.held)),
        f"({said(here)})",
        said(locator(at, "document")),
    )


def later_document(document: DocumentCited, copy: str = "", at: str = "") -> str:
    """Cite a document again: by its title up to a colon and its reference on this site."""
    short = document.title.partition(": ")[0].rstrip(".")
    return run_on(quoted(short), said(document.ref), said(copy), said(locator(at, "document")))


def first_testimony(testimony: InterviewCited, at: str = "") -> str:
    """Cite an interview for the first time, with the words and the stretch of it that are meant."""
    by = f"interview by {listed(testimony.interviewers)}" if testimony.interviewers else "interview"
    return run_on(
        said(listed(testimony.narrators)),
        said(by),
        said(testimony.place),
        said(testimony.date),
        quoted(testimony.title.rstrip(".")),
        said(testimony.site),
        said(testimony.ref),
        said(testimony.transcript),
        said(locator(at, "interview")),
    )


def later_testimony(testimony: InterviewCited, at: str = "") -> str:
    """Cite an interview again: who speaks, its reference, the stretch of it."""
    who = said(listed(testimony.narrators)) or quoted(testimony.title.rstrip("."))
    return run_on(who, "interview", said(testimony.ref), said(locator(at, "interview")))
