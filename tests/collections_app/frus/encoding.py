"""Small made-up volumes in the encoding of the real ones; nothing in them is a real document."""

from pathlib import Path

from collections_app.frus.reading import read_volume
from collections_app.frus.volume import Document, Volume

SOURCE = "Source: Exampleton Archive, Box 3, Tea. Secret; Nodis; Immediate. Drafted by Bean."


def tei_document(
    body: str = "<p>Tea was served.</p>",
    *,
    number: int = 1,
    title: str = "Memorandum of Conversation",
    source: str | None = SOURCE,
    dateline: str = '<dateline><placeName>Exampleton</placeName>, <date when="1971-03-04">'
    "March 4, 1971</date></dateline>",
    in_head: str = "",
    attributes: str = "",
) -> str:
    """Encode one document; `source=None` leaves the source note out."""
    note = f'<note n="1" xml:id="d{number}fn1" type="source">{source}</note>' if source else ""
    return (
        f'<div type="document" xml:id="d{number}" n="{number}" {attributes}>\n'
        f"<head>{number}. {title}{note}{in_head}</head>\n{dateline}\n{body}\n</div>\n"
    )


def tei_volume(*documents: str, front: str = "", back: str = "", prolog: str = "") -> str:
    """Encode a volume of documents in one chapter."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
{prolog}<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0">
<teiHeader><fileDesc><titleStmt>
<title type="complete">Example Relations, 1969–1976, Volume T, Tea</title>
<title type="series">Example Relations</title>
<title type="subseries">1969–1976</title>
<title type="volumenumber">Volume T</title>
<title type="volume">Tea</title>
</titleStmt><publicationStmt><idno type="frus">frus-example</idno></publicationStmt></fileDesc>
</teiHeader>
<text><front>{front}</front>
<body><div type="chapter" xml:id="ch1"><head>Tea and Biscuits</head>
{"".join(documents)}</div></body>
<back>{back}</back></text></TEI>
"""


def saved(folder: Path, text: str, name: str = "frus-example.xml") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def line_of(text: str, words: str) -> int:
    """Return the line of a file on which some words begin."""
    return text.count("\n", 0, text.index(words)) + 1


def read(folder: Path, *documents: str, **parts: str) -> Volume:
    """Write a volume of these documents and read it."""
    return read_volume(saved(folder, tei_volume(*documents, **parts)))


def read_one(folder: Path, document: str) -> Document:
    """Write a volume of one document and return the document as read."""
    return read(folder, document).documents[0]
