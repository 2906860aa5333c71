"""What leads into the demonstration interview: notes on its words, documents, an index."""

from collections.abc import Mapping
from typing import Any

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row
from collections_app.models import Language
from oralhistory.models import (
    Annotation,
    DocumentMentioned,
    IndexPoint,
    IndexPointLink,
    IndexPointPlace,
    IndexPointText,
    Interview,
    Transcript,
)

LANGUAGES = ("en", "fr")
Starts = Mapping[int, Any]  # milliseconds, by the number of a passage


def add_notes(
    demonstration: Demonstration, versions: Mapping[str, Transcript], rows: list[Row]
) -> None:
    """Put each note at its words, in each language."""
    for row in rows:
        for language, transcript in versions.items():
            cue = transcript.cues.get(position=row["passage"])
            demonstration.add(Annotation, {"cue": cue, "kind": row["kind"], **row[language]})


def add_documents(
    demonstration: Demonstration, interview: Interview, rows: list[Row], starts: Starts
) -> None:
    """Name the documents that are spoken of, each at its moment."""
    for position, row in enumerate(rows, start=1):
        demonstration.add(
            DocumentMentioned,
            {
                "interview": interview,
                "item": demonstration.get("item", row["item"]),
                "start_ms": starts[row["passage"]],
                "note": row["note"],
                "position": position,
            },
        )


def add_index(demonstration: Demonstration, interview: Interview, starts: Starts) -> None:
    """Add the points of the index, each with its words in both languages.

    To be called when everything is withheld: withholding lets points be looked at again.
    """
    for row in reading.rows("interview_index.toml", "point"):
        point = demonstration.add(
            IndexPoint,
            {
                "interview": interview,
                "start_ms": starts[row["passage"]],
                "is_cleared": row.get("tells_nothing_withheld", False),
            },
        )
        point.subjects.set(demonstration.get("subject", slug) for slug in row["subjects"])
        point.items.set(demonstration.get("item", key) for key in row.get("items", []))
        for language in LANGUAGES:
            spoken = {"point": point, "language": Language.objects.get(code=language)}
            demonstration.add(IndexPointText, {**spoken, **row[language]})
        _add_ways_out(demonstration, point, row)


def _add_ways_out(demonstration: Demonstration, point: IndexPoint, row: Row) -> None:
    for place in row.get("places", []):
        ours = demonstration.get("place", place.get("place", ""))
        demonstration.add(IndexPointPlace, {"point": point, **place, "place": ours})
    for position, use in enumerate(row.get("links", []), start=1):
        link = demonstration.get("link", use["link"])
        values = {"link": link, "note": use["note"], "position": position}
        demonstration.add(IndexPointLink, {"point": point, **values})
