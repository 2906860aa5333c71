"""How an answer under a private address travels: kept by nobody, indexed by nobody, told nobody."""

import re
from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.cache import add_never_cache_headers

Answer = TypeVar("Answer", bound=HttpResponseBase)

_SPAN = re.compile(r"bytes (\d+)-(\d+)/\d+")
# A form needs to say from which site it comes: the origin is told, the address never.
NO_REFERRER, ORIGIN_ALONE = "no-referrer", "strict-origin"


def keep_private(answer: Answer, referrer: str = NO_REFERRER) -> Answer:
    """Say on an answer that nobody keeps, indexes or passes on where it was found."""
    add_never_cache_headers(answer)
    answer["Cache-Control"] = "private, no-store, max-age=0"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = referrer
    return answer


def spans_of(answer: HttpResponseBase, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that an answer holds; `None` if it holds no file."""
    if answer.status_code == 200:
        return (0, size - 1) if size else None
    match = _SPAN.fullmatch(answer.get("Content-Range", ""))
    if answer.status_code != 206 or match is None:
        return None
    return int(match[1]), int(match[2])
