"""From a record of a published work to the plain values that citations are made of."""

from typing import Any

from briefingbooks.citing.work import Work
from briefingbooks.models import Source


def work_of(source: Source) -> Work:
    """Return the work of a source loaded with `for_citing()`. No query."""
    names: dict[str, Any] = {
        f"{role}s": tuple(source.names_of(role))
        for role in (
            *("author", "editor", "translator", "container_editor"),
            *("interviewer", "director", "contributor"),
        )
    }
    same = (
        *("key", "kind", "title", "short_title", "genre", "container", "edition", "volume"),
        *("issue", "pages", "place", "publisher", "number", "doi", "isbn", "archive"),
        *("archive_location", "language", "original_language"),
    )
    return Work(
        **{field: getattr(source, field) for field in same},
        url=source.link.url if source.link else "",
        date=source.year,
        edtf=source.date_edtf,
        accessed=f"{source.accessed_on:%-d %B %Y}" if source.accessed_on else "",
        **names,
    )
