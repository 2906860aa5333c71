"""What desks share that give out private addresses: the page that shows one, once."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def show_address_once(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    *,
    title: str,
    address: str,
    words: str,
    back_url: str,
) -> HttpResponse:
    """Show a private address to whoever made it; it can not be read again."""
    context: dict[str, Any] = {
        **desk.admin_site.each_context(request),
        "title": title,
        "opts": desk.opts,
        "address": request.build_absolute_uri(address),
        "words": words,
        "back_url": back_url,
        "media": desk.media,
    }
    answer = render(request, "oralhistory/private_address.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "strict-origin"
    return answer


class ReadOnlyDesk(admin.ModelAdmin):
    """A desk whose records are changed by deeds alone, and leave no trace in the common log."""

    actions = None
    view_on_site = False

    class Media:
        css = {"all": ["css/desks.css", "css/names.css"]}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write nothing to the log that others read."""

    def log_change(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write nothing to the log that others read."""
