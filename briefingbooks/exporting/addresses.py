"""Which addresses belong into an export, and which file each becomes. Pure.

An address is a path of this site, with those questions alone that a file can stand for: the number
of a page, a copy, a language. They stand in one order, so that one page is one file.
"""

import posixpath
import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from collections_app.languages import language_of, prefix_of

SEARCH = "search/"
# What programs ask, what one person alone may open, and what takes something from a reader.
_LEFT_OUT = re.compile(
    r"(?:admin|accounts|api|access|review|preview|calendars|choices|suggest)/"
    r"|oai$|healthz$|robots\.txt$|opensearch\.xml$|sitemap[^/]*\.xml$"
    r"|iiif-collection\.json$|.*/iiif\.json$|iiif/[^/]+$|iiif/[^/]+/info\.json$"
    r"|(?:items|interviews)/[^/]+/(?:manifest\.json|search(?:/.*)?)$"
    r"|interviews/[^/]+/access/|books/[^/]+/corrections/received/"
)
_NUMBER, _LANGUAGE, _CODE = "[0-9]{1,9}", "[A-Za-z][A-Za-z0-9-]{0,19}", ".{1,80}"
_ANY: dict[str, str] = {"page": _NUMBER, "parts": _NUMBER}
# Questions that files answer, by the path they are put to; the first that fits is taken.
_ANSWERED: list[tuple[str, dict[str, str]]] = [
    (r"items/[^/]+/compare/", {"a": _NUMBER, "b": _NUMBER} | _ANY),
    (r"items/[^/]+/", {"copy": _NUMBER} | _ANY),
    (r"interviews/[^/]+/", {"language": _LANGUAGE, "beside": _LANGUAGE}),
    (r"interviews/[^/]+/transcript\.[a-z.]+", {"language": _LANGUAGE}),
    (r"locked/", {"archive": _CODE} | _ANY),
    (r"books/[^/]+/editions/[0-9]+/changes/", {"from": _NUMBER}),
]
# Questions without which a page says the same, or says what can be done instead.
_NOT_NEEDED: list[tuple[str, set[str]]] = [
    (r"interviews/[^/]+/", {"q"}),
    (r"items/[^/]+/", {"at"}),
    (r"books/[^/]+/corrections/", {"at"}),
    (r"people-affected/", {"page"}),
    (SEARCH, {"q"}),
]
_RECORDS = ("[^/]+/[^/]+", "books/[^/]+/editions/[0-9]+")
_PARTS = (r"items/[^/]+\?page=[0-9]+", r"interviews/[^/]+\?language=[A-Za-z0-9-]+")
_UNSAFE = re.compile(r'[\x00-\x1f<>:"\\|?*/%#]|^\.+|[. ]+$')


def belongs(link: str, of: str = "/") -> str:
    """Return the address in the export to which a link on the page at `of` leads.

    Empty where it leads out of the site, to a program, or to what no file can answer. What stands
    behind `#` is no part of an address.
    """
    try:
        parts = urlsplit(urljoin(f"//site{of}", link.strip()))
    except ValueError:
        return ""
    if parts.netloc != "site" or parts.scheme:
        return ""
    path = posixpath.normpath(parts.path) if parts.path else "/"
    path = f"/{path.strip('/')}/" if parts.path.endswith("/") and path != "/" else path
    bare = path.removeprefix(f"/{prefix_of(language_of(path))}").lstrip("/")
    if _LEFT_OUT.match(bare):
        return ""
    asked = _answered(bare, parse_qsl(parts.query, keep_blank_values=True))
    if asked is None:
        return ""
    return quote(unquote(path), safe="/~") + (f"?{urlencode(asked)}" if asked else "")


def _answered(bare: str, question: list[tuple[str, str]]) -> dict[str, str] | None:
    """Return those questions, in their one order, that a file answers; None if some can not be."""
    fitting = next((keys for path, keys in _ANSWERED if re.fullmatch(path, bare)), _ANY)
    dropped = next((keys for path, keys in _NOT_NEEDED if re.fullmatch(path, bare)), set())
    asked = {}
    for key, value in question:
        if key in dropped or not value:
            continue
        if key not in fitting or not re.fullmatch(fitting[key], value):
            return None
        asked[key] = value
    if asked.get("page") == "1":
        del asked["page"]
    return {key: asked[key] for key in fitting if key in asked}


def file_of(address: str, *, is_page: bool) -> str:
    """Return the file of an address, with `/` between folders, from the root of the export."""
    path, _, question = address.partition("?")
    folders = [_safe(unquote(one)) for one in path.strip("/").split("/") if one]
    said = "-".join(_safe(piece) for pair in parse_qsl(question) for piece in pair)
    if path.endswith("/"):
        return "/".join([*folders, f"{said}.html" if said else "index.html"])
    *above, name = folders
    stem, dot, ending = name.partition(".")
    name = f"{stem}.{said}{dot}{ending}" if said else name
    return "/".join([*above, name if not is_page or name.endswith(".html") else f"{name}.html"])


def _safe(piece: str) -> str:
    """Return a piece of an address as a name that every file system takes."""
    return _UNSAFE.sub("_", piece)[:150] or "_"


def led(to: str, *, of: str) -> str:
    """Return the link from one file of the export to another."""
    return quote(posixpath.relpath(to, posixpath.dirname(of) or "."), safe="/~")


def has_words(address: str) -> bool:
    """Say whether the words of a page are searched: of records, and of every part of a long one."""
    path, _, question = address.partition("?")
    bare = path.removeprefix(f"/{prefix_of(language_of(path))}").strip("/")
    if question:
        return any(re.fullmatch(one, f"{bare}?{question}") for one in _PARTS)
    return any(re.fullmatch(one, bare) for one in _RECORDS)


def on_site(link: str, base: str) -> str:
    """Return a link to this site by its whole address as one from its root; others as they are."""
    rest = link.removeprefix(base)
    is_ours = rest != link and (not rest or rest[0] in "/?#")
    return (rest if rest.startswith("/") else f"/{rest}") if is_ours else link
