"""Pages of archives: what is known of them, how they arrange their holdings, what is here."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.translation import gettext as _

from collections_app.branches import PARTS_PARAMETER, PARTS_TO_A_PAGE, Branch, Outline
from collections_app.cards import ItemCard, item_cards
from collections_app.counted.standing import standing
from collections_app.counted.values import ARCHIVE
from collections_app.countries import country_name
from collections_app.dependants import Mention, mentions_of
from collections_app.documents_listed import DocumentsListed
from collections_app.locked import counting, nobody_may_open
from collections_app.models import Collection, Repository
from collections_app.paging import Paged, page_of
from collections_app.passport import Term, Value
from collections_app.search_index.asking import NOTHING_ASKED

ITEMS_TO_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """An archive in the list of archives, with how many documents it holds."""

    name: str
    url: str
    city: str
    country: str
    documents: int
    locked: int


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """An archive as its page shows it."""

    name: str
    facts: list[Term]
    how_to_request: str
    description: str
    tree: list[Branch]
    tree_paged: Paged
    tree_total: int
    is_tree_open: bool
    cards: list[ItemCard]
    paged: Paged
    locked: int
    locked_query: str
    mentions: list[Mention]


def archive_lines() -> list[ArchiveLine]:
    """Return every public archive with its numbers. Three queries for any number of archives."""
    known = standing()
    documents = known.numbers(ARCHIVE, counting(known, known.public()))
    locked = known.numbers(ARCHIVE, counting(known, nobody_may_open(known)))
    return [
        ArchiveLine(
            name=archive.name,
            url=archive.get_absolute_url(),
            city=archive.city,
            country=country_name(archive.country),
            documents=documents.get(archive.pk, 0),
            locked=locked.get(archive.pk, 0),
        )
        for archive in Repository.objects.public()
    ]


def assemble_archive(archive: Repository, query: QueryDict) -> ArchivePage:
    """Assemble the page of an archive that this person may see."""
    known = standing()
    held = known.having(ARCHIVE, [archive.pk])
    items = DocumentsListed(known, known.public() & held, "date", NOTHING_ASKED)
    paged = page_of(items, query, size=ITEMS_TO_A_PAGE)
    outline = Outline(Collection.objects.public().filter(repository=archive))
    tops = outline.tops_by_title()
    tree_paged = page_of(tops, query, size=PARTS_TO_A_PAGE, parameter=PARTS_PARAMETER)
    locked = counting(known, nobody_may_open(known) & held)
    return ArchivePage(
        name=archive.name,
        facts=_archive_facts(archive),
        how_to_request=archive.how_to_request,
        description=archive.description,
        tree=outline.branches(tree_paged.page),
        tree_paged=tree_paged,
        tree_total=outline.total,
        is_tree_open=outline.is_open,
        cards=item_cards(paged.page),
        paged=paged,
        locked=len(locked),
        locked_query=f"?archive={archive.code}",
        mentions=mentions_of(archive),
    )


def _archive_facts(archive: Repository) -> list[Term]:
    place = ", ".join(filter(None, [archive.city, country_name(archive.country)]))
    parent = Repository.objects.public().filter(pk=archive.parent_id).first()
    parts = Repository.objects.public().filter(parent=archive)
    names = [Value(name.strip()) for name in archive.other_names.splitlines() if name.strip()]
    terms = [
        Term(_("Other names"), names),
        Term(_("Place"), _words(place)),
        Term(_("Address"), _words(archive.address)),
        Term(_("Part of"), [Value(parent.name, parent.get_absolute_url())] if parent else []),
        Term(_("Parts"), [Value(one.name, one.get_absolute_url()) for one in parts]),
        Term(_("Website"), _external(archive.website)),
        Term(_("Catalogue"), _external(archive.catalogue_url)),
        Term("ISIL", _words(archive.isil or "")),
        Term(_("Code here"), _words(archive.code)),
    ]
    return [term for term in terms if term.values]


def _external(url: str) -> list[Value]:
    return [Value(urlsplit(url).netloc, url, is_external=True)] if url else []


def _words(words: str) -> list[Value]:
    return [Value(words)] if words.strip() else []
