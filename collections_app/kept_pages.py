"""Pages kept as the bytes in which they were sent, for as long as nothing whatever has changed.

A row is found only under the word of the state in which it was begun (`versioned_database`), by
the program that made it, before the next instant at which time alone changes something. What is
kept decides nothing and may be lost at any moment: the page is then made anew.
"""

import gzip
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from collections_app.versioned_database import version

try:
    import brotli
except ImportError:  # a choice of whoever installs
    brotli = None

logger = logging.getLogger(__name__)

PLAIN, GZIP, BROTLI = "", "gzip", "br"
SMALLEST_FIRST = (BROTLI, GZIP) if brotli else (GZIP,)
GZIP_LEVEL, BROTLI_LEVEL = 9, 5
MEGABYTE = 1024 * 1024
LARGEST_SHARE = 8  # no page takes more than an eighth of the room
START = datetime(1970, 1, 1, tzinfo=UTC)

_FIND = """
SELECT v.token, k.etag, k.media_type, k.body
FROM collections_app_contentversion v LEFT JOIN collections_app_keptpage k
ON k.address = %s AND k.coding = %s AND k.token = v.token AND k.made_at <= %s AND k.until > %s
WHERE v.id = 1"""
_KEEP = """
INSERT INTO collections_app_keptpage
(address, coding, token, made_at, until, size, etag, media_type, body)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (address, coding) DO UPDATE SET token = excluded.token, made_at = excluded.made_at,
until = excluded.until, size = excluded.size, etag = excluded.etag,
media_type = excluded.media_type, body = excluded.body"""
_ROOM = "SELECT COALESCE(SUM(size), 0), COUNT(*) FROM collections_app_keptpage"
_DROP_PASSED = "DELETE FROM collections_app_keptpage WHERE token <> %s OR until <= %s"
_DROP_OLDER = (
    "DELETE FROM collections_app_keptpage WHERE made_at <= "
    "(SELECT made_at FROM collections_app_keptpage ORDER BY made_at LIMIT 1 OFFSET %s)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The word for the state of the content, and the page as it is kept in it, if it is."""

    token: str
    etag: str = ""
    media_type: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Made:
    """A page made just now: where, in which state begun, for how long, and its bytes."""

    address: bytes
    token: str
    at: datetime
    until: datetime
    etag: str
    media_type: str
    codings: dict[str, bytes] = field(default_factory=dict)


def find(address: bytes, coding: str, at: datetime) -> Found:
    """Return what is kept of an address in the state in which the content is now. One query."""
    connection.say_version()  # type: ignore[attr-defined]
    instant = microseconds(at)
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [address, coding, instant, instant])
        row = cursor.fetchone()
    if row is None:
        return Found("")
    return Found(row[0]) if row[1] is None else Found(*row)


def in_codings(page: bytes) -> dict[str, bytes]:
    """Return a page in every form in which it is kept, packed once."""
    codings = {PLAIN: page, GZIP: gzip.compress(page, GZIP_LEVEL, mtime=0)}
    if brotli:
        codings[BROTLI] = brotli.compress(page, mode=brotli.MODE_TEXT, quality=BROTLI_LEVEL)
    return codings


def keep(made: Made) -> None:
    """Keep a page if that costs nobody any waiting; where it fails, it is made anew next time."""
    if sum(map(len, made.codings.values())) * LARGEST_SHARE > room():
        return
    instants = [microseconds(made.at), microseconds(made.until)]
    rows: list[Any] = [
        (made.address, coding, made.token, *instants, len(body), made.etag, made.media_type, body)
        for coding, body in made.codings.items()
    ]
    try:
        with _without_waiting(), transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_KEEP, rows)
            _make_room(cursor, made)
    except DatabaseError as problem:
        logger.info("A page was not kept: %s", problem)


def forget_all() -> None:
    """Have every page made anew, and every browser sent it anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM collections_app_keptpage")
        version.write(connection)


def room() -> int:
    """Return how many bytes may be kept; none where pages are not kept."""
    return int(settings.KEPT_PAGES_MEGABYTES) * MEGABYTE


def microseconds(at: datetime) -> int:
    """Return an instant as a whole number that both databases compare alike."""
    return (at - START) // timedelta(microseconds=1)


def _make_room(cursor: object, made: Made) -> None:
    """Remove what is of no more use once there is too much, then the older half."""
    run = cursor.execute  # type: ignore[attr-defined]
    for statement, told in ((_DROP_PASSED, [made.token, microseconds(made.at)]), (_DROP_OLDER, [])):
        run(_ROOM)
        size, number = cursor.fetchone()  # type: ignore[attr-defined]
        if size <= room():
            return
        run(statement, told or [number // 2])


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Give up at once where somebody else is writing: a reader waits for nobody's import."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            yield
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
