"""What every page may say about the house it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def institution(request: HttpRequest) -> dict[str, str]:
    """Give templates the names of the site, the initiative and the institution."""
    return {
        "site_name": settings.SITE_NAME,
        "initiative_name": settings.INITIATIVE_NAME,
        "institution_name": settings.INSTITUTION_NAME,
        "contact_email": settings.CONTACT_EMAIL,
    }
