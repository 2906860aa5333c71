"""Typeset one folder as a PDF, in a process of its own: `python -I typesetting.py FOLDER`.

WeasyPrint takes more than a second and 50 MB only to be there, and a large book some hundred more.
The processes that answer readers never load it. It reads `book.html` and what that names in the
folder, nothing else from this machine and nothing from any other, and writes `book.pdf`.
"""

import sys
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import HTML, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

DOTS_PER_INCH = 300
JPEG_QUALITY = 85
TYPES = {".css": "text/css", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
# Names in the file are made of addresses: one that is the same in every folder, and leads nowhere.
HERE = "https://book.invalid/"
REPEATED = "/H6"  # what only repeats the text: seen, and not read out a second time
PRINTED = 4  # the flag of an annotation that is no less there on paper (ISO 32000-1, 12.5.3)


class OnlyThisFolder(URLFetcher):
    """Give out the files of one folder; everything else is refused."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.files = {
            f"{HERE}{path.relative_to(folder).as_posix()}": path
            for path in folder.rglob("*")
            if path.is_file()
        }

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        path = self.files.get(url)
        if path is None:
            raise FatalURLFetchingError(f"{url} is not one of the files of this book")
        media_type = TYPES.get(path.suffix, "application/octet-stream")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})


def typeset(folder: Path) -> None:
    """Write `book.pdf` from `book.html`: PDF/UA-1 (ISO 14289-1), tagged, with bookmarks."""
    source = HTML(
        string=(folder / "book.html").read_text(encoding="utf-8"),
        base_url=HERE,
        url_fetcher=OnlyThisFolder(folder),
    )
    source.write_pdf(
        folder / "book.pdf",
        finisher=finish,
        pdf_variant="pdf/ua-1",
        pdf_identifier=(folder / "identifier").read_bytes(),
        dpi=DOTS_PER_INCH,
        optimize_images=True,
        jpeg_quality=JPEG_QUALITY,
    )


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Set right what WeasyPrint 70 leaves of ISO 14289-1, before the file is written.

    Links print and say where they lead; one within another is none; every item of a list has a
    body; running heads, numbers of pages and quotes that repeat the text are no content.
    """
    _say_where_links_lead(document)
    tree = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, tree["ParentTree"])["Nums"]
    reached: set[bytes] = set()
    dropped = _walk(pdf, tree["K"][0], is_in_link=False, reached=reached)
    pages = [_object(pdf, reference) for reference in pdf.page_references]
    for page in pages:
        if "Annots" in page:
            page["Annots"][:] = [one for one in page["Annots"] if one not in dropped]
    for place, page in enumerate(pages):
        owners = numbers[2 * place + 1]
        strays = {mark for mark, owner in enumerate(owners) if owner not in reached}
        _make_artifacts(_object(pdf, page["Contents"]), strays)
        owners[:] = [b"null" if mark in strays else owner for mark, owner in enumerate(owners)]
    kept = 2 * len(pages)
    numbers[kept:] = [
        one
        for key, owner in zip(numbers[kept::2], numbers[kept + 1 :: 2], strict=True)
        if owner in reached and key not in dropped
        for one in (key, owner)
    ]


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _say_where_links_lead(document: Document) -> None:
    for page in document.pages:
        for box in page._page_box.descendants():
            annotation = getattr(box, "link_annotation", None)
            if annotation is None:
                continue
            annotation["F"] = PRINTED
            words = box.element.get("aria-label") or "".join(box.element.itertext())
            annotation["Contents"] = pydyf.String(" ".join(words.split()) or "Link")


def _walk(
    pdf: pydyf.PDF, reference: bytes, *, is_in_link: bool, reached: set[bytes]
) -> set[bytes | int]:
    """Note every element that is reached; return the annotations that stand within a link."""
    dropped: set[bytes | int] = set()
    element = _object(pdf, reference)
    reached.add(reference)
    is_link = element["S"] == "/Link"
    if is_link and is_in_link:
        element["S"] = "/Span"
    for kid in list(element["K"]):
        if isinstance(kid, int):
            continue
        child = _object(pdf, kid)
        if child.get("S") == REPEATED:
            element["K"].remove(kid)
        elif child.get("Type") == "/StructElem":
            dropped |= _walk(pdf, kid, is_in_link=is_link or is_in_link, reached=reached)
        elif is_in_link or not is_link:
            element["K"].remove(kid)
            dropped |= {child["Obj"], _object(pdf, child["Obj"])["StructParent"]}
    if element["S"] == "/LI":
        _give_body(pdf, element, reached)
    return dropped


def _give_body(pdf: pydyf.PDF, item: pydyf.Dictionary, reached: set[bytes]) -> None:
    """Put what an item of a list says into a body, apart from its number or bullet."""
    kids = {reference: _object(pdf, reference) for reference in item["K"]}
    if any(kid["S"] == "/LBody" for kid in kids.values()):
        return
    inside = [reference for reference, kid in kids.items() if kid["S"] != "/Lbl"]
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array(inside),
            "Pg": item["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    for reference in inside:
        kids[reference]["P"] = body.reference
        item["K"].remove(reference)
    item["K"].append(body.reference)
    reached.add(body.reference)


def _make_artifacts(stream: pydyf.Stream, marks: set[int]) -> None:
    """Mark as no content what no element holds: what stands in the margins, and repeats."""
    for place, one in enumerate(stream.stream):
        if isinstance(one, pydyf.Dictionary) and one.get("MCID") in marks:
            stream.stream[place - 1] = "/Artifact"
            stream.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


if __name__ == "__main__":
    typeset(Path(sys.argv[1]).resolve())
