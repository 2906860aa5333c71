"""The desk of access requests: what waits stands first, each decision is a page of its own."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from collections_app.preservation import DeskWarning
from oralhistory.admin.access_forms import DEEDS
from oralhistory.admin.private_pages import ReadOnlyDesk, show_address_once
from oralhistory.admin.questions import ask, is_answered
from oralhistory.granting import DECIDE
from oralhistory.models import InterviewRequest

PAGE = "admin:oralhistory_interviewrequest_change"
DEED = "admin:oralhistory_interviewrequest_deed"
LATEST_VISITS = 50
SHOWN_ONCE = (
    "The private address is shown this once. Send it to {name}, {email}, and to nobody else; "
    "nothing is sent by itself. It ends with {until:%-d %B %Y}."
)


@admin.register(InterviewRequest)
class InterviewRequestAdmin(ReadOnlyDesk):
    """What people ask to read or hear. In confidence: nothing here goes to any other record."""

    list_display = ["code", "interview", "name", "parts_in_words", "state", "asked_at", "ends"]
    list_filter = ["state"]
    list_select_related = ["interview"]
    search_fields = ["code", "interview__ref", "name", "email"]
    ordering = ["state", "asked_at"]
    change_form_template = "oralhistory/access_request.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="asks for")
    def parts_in_words(self, record: InterviewRequest) -> str:
        return record.parts_in_words

    @admin.display(description="ends", ordering="expires_at")
    def ends(self, record: InterviewRequest) -> Any:
        return record.expires_at

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.deed_view)
        name = "oralhistory_interviewrequest_deed"
        return [path("<int:key>/do/<slug:verb>/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a request: what is asked, what was decided and done, and what may be done."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self._find(object_id)
        may_decide = request.user.has_perm(DECIDE)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Access request {record.code}",
            "opts": self.opts,
            "media": self.media,
            "record": record,
            "events": record.events.select_related("by"),
            "visits": record.visits.order_by("-hour", "-pk")[:LATEST_VISITS],
            "deeds": [
                (deed.label, reverse(DEED, args=[record.pk, verb]))
                for verb, deed in DEEDS.items()
                if may_decide and deed.is_possible(record)
            ],
        }
        return render(request, self.change_form_template, context)

    def deed_view(self, request: HttpRequest, key: int, verb: str) -> HttpResponse:
        """Ask what a decision needs to know, then do it."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        record, deed = self._find(str(key)), DEEDS.get(verb)
        if deed is None or not deed.is_possible(record):
            raise Http404
        form = deed.form(request.POST if is_answered(request) else None, request=record)
        if form.is_valid():
            try:
                done = deed.do(record, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                if verb == "grant":
                    return self._address(request, record, done)
                messages.success(request, deed.done)
                return redirect(PAGE, record.pk)
        return ask(
            self,
            request,
            action=verb,
            title=f"{deed.label}: access request {record.code}",
            form=form,
            records=[record],
            lines=[f"{record.interview}: {record.parts_in_words}", f"Asked by {record.name}"],
            back_url=reverse(PAGE, args=[record.pk]),
        )

    def _address(self, request: HttpRequest, record: InterviewRequest, token: str) -> HttpResponse:
        record.refresh_from_db()
        return show_address_once(
            self,
            request,
            title=f"Granted: access request {record.code}",
            address=reverse("oralhistory:granted-interview", args=[token]),
            words=SHOWN_ONCE.format(name=record.name, email=record.email, until=record.last_day),
            back_url=reverse(PAGE, args=[record.pk]),
        )

    def _find(self, key: str) -> InterviewRequest:
        requests = InterviewRequest.objects.select_related("interview", "decided_by")
        is_number = key.isascii() and key.isdecimal() and len(key) < 19
        record = requests.filter(pk=key).first() if is_number else None
        if record is None:
            raise Http404
        return record


def requests_that_wait(request: HttpRequest) -> list[DeskWarning]:
    """Return, for whoever may decide, how many access requests wait."""
    if not request.user.has_perm(DECIDE):
        return []
    waiting = InterviewRequest.objects.waiting().count()
    if not waiting:
        return []
    words = (
        "1 request for access to an interview waits."
        if waiting == 1
        else f"{waiting} requests for access to interviews wait."
    )
    url = reverse("admin:oralhistory_interviewrequest_changelist")
    return [DeskWarning(words, f"{url}?state__exact=asked", DECIDE)]


admin.site.warn_with(requests_that_wait)  # type: ignore[attr-defined]
