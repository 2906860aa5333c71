"""What happens in this room when a record changes, here or beneath, and what here mentions one."""

from briefingbooks import curated_records
from briefingbooks.clearing import end_clearance_if_changed, follow_link, follow_source
from briefingbooks.editions import closing
from briefingbooks.editions import files as edition_files
from briefingbooks.followed_keys import followed, keep_key, keep_keys
from briefingbooks.glossary_uses import follow_term
from briefingbooks.harvesting import following
from briefingbooks.mentions import BOOK_WORDS, FINDERS
from briefingbooks.models import Boilerplate, Book, GlossaryTerm, PressRelease, Source
from briefingbooks.press_words import (
    ERRATUM_WORDS,
    NEWS_WORDS,
    PRESS_WORDS,
    keep_names_out_of_boilerplate,
)
from briefingbooks.quoting import check_quotations
from briefingbooks.searching import words_of_books
from briefingbooks.uses import NAMED_BY, books_that_need
from briefingbooks.works_cited import (
    keep_names_out_of_links_of_works,
    keep_names_out_of_works_cited,
)
from collections_app.dependants import on_change, on_mentions, on_uses
from collections_app.models import ExternalLink
from collections_app.protected_names import watch
from oralhistory.models import Interview


def register() -> None:
    """Listen to the rooms beneath; called once, when the application starts."""
    for model, find in FINDERS.items():
        on_mentions(model, find)
    for model in NAMED_BY:
        on_uses(model, books_that_need)
    for model in followed():
        on_change(model, keep_key, keep_keys)
    watch(Book, *BOOK_WORDS, NEWS_WORDS, ERRATUM_WORDS)
    watch(PressRelease, *PRESS_WORDS)
    on_change(Boilerplate, keep_names_out_of_boilerplate)
    on_change(GlossaryTerm, follow_term)
    on_change(Source, keep_names_out_of_works_cited)
    on_change(ExternalLink, keep_names_out_of_links_of_works)
    on_change(Interview, check_quotations)
    on_change(Book, end_clearance_if_changed)
    on_change(Source, follow_source)
    on_change(ExternalLink, follow_link)
    curated_records.register()
    edition_files.register()
    closing.register()
    words_of_books.register()
    following.register()
