"""Withheld by us: burnt into everything that readers get of a page, so that nothing lies beneath.

An excision of ours closes its page at once (`PageQuerySet.unclosed`). In the background the images
for readers are then made anew from the master, with the areas filled before anything else is made
of the pixels, proved to be solid, and put in the place of the old ones; the words beneath, where
machines noted their places, are marked in the texts. Whatever fails leaves the page closed.
"""

import io
import logging
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django_tasks import task
from PIL import Image

from collections_app import background, dependants
from collections_app.blackout import Area, NotCovered, black_out, refuse_uncovered
from collections_app.database_refusals import in_words
from collections_app.derivatives import Made, derivatives_of, keep_derivatives
from collections_app.models import (
    ArchivalItem,
    Burning,
    ChangeSet,
    Derivative,
    Excision,
    Page,
    User,
)
from collections_app.models.burnings import BurntArea
from collections_app.models.changes import recording
from collections_app.models.files import derivative_storage
from collections_app.page_images import open_page
from collections_app.sniffing import identify
from collections_app.storing import all_or_nothing
from collections_app.text_areas import words_cut_through
from collections_app.text_marks import mark_texts, texts_to_mark

logger = logging.getLogger(__name__)

# Somebody may go on drawing while a page is burnt in.
MOST_TRIES = 5
NO_AREA = "Draw on the image what is withheld: “{}” has no area, and the image would show it."
NO_PAGE = "An excision of this copy does not say on which page it lies: “{}”."
NOT_COVERED = "The images were made and refused, as something shows that must not: {}"
FAILED = "It could not be burnt in: {}"


@task()
def burn_page(key: int) -> None:
    """Burn a page in; one that is as it should be is left alone, so that this may be repeated."""
    burn(key)


@task()
def forget_images(names: list[str]) -> None:
    """Remove bytes of images that no record names any more; repeated, nothing is left to do.

    They leave the storage with the change that replaced them; this is for a process that died at
    that moment, as what was to be hidden would lie there for ever.
    """
    for name in names:
        if not Derivative.objects.filter(file=name).exists():
            derivative_storage().delete(name)


def burn_later(page: Page) -> None:
    """Have a page burnt in once the transaction under way is kept."""
    background.enqueue(burn_page, page.pk)


def register() -> None:
    """Have pages burnt in after any change of their document. To be called once at the start."""
    dependants.on_change(ArchivalItem, follow_item, follow_items)


def follow_item(item: ArchivalItem, by: User | None) -> None:
    """After any change of a document: have each page burnt in whose excisions are not."""
    for page in waiting_pages(Page.objects.filter(copy__item=item)):
        burn_later(page)


def follow_items(items: list[ArchivalItem], by: User | None) -> None:
    """Do the same after a change of many documents at once."""
    for page in waiting_pages(Page.objects.filter(copy__item__in=items)):
        burn_later(page)


def waiting_pages(pages: QuerySet[Page]) -> list[Page]:
    """Return the pages, of these, whose images do not show what we withhold as it is now."""
    concerned = Q(excisions__made_by=Excision.MadeBy.US) | Q(burning__isnull=False)
    found = pages.filter(concerned).order_by("pk").distinct()
    return [page for page in found if not is_burnt_in(page)]


def is_burnt_in(page: Page) -> bool:
    """Say whether readers get exactly what they should, no more and no less."""
    ours = ours_on(page)
    burning = Burning.objects.filter(page=page).first()
    known = burning.areas if burning else []
    if known != areas_of(ours) or not all(excision.is_burnt for excision in ours):
        return False
    return not ours or not texts_to_mark(page, ours, unclosed_too=False)


def ours_on(page: Page) -> list[Excision]:
    """Return what we withhold from a page, in the order in which it was described."""
    return list(Excision.objects.of_page(page).order_by("pk"))


def areas_of(excisions: Iterable[Excision]) -> list[BurntArea]:
    """Say excisions as they are kept with what was burnt: which, where on the page and the text."""
    return [[e.pk, e.x, e.y, e.width, e.height, e.start, e.end] for e in excisions]


def _said_of(problem: Exception) -> str:
    """Say what went wrong without quoting what was read or written when it did."""
    if isinstance(problem, DatabaseError):
        return in_words(problem)
    unforeseen = "nobody foresaw what went wrong; the log of the server says what"
    return getattr(problem, "strerror", None) or unforeseen


def burn(key: int) -> None:
    """Bring everything that readers get of a page in accord with what we withhold from it.

    The page, its images, texts and excisions change in one transaction, and only if nobody changed
    an excision meanwhile. Raises what the storage raises; the desk is told of every failure.
    """
    for _ in range(MOST_TRIES):
        page = Page.objects.select_related("file", "copy__item").filter(pk=key).first()
        if page is None or is_burnt_in(page):
            return
        ours = ours_on(page)
        try:
            _refuse_what_can_not_be_burnt(page, ours)
            made = images_of(page, ours)
            if _keep(page, ours, made):
                return
        except (ValidationError, NotCovered) as problem:
            said = " ".join(getattr(problem, "messages", None) or [str(problem)])
            _tell(page, NOT_COVERED.format(said) if isinstance(problem, NotCovered) else said)
            return
        except Exception as problem:
            # Of the machine the desk is told what is wrong, not where its folders lie.
            _tell(page, FAILED.format(_said_of(problem)))
            raise
    background.enqueue(burn_page, key)


def images_of(page: Page, ours: Iterable[Excision]) -> list[Made] | None:
    """Make the images for readers from the master, with areas filled; none of a page of text.

    Words that an area cuts through are filled whole: half a word can be read, and the whole of it
    goes from the text. Raises `NotCovered` if one of the images shows something in
    an area.
    """
    if page.file is None:
        return None
    with page.file.file.open("rb") as stream:
        image = open_page(stream, identify(stream), page.number_in_file or 1)
    areas = [Area(e.x, e.y, e.width, e.height) for e in ours if e.has_area]  # type: ignore[arg-type]
    places = [word for text in page.texts.all() for word in text.words or []]
    cut = words_cut_through(places, areas)
    black_out(image, areas, cut)
    full_size = image.size
    made = derivatives_of(image)
    for one in made:
        _prove(one, areas, cut, full_size)
    return made


def _prove(made: Made, areas: list[Area], cut: list[Area], full_size: tuple[int, int]) -> None:
    """Read an image back as a reader would and refuse it if an area is not solid in it."""
    if made.kind == Derivative.Kind.BLURRED or not areas:
        # Blurred from an image that is proved; its bars run into the paper around them.
        return
    if not made.index:
        with Image.open(io.BytesIO(made.content)) as image:
            refuse_uncovered(image, areas, full_size, besides=cut)
        return
    for address, (offset, length) in made.index.items():
        with Image.open(io.BytesIO(made.content[offset : offset + length])) as image:
            refuse_uncovered(image, areas, full_size, _region(address, full_size), cut)


def _region(address: str, full_size: tuple[int, int]) -> tuple[int, int, int, int]:
    asked = address.split("/")[0]
    if asked == "full":
        return (0, 0, *full_size)
    left, top, width, height = (int(number) for number in asked.split(","))
    return (left, top, left + width, top + height)


def _refuse_what_can_not_be_burnt(page: Page, ours: list[Excision]) -> None:
    for excision in ours:
        if excision.page_id is None:
            raise ValidationError(NO_PAGE.format(excision))
        if page.file_id is not None and not excision.has_area:
            raise ValidationError(NO_AREA.format(excision))


def _keep(page: Page, ours: list[Excision], made: list[Made] | None) -> bool:
    """Keep what was burnt, all of it or nothing; `False` if what we withhold is another now."""
    title = f"Burnt into {page}"
    with (
        all_or_nothing() as written,
        recording(by=None, source=ChangeSet.Source.HOUSE, title=title),
    ):
        locked = Page.objects.select_for_update().filter(pk=page.pk).first()
        if locked is None:
            return True
        now = list(Excision.objects.of_page(page).select_for_update().order_by("pk"))
        if areas_of(now) != areas_of(ours):
            return False
        if made is not None:
            former = [image.file.name for image in page.derivatives.all()]
            background.enqueue(forget_images, former)
            keep_derivatives(page, made, written)
        mark_texts(page, now)
        Excision.objects.filter(pk__in=[excision.pk for excision in now]).update(is_burnt=True)
        burnt = {"areas": areas_of(ours_on(page)), "message": ""}
        Burning.objects.update_or_create(page=page, defaults=burnt)
        dependants.announce_change(page.copy.item)
    return True


def _tell(page: Page, message: str) -> None:
    """Say at the desk why a page stays closed."""
    logger.warning("%s of %s is not burnt in: %s", page, page.copy.item.ref, message)
    Burning.objects.update_or_create(page=page, defaults={"message": message[:500]})
