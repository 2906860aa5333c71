"""The language of a page is in its address: none before English, `/fr/` before French.

Nothing else decides: no header, no cookie, no session. One address shows one page to everybody, so
that it can be cited and kept by caches. Pages end with a slash and exist in every language; files,
feeds and what else programs read do not, and have one address.
"""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils import translation
from django.utils.formats import date_format

# Below these every page has one language or chooses its own: the desks, and a narrator's review.
IN_ONE_LANGUAGE = ("admin/", "accounts/", "review/", "api/")


class LanguagePrefix:
    """The part of an address that names the active language; empty for the language of the house.

    What Django's `LocalePrefixPattern` does, which may stand only in the outermost configuration:
    there it would prefix the files of a room with its pages.
    """

    def __init__(self) -> None:
        self.converters: dict[str, Any] = {}
        self.name = None

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(re.escape(str(self)))

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]] | None:
        prefix = str(self)
        return (path.removeprefix(prefix), (), {}) if path.startswith(prefix) else None

    def check(self) -> list[Any]:
        return []

    def describe(self) -> str:
        return f"'{self}'"

    def __str__(self) -> str:
        return prefix_of(translation.get_language() or settings.LANGUAGE_CODE)


def prefix_of(language: str) -> str:
    """Return what stands first in the addresses of a language: "fr/", and "" for English."""
    return "" if language == settings.LANGUAGE_CODE else f"{language}/"


def pages_in_every_language(patterns: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """Give pages an address in each language, and leave the addresses of programs as they are.

    A page is what ends with a slash, outside what has one language.
    """
    pages: list[URLPattern] = []
    files: list[URLPattern | URLResolver] = []
    for pattern in patterns:
        route = str(pattern.pattern)
        is_page = route == "" or route.endswith("/")
        (pages if is_page and not route.startswith(IN_ONE_LANGUAGE) else files).append(pattern)
    return [*files, URLResolver(LanguagePrefix(), pages)]  # type: ignore[arg-type]


def language_of(path: str) -> str:
    """Return the language that an address names, by its first word alone."""
    first = path.removeprefix("/").partition("/")[0]
    names = {code for code, _ in settings.LANGUAGES}
    return first if first in names and prefix_of(first) else settings.LANGUAGE_CODE


def address_in(language: str, path: str) -> str:
    """Return the address of the same page in a language, whichever language `path` is in."""
    bare = path.removeprefix(f"/{prefix_of(language_of(path))}")
    return f"/{prefix_of(language)}{bare.lstrip('/')}"


def cited_address(request: HttpRequest, record: Any) -> str:
    """Return where a record is cited: the whole address of its page, whichever language is read."""
    return cited_path(request, record.get_absolute_url())


def cited_path(request: HttpRequest, path: str) -> str:
    """Return the whole address at which what stands at a path is cited."""
    return request.build_absolute_uri(address_in(settings.LANGUAGE_CODE, path))


def shown_language() -> str:
    """Return the language in which a page is made: "en" or "fr"."""
    return language_of(f"/{translation.get_language() or ''}/")


def speaking(language: str) -> AbstractContextManager[None]:
    """Say what is made inside in the language of a text; in English if the house speaks no other.

    For words that are part of a text or file and not of the page around it.
    """
    return translation.override(language_of(f"/{language.partition('-')[0]}/"))


def said_in(language: str, words: Any) -> str:
    """Return what `gettext_lazy` promised in the language of a text, or in English."""
    with speaking(language):
        return str(words)


def said(record: Any, name: str) -> str:
    """Return what a term of a vocabulary says in the language shown; in English where it must."""
    words = getattr(record, f"{name}_{shown_language()}")
    return words or getattr(record, f"{name}_en")


def day_words(day: date) -> str:
    """Say a day in full: “1 January 1994”, and in French “1er janvier 1994”."""
    words = date_format(day, "j F Y")
    is_first = shown_language() == "fr" and day.day == 1
    return words.replace("1 ", "1er ", 1) if is_first else words


def column_of(name: str) -> Any:
    """Return the same for a query: of `subjects__label` the label in the language shown."""
    if shown_language() == settings.LANGUAGE_CODE:
        return F(f"{name}_en")
    french = NullIf(F(f"{name}_{shown_language()}"), Value(""))
    return Coalesce(french, F(f"{name}_en"))


def has_languages(path: str) -> bool:
    """Say whether an address is that of a page, which is shown in every language."""
    return path.endswith("/") and not path.removeprefix("/").startswith(IN_ONE_LANGUAGE)


class LanguageOfAddress:
    """Middleware: a request is answered in the language that its address names.

    `Content-Language` is said of pages alone: a transcript in Kinyarwanda is not English because
    its address has no prefix.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response: HttpResponseBase = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
        return response
