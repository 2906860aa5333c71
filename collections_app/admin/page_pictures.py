"""Pictures of pages on the desks; their bytes come through the guarded view like any other."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collections_app.models import Derivative, Excision, Page


def thumbnail(page: Page) -> SafeString | str:
    """Return a small picture of the page that leads to the large one; "" where there is none.

    `page` comes with its derivatives fetched.
    """
    images = {image.kind: image for image in page.derivatives.all()}
    small = images.get(Derivative.Kind.THUMBNAIL)
    large = images.get(Derivative.Kind.DISPLAY, small)
    if small is None or large is None:
        return ""
    return format_html(
        '<a href="{}"><img class="page-thumbnail" src="{}" alt="{}" width="{}" height="{}" '
        'loading="lazy"></a>',
        large.get_absolute_url(),
        small.get_absolute_url(),
        f"{page}, open the large image",
        small.width,
        small.height,
    )


def master_picture(page: Page) -> SafeString:
    """Return the page as it lies in the house, nothing covered, for those who may draw on it."""
    return format_html(
        '<img class="page-picture" src="{}" alt="{}">',
        reverse("admin:collections_app_page_master", args=[page.pk]),
        f"{page} as it lies in the house, with nothing covered",
    )


def large_picture(page: Page) -> SafeString | str:
    """Return the display image of a page, to read from while its text is typed.

    While what we withhold is not yet burnt in there is none, as not everybody may see the master.
    """
    if Excision.objects.of_page(page).filter(is_burnt=False).exists():
        return "What we withhold from this page is not yet covered in its image."
    image = page.derivatives.filter(kind=Derivative.Kind.DISPLAY).first()
    if image is None:
        return "This page has no image."
    return format_html(
        '<img class="page-picture" src="{}" alt="{}" width="{}" height="{}">',
        image.get_absolute_url(),
        f"Image of {page}",
        image.width,
        image.height,
    )
