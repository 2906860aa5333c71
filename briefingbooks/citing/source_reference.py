"""A published work as reference managers take it."""

from datetime import date

from briefingbooks.citing.work import Work
from collections_app.citation_files import REPORT, Kind, Reference

PAGE = Kind("ELEC", "online", "webpage", zotero="webpage")
_KINDS: dict[str, Kind] = {
    "book": Kind("BOOK", "book", "book", zotero="book"),
    "chapter": Kind("CHAP", "incollection", "chapter", zotero="bookSection"),
    "article": Kind("JOUR", "article", "article-journal", zotero="journalArticle"),
    "news": Kind("NEWS", "article", "article-newspaper", zotero="newspaperArticle"),
    "report": REPORT,
    "thesis": Kind("THES", "phdthesis", "thesis", zotero="thesis"),
    "un_document": REPORT,
    "legislation": Kind("STAT", "misc", "legislation", zotero="statute"),
    "judgment": Kind("CASE", "jurisdiction", "legal_case", zotero="case"),
    "web_page": PAGE,
    "posting": PAGE,
    "interview": Kind("PCOMM", "misc", "interview", medium="Interview", zotero="interview"),
    "broadcast": Kind("VIDEO", "video", "broadcast", zotero="tvBroadcast"),
    "film": Kind("MPCT", "movie", "motion_picture", zotero="film"),
    "dataset": Kind("DATA", "misc", "dataset", zotero="dataset"),
    "archival": Kind("MANSCPT", "unpublished", "manuscript", zotero="manuscript"),
}
_IN_A_SERIES = ("book", "report", "un_document", "dataset", "thesis")


def source_reference(work: Work, *, site: str, address: str, accessed: date) -> Reference:
    """Return a work as a reference; `address` stands where it has none of its own."""
    is_in_a_series = work.kind in _IN_A_SERIES
    return Reference(
        key=work.key,
        kind=_KINDS.get(work.kind, PAGE),
        title=work.title,
        short_title=work.short_title,
        address=work.url or work.address or address,
        site=site,
        accessed=accessed,
        creators=work.authors or work.directors,
        editors=work.editors + work.container_editors,
        translators=work.translators,
        interviewers=work.interviewers,
        issued=work.edtf,
        issued_words=work.date,
        place=work.place,
        publisher=work.publisher,
        is_of_this_site=False,
        number=work.number,
        genre=work.genre,
        container="" if is_in_a_series else work.container,
        series=work.container if is_in_a_series else "",
        edition=work.edition,
        volume=work.volume,
        issue=work.issue,
        pages=work.pages,
        doi=work.doi,
        isbn=work.isbn,
        archive=work.archive,
        archive_location=work.archive_location,
        languages=[work.language] if work.language else [],
    )
