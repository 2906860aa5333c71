"""What pages are compared with: a view that does nothing but answer with bytes it already has.

The seven middlewares are those that a new project of Django has. `BARE_FOLDER` names a folder of
pages; `BARE_GZIP` packs each answer anew, as Django's own middleware does.
"""

import os
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "the bare view keeps no secret"  # noqa: S105
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "bench.bare_pages"
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *(["django.middleware.gzip.GZipMiddleware"] if os.environ.get("BARE_GZIP") else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGES = {
    page.stem: page.read_bytes() for page in Path(os.environ.get("BARE_FOLDER", "/")).glob("*.html")
}


def bare(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a page as it lies in the memory of this process."""
    return HttpResponse(PAGES[name])


urlpatterns = [path("<slug:name>/", bare)]


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Begin at the first request, when the settings are known."""
    return _application()(environ, start_response)


def _application() -> Any:
    global _made  # noqa: PLW0603
    _made = _made or get_wsgi_application()
    return _made


_made: Any = None
