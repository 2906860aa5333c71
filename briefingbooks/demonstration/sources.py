"""The works that the books of the demonstration cite, with those who made them."""

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row
from briefingbooks.models import Source, SourceCreator


def load_sources(demonstration: Demonstration) -> None:
    """Keep the works cited; a work stands in the data after the one it leads to."""
    for row in reading.rows("sources_*.toml", "source"):
        source = _source(demonstration, row)
        demonstration.name("source", source.key, source)


def _source(demonstration: Demonstration, row: Row) -> Source:
    creators = row.pop("creators", [])
    values = {
        **row,
        "link": demonstration.get("link", row.get("link", "")),
        "same_as": demonstration.get("source", row.get("same_as", "")),
        "edition_of": demonstration.get("source", row.get("edition_of", "")),
        "date_edtf": row.get("date", ""),
    }
    values.pop("date", None)
    source, is_new = demonstration.keep(Source, {"key": row["key"]}, values)
    for position, name in enumerate(creators if is_new else [], start=1):
        demonstration.add(SourceCreator, {"source": source, "position": position, **name})
    return source
