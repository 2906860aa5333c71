"""OHMS XML 6.0 (Nunn Center, University of Kentucky), valid against its schema.

Transcripts with times go in as WebVTT, those without as plain text; the second language and its
index beside the first. OHMS knows whole seconds in its index and milliseconds in captions.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from lxml import etree

from collections_app.xml_words import xml_words
from oralhistory.clock import SECOND, timestamp
from oralhistory.exports.account import Account, Telling
from oralhistory.models import Interview, PublicCue, PublicNote
from oralhistory.told_index import PlaceSpokenOf, PointView
from oralhistory.webvtt import escaped, write_webvtt

OHMS = "https://www.weareavp.com/nunncenter/ohms"
VERSION = "6.0"
ZOOM = "10"

Element = etree._Element


def write_ohms(account: Account) -> bytes:
    """Return an interview as an OHMS record: what it is, its index and its words."""
    root = etree.Element(f"{{{OHMS}}}ROOT", nsmap={None: OHMS})  # type: ignore[dict-item]
    record = etree.SubElement(root, f"{{{OHMS}}}record", _identity(account.interview))
    first, second = [*account.tellings, None, None][:2]
    languages = _languages(account, first, second)
    _described(record, account)
    _people_and_media(record, account, languages)
    _index(_add(record, "index"), account, *languages)
    _add(record, "type", "interview")
    _add(record, "description", account.interview.summary)
    _words(record, first, second, account)
    _add(record, "rights", account.interview.rights.uri if account.interview.rights else "")
    _add(record, "fmt", "video" if any(part.is_video for part in account.media) else "audio")
    _add(record, "usage", " ".join([account.page.card.openness.in_words, *account.page.statements]))
    _add(record, "userestrict", "0")
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _identity(interview: Interview) -> dict[str, str]:
    """Return what the format asks of a record: a number, here that of the reference, and a day."""
    number = re.search(r"[0-9]{1,9}$", interview.ref)
    day = timezone.localdate(interview.updated_at)
    return {"id": str(int(number[0])) if number else "0", "dt": day.isoformat()}


def _languages(account: Account, *tellings: Telling | None) -> tuple[str, str]:
    """Return the first and the second language; those of the index where there are no words."""
    told = [one.language for one in tellings if one]
    told += [code for code in account.indexes if code not in told]
    return (*told, "", "")[0], (*told, "", "")[1]


def _described(record: Element, account: Account) -> None:
    interview = account.interview
    issued = interview.date_edtf if len(interview.date_edtf) == len("1994-01-11") else ""
    _add(record, "version", VERSION)
    etree.SubElement(record, f"{{{OHMS}}}date", value=issued, format="yyyy-mm-dd")
    _add(record, "date_nonpreferred_format", "" if issued else interview.date_words)
    _add(record, "cms_record_id", interview.ref)
    _add(record, "title", interview.title)
    _add(record, "accession", interview.ref)
    length = sum(part.duration_ms or 0 for part in account.media)
    _add(record, "duration", timestamp(length)[:8] if length else "")
    _add(record, "repository", settings.INSTITUTION_NAME or settings.SITE_NAME)
    _add(record, "repository_url", account.absolute("/"))
    for subject in account.page.subjects:
        _add(record, "subject", subject.label_en)


def _people_and_media(record: Element, account: Account, languages: tuple[str, str]) -> None:
    for name in account.narrators:
        _add(record, "interviewee", name)
    for name in account.interviewers:
        _add(record, "interviewer", name)
    _add(record, "sync", "")
    _add(record, "sync_alt", "")
    _add(record, "transcript_alt_lang", languages[1])
    _add(record, "translate", "1" if languages[1] else "0")
    first = next(iter(account.media), None)
    _add(record, "media_url", account.absolute(first.get_absolute_url()) if first else "")
    media = _add(record, "mediafile")
    _add(media, "host", "Other")
    if first:
        _add(media, "clip_format", "video" if first.is_video else "audio")
    _add(record, "language", languages[0])
    _add(record, "user_notes", " ".join(account.notices))


def _words(
    record: Element, first: Telling | None, second: Telling | None, account: Account
) -> None:
    for kind in ("transcript", "vtt_transcript"):
        for telling, name in ((first, kind), (second, f"{kind}_alt")):
            _add(record, name, _written(telling, kind, account) if telling else "")


def _written(telling: Telling, kind: str, account: Account) -> str:
    is_timed = len(telling.timed) == len(telling.passages)
    if is_timed != (kind == "vtt_transcript"):
        return ""
    if is_timed:
        return _captions(telling, account)
    return "\n\n".join(
        f"{f'{cue.speaker_label.upper()}: ' if cue.speaker_label else ''}{cue.text}"
        for cue in telling.passages
    )


def _captions(telling: Telling, account: Account) -> str:
    """Write WebVTT as OHMS has it: framed by comments, with anchors of notes among the words."""
    notes = telling.notes_at()

    def words(cue: PublicCue) -> str:
        return _anchored(cue, notes[cue.position])

    text = write_webvtt(telling.timed, account.about(telling), words)  # type: ignore[arg-type]
    head, _, captions = text.partition("\n\n")
    about, _, captions = captions.partition("\n\n")
    told = "\n".join(
        f'<annotation ref="{note.number}">{escaped(" ".join(note.body.split()))}</annotation>'
        for note in telling.notes
    )
    parts = [head, about, "NOTE\nTRANSCRIPTION BEGIN", captions.strip()]
    parts += ["NOTE\nTRANSCRIPTION END"]
    if told:
        parts += [f"NOTE\nANNOTATIONS BEGIN\n{told}\nANNOTATIONS END"]
    return "\n\n".join(parts) + "\n"


def _anchored(cue: PublicCue, notes: Iterable[PublicNote]) -> str:
    """Return a passage with each note around the words that it is about.

    Anchors can not overlap: of two notes on the same words the second stands behind them.
    """
    written, place = "", 0
    for note in sorted(notes, key=lambda note: (note.start is None, note.start or 0, note.number)):
        end = max(len(cue.text) if note.end is None else note.end, place)
        start = max(end if note.start is None else note.start, place)
        written += escaped(cue.text[place:start])
        written += f"<c.{note.number}>{escaped(cue.text[start:end])}</c>"
        place = end
    return written + escaped(cue.text[place:])


def _index(index: Element, account: Account, first: str, second: str) -> None:
    others = {point.key: point for point in account.indexes.get(second, [])}
    told = account.indexes.get(first) or list(others.values())
    for view in told:
        _point(_add(index, "point"), view, others.get(view.key))


def _point(point: Element, view: PointView, other: PointView | None) -> None:
    _add(point, "time", str(view.start_ms // SECOND))
    for name in ("title", "partial_transcript", "synopsis"):
        _add(point, name, getattr(view, name))
        _add(point, f"{name}_alt", getattr(other, name) if other else "")
    _add(point, "keywords", ";".join(view.keywords))
    _add(point, "keywords_alt", ";".join(other.keywords) if other else "")
    _add(point, "subjects", ";".join(subject.label_en for subject in view.subjects))
    _add(point, "subjects_alt", "")
    for place in view.places:
        _place(_add(point, "gpspoints"), place)
    for said in view.links:
        link = _add(point, "hyperlinks")
        _add(link, "hyperlink", said.url)
        _add(link, "hyperlink_text", said.note or said.title)


def _place(points: Element, place: PlaceSpokenOf) -> None:
    is_placed = bool(place.latitude and place.longitude)
    _add(points, "gps", f"{place.latitude}, {place.longitude}" if is_placed else "")
    _add(points, "gps_zoom", ZOOM if is_placed else "")
    _add(points, "gps_text", place.name)


def _add(parent: Element, name: str, words: str = "") -> Element:
    element = etree.SubElement(parent, f"{{{OHMS}}}{name}")
    element.text = xml_words(words) or None
    return element
