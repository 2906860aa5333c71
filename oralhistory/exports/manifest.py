"""An interview for viewers of other archives: a manifest (IIIF Presentation 3).

A canvas to each recording, as long as it is; the words of every language upon it as annotations at
their times, and as a file of captions; the index as ranges. The same to everybody. Of an interview
that asks its readers first there is none: a viewer elsewhere could not ask.
"""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from collections_app.content_search import search_service
from collections_app.iiif_words import Json, in_english, pair, provider, web_page
from collections_app.manifests import ACCEPTED_RIGHTS, CONTEXT
from oralhistory.clock import seconds
from oralhistory.exports.account import Account, Telling
from oralhistory.models import MediaFile, PublicCue
from oralhistory.told_index import PointView

VIDEO_SIZE = (1280, 720)


def manifest_of(account: Account) -> Json | None:
    """Return the manifest of an interview; nothing where no recording may be heard unasked."""
    canvases = _canvases(account)
    if not canvases:
        return None
    address = account.absolute(
        reverse("oralhistory:interview-manifest", args=[account.interview.ref])
    )
    return {
        "@context": CONTEXT,
        "id": address,
        "type": "Manifest",
        **_described(account),
        "items": [canvas.described() for canvas in canvases],
        "service": [search_service(search_address(account))],
        **_structures(address, account, canvases),
    }


def search_address(account: Account) -> str:
    """Return where words are looked for in the passages that a manifest shows."""
    ref = account.interview.ref
    return account.absolute(reverse("oralhistory:interview-content-search", args=[ref]))


def passages_in(account: Account) -> Iterator[tuple[str, str, PublicCue]] | None:
    """Return each passage with the name of its annotation in the manifest and its target.

    Nothing where there is no manifest.
    """
    canvases = _canvases(account)
    return (one for canvas in canvases for one in canvas.passages()) if canvases else None


def _described(account: Account) -> Json:
    interview = account.interview
    said_of = [
        ("Narrator", *account.narrators),
        ("Interviewer", *account.interviewers),
        ("Date", interview.date_words),
        ("Place", interview.place.name if interview.place else ""),
        ("Language", *(language.label_en for language in interview.languages.all())),
        ("Access", account.page.card.openness.in_words, *account.page.statements),
        ("Transcript", *(one.transcript.in_words for one in account.tellings)),
    ]
    said: Json = {
        "label": {"none": [interview.title]},
        "summary": in_english(interview.summary or interview.title),
        "metadata": [pair(label, *values) for label, *values in said_of if any(values)],
        "requiredStatement": pair(
            "Source", f"{settings.SITE_NAME}, {interview.ref}", *account.notices
        ),
        "provider": [provider(account.absolute)],
        "homepage": [web_page(account.address, interview.title)],
        "seeAlso": list(_see_also(account)),
    }
    if account.interview.rights and ACCEPTED_RIGHTS.match(account.interview.rights.uri):
        said["rights"] = account.interview.rights.uri
    return said


def _see_also(account: Account) -> Iterator[Json]:
    ref = account.interview.ref
    for telling in account.tellings:
        address = account.absolute(reverse("oralhistory:interview-tei", args=[ref]))
        yield {
            "id": f"{address}?language={telling.language}",
            "type": "Dataset",
            "format": "application/tei+xml",
            "label": in_english(f"TEI, {telling.transcript.language.label_en}"),
        }


def _canvases(account: Account) -> "list[_Canvas]":
    """Return the canvases of an interview: none where no recording may be heard unasked."""
    parts = [part for part in account.media if part.duration_ms]
    if not parts or account.page.asks_first:
        return []
    return [_Canvas(account, number, part) for number, part in enumerate(parts, start=1)]


class _Canvas:
    """One recording: when it begins and ends in the interview, and what is said in it."""

    def __init__(self, account: Account, number: int, part: MediaFile) -> None:
        self.account, self.part = account, part
        self.name = f"{account.address}canvas/{number}"
        self.length = part.duration_ms or 0
        self.label = part.label or f"Recording {number}"

    def described(self) -> Json:
        size = dict(zip(("width", "height"), VIDEO_SIZE, strict=True)) if self.part.is_video else {}
        return {
            "id": self.name,
            "type": "Canvas",
            "label": {"none": [self.label]},
            "duration": self.length / 1000,
            **size,
            "items": [
                {"id": f"{self.name}/media", "type": "AnnotationPage", "items": [self._painted()]}
            ],
            "annotations": [
                page for telling in self.account.tellings for page in self._told(telling)
            ],
        }

    def _painted(self) -> Json:
        body = {
            "id": self.account.absolute(self.part.get_absolute_url()),
            "type": "Video" if self.part.is_video else "Sound",
            "format": self.part.media_type,
            "duration": self.length / 1000,
        }
        name = f"{self.name}/media/painted"
        return _annotation(name, "painting", body, self.name)

    def passages(self) -> Iterator[tuple[str, str, PublicCue]]:
        """Yield the passages told upon it: name of the annotation, target, passage."""
        for telling in self.account.tellings:
            name = self._transcript(telling)
            for cue in telling.timed:
                if self.holds(cue.start_ms):
                    yield f"{name}/{cue.key}", self.moment(cue.start_ms, cue.end_ms), cue

    def _transcript(self, telling: Telling) -> str:
        return f"{self.name}/transcript/{telling.language}"

    def _told(self, telling: Telling) -> Iterator[Json]:
        inside = [cue for cue in telling.timed if self.holds(cue.start_ms)]
        if not inside:
            return
        name = self._transcript(telling)
        items = [self._cue(f"{name}/{cue.key}", cue) for cue in inside]
        label = telling.transcript.cited_as
        if self.part.offset_ms == 0:  # the times of the file are those of the interview
            items.insert(0, self._captions(f"{name}/captions", telling))
        yield {
            "id": name,
            "type": "AnnotationPage",
            "label": in_english(f"{label[0].upper()}{label[1:]}"),
            "items": items,
        }

    def _captions(self, name: str, telling: Telling) -> Json:
        ref = self.account.interview.ref
        address = self.account.absolute(reverse("oralhistory:interview-captions", args=[ref]))
        body = {
            "id": f"{address}?language={telling.language}",
            "type": "Text",
            "format": "text/vtt",
            "language": telling.language,
            "label": in_english(f"Captions, {telling.transcript.language.label_en}"),
        }
        return _annotation(name, "supplementing", body, self.name)

    def _cue(self, name: str, cue: PublicCue) -> Json:
        label = f"{cue.speaker_label}: " if cue.speaker_label else ""
        body = {
            "type": "TextualBody",
            "value": f"{label}{cue.text}",
            "language": cue.language_id,
            "format": "text/plain",
        }
        return _annotation(name, "supplementing", body, self.moment(cue.start_ms, cue.end_ms))

    def holds(self, ms: int | None) -> bool:
        return ms is not None and 0 <= ms - self.part.offset_ms < self.length

    def moment(self, start_ms: int | None, end_ms: int | None = None) -> str:
        """Return the address of a stretch of the recording, given in times of the interview."""
        start = (start_ms or 0) - self.part.offset_ms
        end = min(end_ms - self.part.offset_ms, self.length) if end_ms else self.length
        return f"{self.name}#t={seconds(start) or '0'},{seconds(max(end, start))}"


def _structures(address: str, account: Account, canvases: list[_Canvas]) -> Json:
    """Return the index as ranges: each point lasts to its end, or to the next one."""
    points = account.page.index
    ranges = [
        one
        for place, point in enumerate(points)
        if (one := _range(address, point, points[place + 1 :][:1], canvases))
    ]
    if not ranges:
        return {}
    whole = {
        "id": f"{address}/index",
        "type": "Range",
        "label": in_english("Index"),
        "items": ranges,
    }
    return {"structures": [whole]}


def _range(
    address: str, point: PointView, following: list[PointView], canvases: list[_Canvas]
) -> Json | None:
    canvas = next((one for one in canvases if one.holds(point.start_ms)), None)
    if canvas is None:
        return None
    end = point.end_ms or (following[0].start_ms if following else None)
    return {
        "id": f"{address}/index/{point.key}",
        "type": "Range",
        "label": {point.language: [point.title]},
        "items": [{"id": canvas.moment(point.start_ms, end), "type": "Canvas"}],
    }


def _annotation(name: str, motivation: str, body: Json, target: str) -> Json:
    return {
        "id": name,
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": target,
    }
