"""What one page of a master shows and says, found in one look."""

from dataclasses import dataclass

from PIL import Image

from collections_app.covered_text import judge
from collections_app.page_images import Pages, refusing_damage
from collections_app.page_words import ReadPage
from collections_app.pdf_pages import PdfPages, rendered
from collections_app.pdf_text import letters_of, text_layer
from collections_app.sniffing import FileKind


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page: its full-size image, the text it carries, and whether words are only covered."""

    image: Image.Image
    text: ReadPage | None = None
    has_covered_words: bool = False


def look_at(pages: Pages, kind: FileKind, number: int) -> PageFound:
    """Return what is found on a page of a master, counted from 1.

    The text of a page with covered words is not taken: it says what was to be hidden. Raises
    `ValidationError` for a page that is damaged or of too many pixels.
    """
    with refusing_damage(kind):
        return _look(pages, number)


def _look(pages: Pages, number: int) -> PageFound:
    if not isinstance(pages, PdfPages):
        return PageFound(pages.image(number))
    with pages.page(number) as page:
        image = rendered(page)
        letters = letters_of(page)
        judgement = judge(page, letters)
    if judgement.covered:
        return PageFound(image, None, has_covered_words=True)
    text = text_layer(letters, judgement.unseen)
    return PageFound(image, text if text.text else None)
