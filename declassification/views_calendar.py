"""The private calendar of a director: found by its token alone, never kept by anything between."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from declassification.desk.calendars import calendar_of, lines_of
from declassification.desk.whole import DATED
from declassification.models import CalendarFeed, feed_of


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Give the dates of one person's desk; unknown, revoked and lapsed tokens are all not found.

    `?block=rights` narrows it to one part of the desk.
    """
    feed = feed_of(token)
    names = request.GET.getlist("block") or list(DATED)
    if feed is None or not DATED.keys() >= set(names):
        raise Http404
    feed.note_reading()
    who = feed.user_id if feed.scope == CalendarFeed.Scope.MINE else None
    lines = lines_of(names, timezone.localdate(), who)
    host = f"{request.scheme}://{request.get_host()}"
    content = calendar_of(lines, host=host, now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
