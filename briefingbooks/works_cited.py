"""Books that cite a work follow when its words, or its link, come to name somebody protected."""

from typing import TYPE_CHECKING

from django.db.models import Q

from briefingbooks.models import Book, Reference, Source
from collections_app.models import ExternalLink
from collections_app.protected_names import keep_names_in

if TYPE_CHECKING:
    from collections_app.models import User


def keep_names_out_of_works_cited(source: Source, by: "User | None" = None) -> None:
    """Look through the books that cite a work whose words have changed."""
    cited = Reference.objects.filter(Q(source=source) | Q(source__same_as=source)).order_by()
    for book in Book.objects.filter(pk__in=cited.values("book")):
        keep_names_in(book, by)


def keep_names_out_of_links_of_works(link: ExternalLink, by: "User | None" = None) -> None:
    """Look through the books that cite a work whose link has changed."""
    for source in Source.objects.filter(link=link):
        keep_names_out_of_works_cited(source, by)
