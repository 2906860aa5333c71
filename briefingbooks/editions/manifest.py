"""What an edition consists of, for programs and for whoever checks it in fifty years."""

import hashlib
import json
from typing import Any

from django.utils import timezone

from briefingbooks.editions.frozen import as_data
from briefingbooks.models import EditionPart, Issue
from briefingbooks.pages import BookPage

Kind = EditionPart.Kind


def manifest_of(issue: Issue, page: BookPage) -> dict[str, Any]:
    """Return the manifest of an issue: every record shown, with version and checksum; every file.

    Checksums are SHA-256 in hexadecimal: of files of their bytes, of records of what the edition
    says of them, as JSON with sorted names and without spaces.
    """
    edition = issue.edition
    return {
        "book": {"title": page.title, "slug": page.slug, "language": page.language},
        "edition": edition.number,
        "issue": issue.number,
        "kind": edition.get_kind_display(),
        "change_note": issue.change_note,
        "released_at": edition.released_at.isoformat(),
        "frozen_at": edition.frozen_at.isoformat(),
        "reissued_on": None if issue.number == 1 else timezone.localdate(issue.made_at).isoformat(),
        "sections": [
            {"anchor": one.slug, "sha256": checksum({"heading": one.heading, "html": one.html})}
            for one in page.sections
        ],
        "entries": _entries(page, _versions(issue)),
        "notes": [{"anchor": one.anchor, "sha256": checksum(one.html)} for one in page.notes],
        "files": [
            {"name": one.name, "type": one.media_type, "bytes": one.bytes, "sha256": one.sha256}
            for one in issue.files.order_by("name")
        ],
    }


def checksum(value: Any) -> str:
    """Return the SHA-256 of a value as compact JSON."""
    said = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _entries(page: BookPage, versions: dict[str, str]) -> list[dict[str, Any]]:
    kept = as_data(page)["entries"]
    return [
        {
            "number": entry.number,
            "anchor": entry.anchor,
            "record": entry.ref,
            "version": versions.get(entry.ref, ""),
            "is_withdrawn": entry.is_hidden,
            "sha256": checksum(said),
        }
        for entry, said in zip(page.entries, kept, strict=True)
    ]


def _versions(issue: Issue) -> dict[str, str]:
    """Return the version of each record: of a document when its description last changed, of
    testimony the transcript that is quoted."""
    found: dict[str, str] = {}
    parts = issue.parts.select_related("item", "interview", "transcript__language")
    for part in parts.order_by("pk"):
        if part.kind == Kind.ITEM and part.item:
            found[part.item.ref] = _moment(part.item.described_at)
        elif part.kind == Kind.PASSAGE and part.interview and part.transcript:
            found[part.interview.ref] = part.transcript.cited_as
        elif part.kind == Kind.INTERVIEW and part.interview:
            found.setdefault(part.interview.ref, _moment(part.interview.described_at))
    return found


def _moment(value: Any) -> str:
    return value.isoformat() if value else ""
