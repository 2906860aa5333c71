"""TEI P5 with the elements of ISO 24624 (transcription of spoken language).

What is withheld is a `gap` that says so in words; the words themselves are not here to be written.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from lxml import etree

from collections_app.xml_words import xml_words
from oralhistory.clock import seconds
from oralhistory.exports.account import Account, Telling
from oralhistory.models import MediaFile, PublicCue, PublicNote
from oralhistory.reading.safe_xml import XML_ID, XML_LANG
from oralhistory.told_passages import Piece, pieces_of

TEI = "http://www.tei-c.org/ns/1.0"
BEGINNING = "T0"

Element = etree._Element


def write_tei(account: Account, telling: Telling) -> bytes:
    """Return the transcript in one language as a TEI document, valid against `tei_all`."""
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})  # type: ignore[dict-item]
    root.set(XML_LANG, "en")
    _header(root, account, telling)
    text = _add(root, "text")
    text.set(XML_LANG, telling.language)
    moments = _timeline(text, telling.passages)
    people = {label: f"#{key}" for key, label in _people(telling)}
    body = _add(text, "body")
    notes = telling.notes_at()
    for cue in telling.passages:
        _passage(body, cue, notes[cue.position], moments, people)
    etree.indent(root.find(f"{{{TEI}}}teiHeader"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _header(root: Element, account: Account, telling: Telling) -> None:
    header = _add(root, "teiHeader")
    described = _add(header, "fileDesc")
    titles = _add(described, "titleStmt")
    _add(titles, "title", account.interview.title)
    for role, names in (("narrator", account.narrators), ("interviewer", account.interviewers)):
        if names:
            statement = _add(titles, "respStmt")
            _add(statement, "resp", role)
            for name in names:
                _add(statement, "persName", name)
    _add(_add(described, "editionStmt"), "edition", telling.transcript.in_words)
    _publication(described, account)
    _source(described, account)
    profile = _add(header, "profileDesc")
    languages = _add(profile, "langUsage")
    _add(languages, "language", telling.transcript.language.label_en, ident=telling.language)
    if telling.speakers:
        listed = _add(_add(profile, "particDesc"), "listPerson")
        for key, label in _people(telling):
            person = _add(listed, "person")
            person.set(XML_ID, key)
            _add(person, "persName", label)


def _publication(described: Element, account: Account) -> None:
    published = _add(described, "publicationStmt")
    _add(published, "publisher", settings.INSTITUTION_NAME or settings.SITE_NAME)
    _add(published, "idno", account.interview.ref, type="reference")
    _add(published, "idno", account.address, type="URI")
    available = _add(published, "availability", status="restricted")
    if account.interview.rights:
        rights = account.interview.rights
        _add(available, "licence", rights.label_en, target=rights.uri)
    told = [*account.notices, account.page.card.openness.in_words, *account.page.statements]
    for words in told if not account.interview.rights else ():
        _add(available, "p", words)
    if account.interview.rights:
        notes = _add(described, "notesStmt")
        for words in told:
            _add(notes, "note", words)


def _source(described: Element, account: Account) -> None:
    source = _add(described, "sourceDesc")
    if not account.media:
        _add(source, "p", f"Interview, {account.interview.date_words}. Its recording is not open.")
        return
    recordings = _add(source, "recordingStmt")
    for part in account.media:
        recording = _add(recordings, "recording", type="video" if part.is_video else "audio")
        if part.duration_ms:
            recording.set("dur", f"PT{seconds(part.duration_ms)}S")
        _add(recording, "media", mimeType=part.media_type, url=_address(account, part))


def _address(account: Account, part: MediaFile) -> str:
    return account.absolute(part.get_absolute_url())


def _timeline(text: Element, passages: Iterable[PublicCue]) -> dict[int, str]:
    """Write every moment at which something begins or ends, and return what each is called."""
    found = {ms for cue in passages for ms in (cue.start_ms, cue.end_ms) if ms is not None}
    if not found:
        return {}
    line = _add(text, "timeline", unit="s", origin=f"#{BEGINNING}")
    _add(line, "when").set(XML_ID, BEGINNING)
    names = {}
    for number, ms in enumerate(sorted(found), start=1):
        names[ms] = f"#T{number}"
        moment = _add(line, "when", interval=seconds(ms) or "0", since=f"#{BEGINNING}")
        moment.set(XML_ID, f"T{number}")
    return names


def _people(telling: Telling) -> Iterator[tuple[str, str]]:
    for number, label in enumerate(telling.speakers, start=1):
        yield f"S{number}", label


def _passage(
    body: Element,
    cue: PublicCue,
    notes: list[PublicNote],
    moments: dict[int, str],
    people: dict[str, str],
) -> None:
    block = _add(body, "annotationBlock")
    block.set(XML_ID, f"p-{cue.key}")
    if cue.speaker_label:
        block.set("who", people[cue.speaker_label])
    if cue.start_ms is not None and cue.end_ms is not None:
        block.set("start", moments[cue.start_ms])
        block.set("end", moments[cue.end_ms])
    segment = _add(_add(block, "u"), "seg")
    by_number = {note.number: note for note in notes}
    for piece in pieces_of(cue, notes):
        _say(segment, piece)
        for number in piece.notes:
            note = _add(segment, "note", by_number[number].body, n=str(number))
            note.set("type", by_number[number].kind)


def _say(segment: Element, piece: Piece) -> None:
    if piece.stands_instead:
        gap = _add(segment, "gap", reason="not published")
        _add(gap, "desc", piece.words.strip("[]"))
        return
    words = xml_words(piece.words)
    if len(segment):
        segment[-1].tail = (segment[-1].tail or "") + words
    else:
        segment.text = (segment.text or "") + words


def _add(parent: Element, name: str, words: str = "", **attributes: str) -> Element:
    written = {key: xml_words(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{TEI}}}{name}", written)
    element.text = xml_words(words) or None
    return element
