"""The desk of concerns: read and decided by the few who may, and by nobody else."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from collections_app import concerns
from collections_app.admin.concern_forms import FORMS, HideForm, Verb
from collections_app.admin.homonyms import STYLE
from collections_app.concern_targets import Suggestion, record_at, record_of, suggestions_for
from collections_app.models import Concern, ConcernTarget
from collections_app.preservation import DeskWarning

PAGE = "admin:collections_app_concern_change"
VERB = "admin:collections_app_concern_verb"
Stage = Concern.Stage


@admin.register(Concern)
class ConcernAdmin(admin.ModelAdmin):
    """What people ask in confidence. Nothing here is written to the log that others read."""

    list_display = ["code", "kind", "relation", "stage", "received_at"]
    list_filter = ["stage", "kind"]
    search_fields = ["code"]
    actions = None
    view_on_site = False
    change_form_template = "collections_app/concern_change_form.html"

    class Media:
        css = {"all": ["css/desks.css", "css/names.css"]}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @staticmethod
    def _may(request: HttpRequest) -> bool:
        return request.user.is_active and request.user.has_perm(concerns.HANDLE)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.verb_view)
        own = path("<int:object_id>/do/<slug:verb>/", view, name="collections_app_concern_verb")
        return [own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a concern: what is asked, what is hidden, what was done, and what may be done."""
        if not self._may(request):
            raise PermissionDenied
        concern = Concern.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        if concern is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"Concern {concern.code}",
            "opts": self.opts,
            "media": STYLE,
            "concern": concern,
            "page_url": concern.page_address if concern.page_address.startswith("/") else "",
            "targets": _targets(concern),
            "events": concern.events.select_related("by"),
            "verbs": [
                (verb, reverse(VERB, args=[concern.pk, name]))
                for name, verb in FORMS.items()
                if verb.is_possible(concern)
            ],
        }
        return render(request, self.change_form_template, context)

    def verb_view(self, request: HttpRequest, object_id: int, verb: str) -> HttpResponse:
        """Ask what a deed needs to know, then do it."""
        if not self._may(request):
            raise PermissionDenied
        concern = Concern.objects.filter(pk=object_id).first()
        deed = FORMS.get(verb)
        if concern is None or deed is None or not deed.is_possible(concern):
            raise Http404
        looks = "look" in request.POST
        found = self._found(concern, request) if deed.form is HideForm else []
        data = request.POST if request.method == "POST" and not looks else None
        form = deed.form(data, concern=concern, found=found)
        if looks:
            form.keep_what_was_typed(request.POST)
        if form.is_valid():
            try:
                said = self._do(verb, concern, form, request)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, said)
                return redirect(PAGE, concern.pk)
        return self._question(request, concern, deed, form)

    def _found(self, concern: Concern, request: HttpRequest) -> list[Any]:
        """Return what the address of the concern, and those looked up here, show."""
        addresses = [concern.page_address, *request.POST.get("addresses", "").splitlines()]
        records = [record_at(address) for address in addresses if address.strip()]
        suggested: dict[str, Suggestion] = {}
        for record in filter(None, records):
            for one in suggestions_for(record):
                suggested.setdefault(one.key, one)
        return list(suggested.values())

    def _do(self, verb: str, concern: Concern, form: Any, request: HttpRequest) -> str:
        by: Any = request.user
        answers = form.cleaned_data
        if verb == "hide":
            records = [record_of(key) for key in answers["records"]]
            new = concerns.hide(concern, filter(None, records), by=by, words=answers["words"])
            return f"Hidden from everyone outside: {len(new)}."
        if verb == "show":
            lifted = concerns.lift(concern, answers["targets"], by=by, words=answers["words"])
            return f"Shown again, as far as nothing else hides it: {len(lifted)}."
        if verb == "note":
            concerns.note(concern, answers["words"], by=by)
            return "The note is kept."
        if verb == "decide":
            concerns.decide(concern, by=by, **answers)
            return "The decision is recorded."
        if verb == "close":
            concerns.close(concern, by=by, words=answers["words"])
            return "The concern is closed."
        concerns.forget_contact(concern, by=by, with_message=answers["with_message"])
        return "Name and contact are erased."

    def _question(
        self, request: HttpRequest, concern: Concern, deed: Verb, form: Form
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{deed.label}: concern {concern.code}",
            "opts": self.opts,
            "media": STYLE,
            "concern": concern,
            "verb": deed,
            "form": form,
            "looks_up": isinstance(form, HideForm),
            "back_url": reverse(PAGE, args=[concern.pk]),
        }
        return render(request, "collections_app/concern_verb.html", context)

    def log_change(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Write nothing to the log of the admin: what is done here is an event of the concern."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request) if self._may(request) else Concern.objects.none()


def _targets(concern: Concern) -> list[tuple[ConcernTarget, str]]:
    """Return what the concern hides or hid, with the desk of each."""
    found = []
    for target in concern.targets.all():
        record = target.record
        url = ""
        if record is not None:
            meta = record._meta
            name = f"admin:{meta.app_label}_{meta.model_name}_change"
            has_desk = type(record) in admin.site._registry
            url = reverse(name, args=[record.pk]) if has_desk else ""
        found.append((target, url))
    return found


def concerns_that_wait(request: HttpRequest) -> list[DeskWarning]:
    """Return, for whoever may read them, how many concerns nobody has taken up yet."""
    if not request.user.has_perm(concerns.HANDLE):
        return []
    waiting = Concern.objects.filter(stage=Stage.NEW).count()
    if not waiting:
        return []
    words = (
        "1 request of a person affected waits."
        if waiting == 1
        else (f"{waiting} requests of people affected wait.")
    )
    url = reverse("admin:collections_app_concern_changelist")
    return [DeskWarning(words, f"{url}?stage__exact=new", concerns.HANDLE)]


admin.site.warn_with(concerns_that_wait)  # type: ignore[attr-defined]
