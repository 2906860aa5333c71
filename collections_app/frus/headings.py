"""Reading a document's heading: its documentary form, its title, who wrote to whom.

FRUS headings are supplied by the editors in a settled grammar: "Telegram From the Embassy in X to
the Department of State", "Memorandum of Conversation", "The Ambassador in X (Doe) to the Secretary
of State". Encoders mark parties with `<persName type="from">`, `<gloss type="to">` in part of the
volumes only, so the words are read and the marks decide where words are ambiguous.
"""

import re
from typing import NamedTuple

from lxml import etree

from collections_app.frus.parties import Named, read_parties
from collections_app.frus.tei import local_name
from collections_app.frus.text import flow_of, plain
from collections_app.frus.volume import Correspondent, DocumentKind

_TALKS = (DocumentKind.CONVERSATION, DocumentKind.MINUTES)
_ONE = r"(?:\w+\s+)?"
_TWO = r"(?:\w+\s+){0,2}"
_FOUR = r"(?:[\w.’'–-]+\s+){0,4}"
_KINDS: tuple[tuple[DocumentKind, str], ...] = (
    (DocumentKind.EDITORIAL_NOTE, r"editor(?:ial|'s|’s)\s+note"),
    (
        DocumentKind.MINUTES,
        rf"memorand(?:um|a)\s+(?:of|on)\s+(?:the\s+)?(?:substance\s+of\s+)?discussions?|{_TWO}minutes\b"
        rf"|{_TWO}records?\s+of\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,4}}(?:meetings?|actions?|discussion)"
        rf"|{_TWO}notes\s+(?:of|on|from)\b|proceedings|verbatim\s+record|summary\s+of\s+conclusions"
        rf"|summary\s+of\s+(?:an?\s+|the\s+)?{_TWO}(?:meeting|discussion)|.*\bmeeting\s+minutes",
    ),
    (
        DocumentKind.CONVERSATION,
        rf"{_ONE}memorand(?:um|a)\s+of\s+(?:an?\s+|the\s+)?{_ONE}(?:telephone\s+)?"
        r"(?:conversations?|conferences?|meetings?)|memcon\b|discussion\s+between"
        rf"|(?:{_TWO}(?:transcript|record|notes)\s+(?:of|on)\s+(?:an?\s+)?)?(?:telephone\s+)?"
        rf"conversations?\b|{_TWO}transcript\b",
    ),
    (DocumentKind.AIRGRAM, rf"{_TWO}airgram"),
    (DocumentKind.DESPATCH, rf"{_ONE}(?:d[ei]spatch|instruction)\b"),
    (DocumentKind.TELEGRAM, rf"{_TWO}(?:telegram|teletype|telex|telecon)|{_ONE}cable\b"),
    (
        DocumentKind.DIRECTIVE,
        r"national\s+security\s+(?:action|study|decision|review)\s+(?:memorand\w+|directive)"
        r"|presidential\s+(?:determination|directive|review|decision)|executive\s+order|directive\b"
        r"|national\s+security\s+council\s+(?:intelligence\s+)?directive|NS[ADS]M\b|PRM\b|NSDD\b",
    ),
    (DocumentKind.ESTIMATE, r".{0,40}\bintelligence\s+(?:estimate|assessment)|S?NIE\b"),
    (
        DocumentKind.REPORT,
        rf"{_ONE}intelligence\s+(?:note|information|memorandum|brief)|current\s+(?:economic|intelligence)",
    ),
    (DocumentKind.LETTER, rf"{_TWO}letters?\b"),
    (DocumentKind.MESSAGE, rf"{_TWO}(?:message|communication)\b|oral\s+statement|hotline"),
    (
        DocumentKind.TREATY,
        rf"{_TWO}(?:treaty|agreement|convention|protocol|memorandum\s+of\s+understanding)\b"
        r"|exchange\s+of\s+notes|joint\s+(?:communiqu|statement|declaration)",
    ),
    (DocumentKind.NOTE, rf"{_ONE}aide[\s–-]?m[ée]moire|{_ONE}notes?\s+(?:verbale|from|to|by)\b"),
    (
        DocumentKind.STATEMENT,
        rf"{_TWO}(?:address|remarks|statement|speech|press\s+release|news\s+conference|toast|testimony"
        r"|declaration|proclamation|interview|communiqu[ée]|essay|article)\b|off-the-record\s+remarks",
    ),
    (DocumentKind.MEMORANDUM, rf"{_FOUR}memorand(?:um|a)\b|{_ONE}memo\b|note\s+for"),
    (
        DocumentKind.REPORT,
        rf"{_FOUR}reports?\b|{_TWO}(?:survey|review|study|weekly|bulletin|summary|brief)\b|.*\breport$",
    ),
    (
        DocumentKind.PAPER,
        rf"{_FOUR}papers?\b|{_TWO}(?:document|outline|draft|plan|analysis|proposal|program|agenda"
        r"|checklist|talking\s+points|table|list|briefing)\b",
    ),
)
# Where a heading begins with a proper name: "Central Intelligence Agency Information Cable".
_KINDS_WITHIN: tuple[tuple[DocumentKind, str], ...] = (
    (DocumentKind.MINUTES, r"(?:record|notes|minutes)\b.*\bmeetings?"),
    (DocumentKind.TELEGRAM, r"cable|telegram"),
    (DocumentKind.STATEMENT, r"(?:press\s+)?statement|remarks|address|press\s+release"),
    (DocumentKind.ESTIMATE, r"estimate"),
    (DocumentKind.REPORT, r"report|evaluation|assessment|brief|briefing"),
    (DocumentKind.PAPER, r"paper|study|plan"),
)
_NUMBER = r"^\[?(?:No\.\s*)?{number}\]?\.?\s*(?=\S)"
_OFFICE = re.compile(r"(?:The|Mr\.|President|Secretary)\s")
_FORM_IN_NOTE = re.compile(r":\s*(telegram|airgram)", re.IGNORECASE)
_FOREIGN_MISSION = re.compile(r"\b(?:Embassy|Legation)\b(?!\s+(?:in|at)\b)")
_POST = re.compile(
    r"\b(?:Ambassador|Chargé|Consul|Minister|Counselor|First Secretary|Embassy|Legation|"
    r"Representative|Political Adviser|High Commissioner|Diplomatic|Mission|Consulate)\b"
)
_HOME = re.compile(r"\b(?:Department of State|Secretary of State)\b")


class Heading(NamedTuple):
    """What a heading says. `whole` is it verbatim, `title` the same without the number."""

    whole: str
    title: str
    kind: DocumentKind
    senders: tuple[Correspondent, ...]
    recipients: tuple[Correspondent, ...]


def read_heading(head: etree._Element | None, number: str, note_text: str = "") -> Heading:
    """Read a `<head>`. `note_text` is the source note: old headings leave the form to it."""
    if head is None:
        return Heading("", "", DocumentKind.OTHER, (), ())
    whole = plain(head)
    title = re.sub(_NUMBER.format(number=re.escape(number)), "", whole) if number else whole
    kind = kind_of(title, note_text)
    senders, recipients = read_parties(title, _names(head), is_talk=kind in _TALKS)
    return Heading(whole, title, kind, senders, recipients)


def kind_of(title: str, note_text: str = "") -> DocumentKind:
    """Map a heading to its documentary form by the words it begins with."""
    if _OFFICE.match(title):
        form = _FORM_IN_NOTE.search(note_text)
        return DocumentKind(form[1].lower()) if form else _unnamed_form(title)
    for kind, pattern in _KINDS:
        if re.match(pattern, title, re.IGNORECASE):
            return kind
    for kind, pattern in _KINDS_WITHIN:
        if re.search(rf"\b(?:{pattern})\b", title, re.IGNORECASE):
            return kind
    return DocumentKind.OTHER


def _unnamed_form(title: str) -> DocumentKind:
    """Tell the form of "The Ambassador in X to the Secretary of State", which names none.

    Between a post and the Department it is a despatch (or instruction), with a foreign mission in
    Washington a diplomatic note, between others a letter.
    """
    if " to " not in title:
        return DocumentKind.OTHER
    if _FOREIGN_MISSION.search(title):
        return DocumentKind.NOTE
    return (
        DocumentKind.DESPATCH
        if _POST.search(title) and _HOME.search(title)
        else DocumentKind.LETTER
    )


def _names(head: etree._Element) -> list[Named]:
    """Return the parties the encoders marked, in order."""
    named = []
    for element in head.iter(etree.Element):
        is_name = local_name(element) in ("persName", "gloss", "orgName", "placeName", "name")
        inside_note = any(local_name(above) == "note" for above in element.iterancestors())
        if is_name and not inside_note:
            words = " ".join(flow_of(element).text.split())
            pointer = element.get("corresp") or element.get("target") or ""
            is_person = local_name(element) == "persName"
            role = element.get("type", "")
            named.append(Named(words, pointer.lstrip("#"), is_person, role))
    return [name for name in named if name.words]
