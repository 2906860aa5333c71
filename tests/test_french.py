"""Every public page in French: as complete as in English, and as closed."""

import ast
import gettext
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import translation
from django.utils.translation.template import templatize

from collections_app.languages import LanguagePrefix, address_in
from collections_app.models import ArchivalItem
from tests.briefingbooks.editions.make import make_edition
from tests.briefingbooks.wordless_book import SLUG, make_wordless_book
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
    make_repository,
    make_subject,
)

CATALOGUE = settings.BASE_DIR / "locale/fr/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
QUOTED = re.compile(r'"(.*)"$')
# Pages of staff, in English, are not in the catalogue.
NOT_TRANSLATED = ("templates/account", "templates/mfa", "templates/allauth", "templates/admin")
Message = dict[str, str]


def messages(catalogue: Path) -> Iterator[Message]:
    """Return the messages of a catalogue: each as its fields by name, flags under "#"."""
    for block in catalogue.read_text(encoding="utf-8").split("\n\n"):
        message: Message = {}
        name = "#"
        for line in block.splitlines():
            if line.startswith("#"):
                message["#"] = message.get("#", "") + line
                continue
            if not line.startswith('"'):
                name = line.split(" ")[0]
            found = QUOTED.search(line)
            words = found.group(1) if found else ""
            message[name] = message.get(name, "") + words.replace('\\"', '"').replace("\\n", "\n")
        if message.get("msgid"):
            yield message


def translations_in(message: Message) -> list[str]:
    return [words for name, words in message.items() if name.startswith("msgstr")]


def key_of(message: Message) -> str:
    context = message.get("msgctxt")
    return f"{context}\x04{message['msgid']}" if context else message["msgid"]


def test_every_message_is_translated_and_sure() -> None:
    for message in messages(CATALOGUE):
        assert all(translations_in(message)), message["msgid"]
        assert "fuzzy" not in message.get("#", ""), message["msgid"]


def test_a_translation_fills_in_what_the_message_fills_in() -> None:
    for message in messages(CATALOGUE):
        one = set(PLACEHOLDER.findall(message["msgid"]))
        many = set(PLACEHOLDER.findall(message.get("msgid_plural", message["msgid"])))
        first, *last = [set(PLACEHOLDER.findall(words)) for words in translations_in(message)]
        assert first in (one, many), message["msgid"]
        assert all(found == many for found in last), message["msgid"]


def test_french_is_set_as_the_french_set_it() -> None:
    """Narrow spaces that do not break before high signs and inside quotation marks."""
    for message in messages(CATALOGUE):
        for words in translations_in(message):
            text = re.sub(r"<[^>]*>|https?:\S+", "", words)
            assert not re.search(r" [:;?!»]|« |\w'\w", text), text


def test_what_is_compiled_is_what_is_written() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        kept = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    for message in messages(CATALOGUE):
        for number, words in enumerate(translations_in(message)):
            plural = "msgid_plural" in message
            assert kept[(key_of(message), number) if plural else key_of(message)] == words


CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "pgettext_lazy"}
IN_TEMPLATE = re.compile(
    r"""\b(p?)(?:n?)gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    r"""(?:, ?u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))?"""
)


def in_python(path: Path) -> Iterator[str]:
    """Return the messages that a module names in calls of gettext."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [one.value for one in node.args if isinstance(one, ast.Constant)]
        if node.func.id in CALLS and words:
            with_context = node.func.id.startswith("pgettext")
            yield f"{words[0]}\x04{words[1]}" if with_context else str(words[0])


def in_template(path: Path) -> Iterator[str]:
    """Return the messages of a template, which Django itself turns into calls first."""
    for found in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        words = [ast.literal_eval(one) for one in found.groups()[1:] if one]
        yield "\x04".join(words[:2]) if found.group(1) else words[0]


def in_sources() -> set[str]:
    rooms = ("collections_app", "declassification", "oralhistory", "briefingbooks")
    found: set[str] = set()
    for room in rooms:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            found.update(in_python(path))
    pages = (settings.BASE_DIR / "templates").rglob("*.html")
    for path in (*pages, settings.BASE_DIR / "templates/briefingbooks/edition/readme.txt"):
        if not str(path.relative_to(settings.BASE_DIR)).startswith(NOT_TRANSLATED):
            found.update(in_template(path))
    return found


def test_no_message_of_the_sources_is_missing_and_none_is_left_over() -> None:
    """After a change: `python manage.py makemessages`, as docs/architecture.md says."""
    written = {key_of(message) for message in messages(CATALOGUE)}
    found = in_sources()
    assert not found - written
    assert not written - found


def page(address: str) -> str:
    return unescape(Client().get(address).content.decode())


PAGES = (
    "/", "/books/", "/items/", "/interviews/", "/requests/", "/requests/statistics/", "/archives/",
    "/locked/", "/search/?q=cable", "/people-affected/", "/nowhere/",
)  # fmt: skip
# Words of the interface that no French page may show; content is left in its own language.
ENGLISH = re.compile(
    r"\b(Search|Briefing|Documents? known|Testimony|Archives? and|Requests|Still locked|Newly|"
    r"The|the|with|and|of|Withheld|Released|Show|Clear|Appearance|Skip|page of|Held by|Status|"
    r"Posted|Updated|Reading|Link|Back|Cited|Original|Read|Compare|Works|Further|About|Edited|"
    r"Edition|editions?|Press release|Report|Reported|Summary|Contents|record|accessed|by|"
    r"Author|written|sent)\b"
)
SPOKEN = re.compile(r'<[^>]*\baria-label="([^"]*)"[^>]*>')


@pytest.fixture
def house() -> None:
    """One public record of each kind, whose words are of no language."""
    archive = make_repository(code="ARC", name="Xx", published=True)
    subject = make_subject(label_en="Qq", label_fr="Genre", published=True)
    item = make_item(
        ref="FTP-0001", title="Zz", abstract="Zz.", date_edtf="1994-04-01", kind="cable",
        subjects=[subject], published=True,
    )  # fmt: skip
    copy = make_copy(item=item, repository=archive, opened=True)
    make_page_text(page=make_page(copy=copy), text="Zz zz.")
    make_item_agent(item=item, agent=make_agent(name="Zz", published=True))


def interface_of(address: str) -> str:
    """Return the words of a page that are not marked as being of another language."""
    text = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", page(address))
    text = re.sub(r'(?s)<(\w+)[^>]* lang="(?!fr)[^"]*"[^>]*>.*?</\1>', " ", text)
    text = SPOKEN.sub(r" \1 ", text)
    return re.sub(r"<[^>]*>", " ", text)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*PAGES, "/items/FTP-0001/", "/archives/ARC/"])
def test_a_french_page_shows_no_english_word_of_the_interface(house: None, address: str) -> None:
    shown = interface_of(address_in("fr", address))
    assert not ENGLISH.findall(shown)


BOOK_PAGES = (
    "", "chronology/", "chronology/?from=zz", "map/", "corrections/", "editions/",
    "editions/2/changes/",
)  # fmt: skip


@pytest.mark.django_db
def test_no_page_about_a_book_shows_an_english_word_of_the_interface() -> None:
    make_edition(make_wordless_book())
    others = ("/fr/press/", f"/fr/press/{SLUG}/", "/fr/sources/", "/fr/sources/zz-2003/")
    asked = [*(f"/fr/books/{SLUG}/{one}" for one in BOOK_PAGES), *others]
    english = {address: ENGLISH.findall(interface_of(address)) for address in asked}
    assert all("Zz" in page(address) for address in asked)
    ArchivalItem.objects.get(ref="ZZ-3").withdraw(by=None, reason="Asked.")
    english |= {f"{address} less": ENGLISH.findall(interface_of(address)) for address in asked}
    assert not {address: found for address, found in english.items() if found}


@pytest.mark.django_db
def test_what_authors_wrote_carries_its_own_language_on_a_french_page() -> None:
    make_wordless_book()
    shown = page(f"/fr/books/{SLUG}/")
    for part in ("section class=\"prose\" id=\"summary\"", "section class=\"prose\" id=\"zz\"",
                 "div class=\"note-words\"", "div class=\"annotation prose\""):  # fmt: skip
        assert f'<{part} lang="en"' in shown, part
    assert "zz Testimony 2." in re.sub(r"<[^>]*>", "", shown)
    assert "Témoignage 2" in shown
    assert f"http://testserver/books/{SLUG}/ (consulté le" in shown


@pytest.mark.django_db
def test_dates_and_terms_are_said_in_french(house: None) -> None:
    shown = page("/fr/items/FTP-0001/")
    assert "1er avril 1994" in shown
    assert "Télégramme" in shown
    assert "Genre" in shown
    assert "1 April 1994" in page("/items/FTP-0001/")


@pytest.mark.django_db
def test_a_document_is_cited_by_one_address_in_both_languages(house: None) -> None:
    assert "http://testserver/items/FTP-0001/" in page("/fr/items/FTP-0001/")
    assert "FTP-0001/manifest.json" not in page("/fr/items/FTP-0001/").replace(
        'href="/items/FTP-0001/manifest.json', ""
    )


@pytest.mark.django_db
def test_search_answers_in_french(house: None) -> None:
    assert "Rien de ce qui est public ne contient «\u202fYy\u202f»" in page("/fr/search/?q=Yy")
    assert "Zz" in page("/fr/search/?q=Zz")
    assert "Zz" in page("/fr/items/?q=Zz")
    assert "Il n’y a pas ici de" in page("/fr/items/?kind=nothing")


@pytest.mark.django_db
def test_a_form_says_its_errors_in_french() -> None:
    answer = Client().post("/fr/people-affected/", {})
    shown = unescape(answer.content.decode())
    assert "Ceci n’a pas encore pu être envoyé" in shown
    assert "Choisissez ce que vous demandez" in shown


@pytest.mark.django_db
def test_every_public_page_answers_alike_in_both_languages(house: None) -> None:
    for address in addresses():
        english = Client().get(address)
        french = Client().get(address_in("fr", address))
        assert english.status_code == french.status_code, address


def addresses() -> Iterator[str]:
    """Return an address of every page, with words in its slots that name something or nothing."""
    for room in get_resolver().url_patterns:
        for part in getattr(room, "url_patterns", []):
            if isinstance(part, URLResolver) and isinstance(part.pattern, LanguagePrefix):
                for one in part.url_patterns:
                    for word in ("FTP-0001", "ARC", "zz"):
                        yield "/" + re.sub(r"<[^>]*>", word, str(one.pattern))


@pytest.mark.django_db
@pytest.mark.parametrize("folder", ["items", "archives", "books"])
def test_what_is_hidden_and_what_is_missing_are_one_answer_in_french(folder: str) -> None:
    make_item(ref="HIDDEN")
    make_repository(code="HIDDEN")
    hidden = Client().get(f"/fr/{folder}/HIDDEN/")
    missing = Client().get(f"/fr/{folder}/NOWHERE/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.decode().replace("HIDDEN", "NOWHERE") == missing.content.decode()


def test_a_machine_never_reads_decimals_with_a_comma() -> None:
    with translation.override("fr"):
        map_words = render_to_string(
            "oralhistory/_place_map.html",
            {"map": {"view_box": "0 0 1 1", "radius": 1.5, "letters": 2.5,
                     "spots": [{"x": 1.25, "y": 2.5, "name": "Zz", "label": "1"}]}},
        )  # fmt: skip
    assert 'cx="1.25"' in map_words
