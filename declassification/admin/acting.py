"""The pages on which a verb is done to a request: its questions, its refusal, its consequence."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from collections_app.admin.desk import DeskAdmin
from collections_app.admin.publishing import PublishingAdmin
from collections_app.serving import serve_bytes
from declassification.admin.acting_forms import VERB_FORMS, CorrectionForm, RulingForm
from declassification.deciding import decide_document
from declassification.models import AccessRequest, RequestedDocument, RequestEvent
from declassification.transitions import TRANSITIONS, why_not

ADDRESS = "declassification_accessrequest"


class ActingAdmin(PublishingAdmin):
    """Adds the verbs of a request to its desk. Whoever may change it and add to its log acts."""

    def get_urls(self) -> list[URLPattern]:
        pages = [
            ("act/<slug:verb>/", self.act_view, "act"),
            ("correct/<int:event_id>/", self.correct_view, "correct"),
            ("decide/<int:document_id>/", self.decide_view, "decide"),
            ("letters/<int:event_id>/", self.letter_view, "letter"),
        ]
        own = [
            path(f"<path:object_id>/{place}", self._guarded(view), name=f"{ADDRESS}_{name}")
            for place, view, name in pages
        ]
        return [*own, *super().get_urls()]

    def _guarded(self, view: Any) -> Callable[..., Any]:
        return self.admin_site.admin_view(view)

    def may_act(self, request: HttpRequest, record: AccessRequest) -> bool:
        """Whether this person may do verbs to this request."""
        return self.has_change_permission(request, record) and request.user.has_perm(
            "declassification.add_requestevent"
        )

    def act_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Ask what a verb needs to know, then do it; a verb not possible now says why."""
        record = self._record(request, object_id)
        if verb not in VERB_FORMS:
            raise Http404
        step = TRANSITIONS[verb]
        if request.method != "POST" and not _is_possible(verb, record):
            messages.error(request, why_not(step, record.stage, record.number))
            return redirect(self._page_of(record))
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        initial = {"classifies": request.GET.get("reply")}
        form = VERB_FORMS[verb](*posted, initial=initial, request_asked=record, verb=verb)
        return self._ask_or_do(
            request,
            record,
            form,
            title=step.label,
            do=lambda: getattr(record, verb)(by=request.user, **form.facts()),
        )

    def correct_view(self, request: HttpRequest, object_id: str, event_id: int) -> HttpResponse:
        """Ask how an entry of the log reads rightly, then record the correction."""
        record = self._record(request, object_id)
        event = record.events.filter(pk=event_id).first()
        if event is None:
            raise Http404
        initial = {
            "on": event.date,
            "public_note": event.public_note,
            "revision": record.revision,
        }
        form = CorrectionForm(request.POST or None, initial=initial, event=event)
        return self._ask_or_do(
            request,
            record,
            form,
            title=f"Correct: {event}",
            do=lambda: record.correct(event, by=request.user, **form.facts()),  # type: ignore[arg-type]
        )

    def decide_view(self, request: HttpRequest, object_id: str, document_id: int) -> HttpResponse:
        """Ask what was decided on a document, then record it and make the copy."""
        record = self._record(request, object_id)
        document = RequestedDocument.objects.filter(request=record, pk=document_id).first()
        if document is None or not request.user.has_perm("declassification.add_decision"):
            raise Http404
        document.request = record
        is_posted = request.method == "POST"
        form = RulingForm(
            request.POST if is_posted else None,
            request.FILES if is_posted else None,
            initial={"revision": record.revision},
        )
        return self._ask_or_do(
            request,
            record,
            form,
            title=f"Decision on: {document}",
            do=lambda: decide_document(
                document,
                form.ruling(),
                by=request.user,  # type: ignore[arg-type]
                on=form.cleaned_data["on"],
            ),
        )

    def letter_view(self, request: HttpRequest, object_id: str, event_id: int) -> HttpResponseBase:
        """Hand out a letter to people of the house who may read the log."""
        if not request.user.has_perm("declassification.view_requestevent"):
            raise PermissionDenied
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        found = RequestEvent.objects.filter(request=record, pk=event_id)
        event = found.exclude(letter="").first()
        if event is None:
            raise Http404
        return require_safe(serve_bytes)(
            request,
            event.letter,
            media_type=event.letter_media_type,
            download_name=event.letter_name,
            etag=event.letter_sha256,
            is_public=False,
        )

    def _record(self, request: HttpRequest, object_id: str) -> AccessRequest:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.may_act(request, record):
            raise PermissionDenied
        return record

    def _ask_or_do(
        self,
        request: HttpRequest,
        record: AccessRequest,
        form: Any,
        *,
        title: str,
        do: Callable[[], Any],
        links: Sequence[tuple[str, str]] = (),
        listed: Sequence[RequestedDocument] = (),
    ) -> HttpResponse:
        if request.method == "POST" and form.is_valid():
            # What the person saw when they decided: the deed refuses if it is no longer so.
            record.revision = form.cleaned_data["revision"]
            try:
                done = do()
            except ValidationError as refusal:
                _show_refusal(form, refusal)
            else:
                self.log_change(request, record, f"{title}: {done}")
                messages.success(request, f"Recorded: {title}.")
                return redirect(self._page_of(record))
        more = {"links": links, "listed": listed}
        return self._question(request, record, form, title, more)

    def _question(
        self,
        request: HttpRequest,
        record: AccessRequest,
        form: Any,
        title: str,
        more: dict[str, Any],
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(record),
            "opts": self.opts,
            "record": record,
            "form": form,
            **more,
            "back_url": self._page_of(record),
            "media": forms.Media(DeskAdmin.Media) + form.media,
        }
        return render(request, "declassification/act.html", context)

    def act_url(self, record: AccessRequest, verb: str) -> str:
        return reverse(f"admin:{ADDRESS}_act", args=[record.pk, verb])


def _is_possible(verb: str, record: AccessRequest) -> bool:
    steps = [TRANSITIONS[verb]]
    if verb == "record_receipt":
        steps.append(TRANSITIONS["record_receipt_late"])
    return any(record.stage in step.sources for step in steps)


def _show_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """Put each reason beside the field it is about; what has no field here stands on top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    names = {"date": "on"}
    for name, reasons in refusal.message_dict.items():
        field = names.get(name, name)
        seen = {bound.name for bound in form.visible_fields()}
        place = field if field in seen and field != NON_FIELD_ERRORS else None
        for reason in reasons:
            form.add_error(place, reason)
