"""Which addresses a text may link to."""

from urllib.parse import urlsplit


def is_safe_link(url: str) -> bool:
    """Whether a link may stand in a text: http, https, mailto, or a place on this site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme.lower() in ("http", "https", "mailto")
    return not parts.netloc and not url.startswith(("//", "\\", "/\\"))


def is_external_link(url: str) -> bool:
    """Whether an address lies outside this site and can be visited."""
    return url.lower().startswith(("http:", "https:"))
