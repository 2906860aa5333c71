"""The index that a file brings: new points are added, the same ones are recognized."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from collections_app.history import create_many, link_many
from collections_app.models import ExternalLink, Language, Subject, http_url
from collections_app.publication import PublicationState
from oralhistory.clock import clock
from oralhistory.models import (
    IndexPoint,
    IndexPointLink,
    IndexPointPlace,
    IndexPointText,
    Interview,
)
from oralhistory.models.index_points import SEPARATOR
from oralhistory.transcripts import Point, PointWords

LONGEST_TITLE = 300  # characters of the title of an address


@dataclass(slots=True)
class IndexKept:
    """What became of an index: points added, points that stood here, and what to know of it."""

    added: list[IndexPoint] = field(default_factory=list)
    known: int = 0
    remarks: list[str] = field(default_factory=list)


Said = list[tuple[Language, PointWords]]


def keep_index(
    interview: Interview, points: Sequence[Point], languages: tuple[Language, Language | None]
) -> IndexKept:
    """Add the points of a file to the index of an interview, in its languages.

    A point that begins at the same moment and has the same title in a language is the same point
    and stays as it is; it gets its words in a language that it did not speak. Where readers can
    see the interview, whatever is new is withheld until somebody looked at it. To be called inside
    a transaction; nothing is rewritten for the public here.
    """
    kept = IndexKept()
    is_open = interview.state == PublicationState.PUBLISHED
    standing = _standing(interview)
    subjects = _subjects(points)
    new: list[tuple[IndexPoint, Point, Said]] = []
    texts: list[IndexPointText] = []
    for point in points:
        said = _said(point, languages)
        keys = [_key(point.start_ms, language, words.title) for language, words in said]
        same = next((standing[key] for key in keys if key in standing), None)
        if same is not None:
            kept.known += 1
            texts += _further_words(same, said, subjects, is_open=is_open, kept=kept)
            continue
        record = IndexPoint(interview=interview, start_ms=point.start_ms, is_withheld=is_open)
        new.append((record, point, said))
    kept.added = create_many(IndexPoint, [record for record, _, _ in new])
    for record, _, said in new:
        texts += [_text(record, language, words, subjects) for language, words in said]
    create_many(IndexPointText, texts)
    _keep_parts(new, kept)
    _keep_subjects(new, subjects, kept)
    if kept.added and is_open:
        said_so = "Readers see this interview: the new points of the index are withheld."
        kept.remarks.append(said_so)
    return kept


def _said(point: Point, languages: tuple[Language, Language | None]) -> Said:
    language, second = languages
    said = [(language, point.words)] if point.words else []
    if point.translated and second is not None:
        said.append((second, point.translated))
    return said


def _key(start_ms: int, language: Language, title: str) -> tuple[int, str, str]:
    return start_ms, language.pk, " ".join(title.casefold().split())


def _standing(interview: Interview) -> dict[tuple[int, str, str], IndexPoint]:
    texts = IndexPointText.objects.filter(point__interview=interview)
    return {
        _key(text.point.start_ms, text.language, text.title): text.point
        for text in texts.select_related("point", "language")
    }


def _further_words(
    point: IndexPoint, said: Said, subjects: dict[str, int], *, is_open: bool, kept: IndexKept
) -> list[IndexPointText]:
    """Return the words of a standing point in languages that it does not speak yet."""
    spoken = set(point.texts.values_list("language", flat=True))
    missing = [(language, words) for language, words in said if language.pk not in spoken]
    if missing and is_open and not point.is_withheld:
        kept.remarks.append(
            f"The index point at {clock(point.start_ms)} is open to readers and was left as it is; "
            f"the file has it in {missing[0][0]} as well."
        )
        return []
    return [_text(point, language, words, subjects) for language, words in missing]


def _text(
    point: IndexPoint, language: Language, words: PointWords, subjects: dict[str, int]
) -> IndexPointText:
    """Return the words of a point; subjects that are no terms of the thesaurus are keywords."""
    others = [term for term in words.subjects if _folded(term) not in subjects]
    return IndexPointText(
        point=point,
        language=language,
        title=words.title,
        synopsis=words.synopsis,
        partial_transcript=words.partial_transcript,
        keywords=f"{SEPARATOR} ".join(dict.fromkeys([*words.keywords, *others])),
    )


def _keep_parts(new: Iterable[tuple[IndexPoint, Point, Said]], kept: IndexKept) -> None:
    """Keep places, links and subjects of new points."""
    new = list(new)
    places = [
        IndexPointPlace(
            point=record,
            name=place.name,
            latitude=place.latitude,
            longitude=place.longitude,
            zoom=place.zoom,
        )
        for record, point, _ in new
        for place in point.places
    ]
    create_many(IndexPointPlace, places)
    addresses = _addresses(point for _, point, _ in new)
    links = []
    for record, point, _ in new:
        for position, link in enumerate(point.links, start=1):
            if (address := addresses.get(link.url)) is None:
                kept.remarks.append(f"The address {link.url[:80]} can not be linked.")
                continue
            note = link.title or link.url
            links.append(IndexPointLink(point=record, link=address, note=note, position=position))
    create_many(IndexPointLink, links)


def _addresses(points: Iterable[Point]) -> dict[str, ExternalLink]:
    """Return the records of addresses, made where there were none."""
    wanted = {link.url: link.title for point in points for link in point.links}
    found = {link.url: link for link in ExternalLink.objects.filter(url__in=wanted)}
    for url, title in wanted.items():
        if url in found:
            continue
        try:
            http_url(url)
        except ValidationError:
            continue
        found[url] = ExternalLink.objects.create(url=url, title=(title or url)[:LONGEST_TITLE])
    return found


def _keep_subjects(
    new: list[tuple[IndexPoint, Point, Said]], known: dict[str, int], kept: IndexKept
) -> None:
    """Link subjects that are terms of the thesaurus, and say which others became keywords."""
    linked: dict[IndexPoint, set[int]] = {}
    others: set[str] = set()
    for record, _, said in new:
        found = {term for _, words in said for term in words.subjects}
        meant = {known[_folded(term)] for term in found if _folded(term) in known}
        others |= {term for term in found if _folded(term) not in known}
        if meant:
            linked[record] = meant
    link_many(IndexPoint, "subjects", linked)
    if others:
        kept.remarks.append(
            f"Subjects that are no terms of the thesaurus became keywords: {len(others)}, for "
            f"example “{min(others)}”."
        )


def _subjects(points: Iterable[Point]) -> dict[str, int]:
    """Return the subjects that terms mean, by folded label; not those that two could mean."""
    wanted = {
        _folded(term)
        for point in points
        for words in (point.words, point.translated)
        for term in (words.subjects if words else ())
    }
    found: dict[str, set[int]] = {}
    if wanted:
        for pk, *labels in Subject.objects.values_list("pk", "label_en", "label_fr"):
            for label in labels:
                found.setdefault(_folded(label), set()).add(pk)
    return {label: pks.pop() for label, pks in found.items() if label in wanted and len(pks) == 1}


def _folded(term: str) -> str:
    return " ".join(term.casefold().split()).rstrip(".")
