"""Texts that a machine read, kept beside those of people, never in their place."""

import re

from collections_app import ocr
from collections_app.models import ArchivalItem, Excision, Language, Page, PageText
from collections_app.page_words import ReadPage
from collections_app.pdf_text import SOURCE as TEXT_LAYER

# Frequent small words tell two languages apart in any text of some length.
SMALL_WORDS = {
    "en": {"the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "by", "on"},
    "fr": {"le", "la", "les", "des", "et", "de", "du", "que", "est", "dans", "pour", "une", "au"},
}
# A text layer with fewer words than this may be a stamp on a scan.
FEW_WORDS = 60


def wants_reading(page: Page, found: ReadPage | None) -> bool:
    """Say whether a page should be read by machine: nobody transcribed it, and it says little."""
    if not ocr.is_available() or (found is not None and found.number_of_words >= FEW_WORDS):
        return False
    return not page.texts.filter(kind=PageText.Kind.TRANSCRIPTION).exists()


def keep_reading(page: Page, read: ReadPage) -> None:
    """Keep what a machine read on a page, in the place of what a machine read there before.

    A text that a person reviewed or changed stays, and so does every text of a page from which
    we ourselves withhold something: what was marked in it would be lost.
    """
    language = language_of(read.text, page.copy.item)
    earlier = list(page.texts.filter(kind=PageText.Kind.OCR).select_for_update())
    if any(not is_of_machine(text) for text in earlier):
        return
    if earlier and Excision.objects.of_page(page).exists():
        return
    for text in earlier[1:]:
        text.delete()
    text = earlier[0] if earlier else PageText(page=page, kind=PageText.Kind.OCR)
    text.language, text.source = language, read.source
    text.text, text.words, text.words_of = read.text, read.words, ""
    text.save()


def forget_text_layer(page: Page) -> None:
    """Let go of the text a page carried inside, where it turned out to hide words."""
    for text in page.texts.filter(kind=PageText.Kind.OCR, source=TEXT_LAYER):
        if is_of_machine(text):
            text.delete()


def is_of_machine(text: PageText) -> bool:
    """Say whether a text is as a machine left it: no person has reviewed or saved it."""
    is_signed = text.source == TEXT_LAYER or text.source.startswith("Tesseract")
    return is_signed and not text.is_reviewed and text.updated_by_id is None


def language_of(text: str, item: ArchivalItem) -> Language:
    """Return the language of a text: the item's only one, or the one whose small words it uses."""
    of_item = list(item.languages.all())
    if len(of_item) == 1:
        return of_item[0]
    words = re.findall(r"\w+", text.casefold())
    codes = [one.code for one in of_item if one.code in SMALL_WORDS] or [*SMALL_WORDS]
    best = max(codes, key=lambda code: sum(word in SMALL_WORDS[code] for word in words))
    return Language.objects.get(code=best)
