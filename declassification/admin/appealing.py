"""The pages on which an appeal is begun and its steps recorded, beside its request."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst

from collections_app.admin.desk import DeskAdmin
from declassification.admin.acting import ADDRESS, ActingAdmin
from declassification.admin.appeal_forms import BeginForm, StepForm
from declassification.appeal_stages import APPEAL_STEPS
from declassification.models import AccessRequest, Appeal, begin_appeal


class AppealingAdmin(ActingAdmin):
    """Adds appeals to the desk of requests. Whoever may act on a request and add appeals may."""

    def get_urls(self) -> list[URLPattern]:
        begin = path(
            "<path:object_id>/appeals/begin/",
            self._guarded(self.begin_appeal_view),
            name=f"{ADDRESS}_begin_appeal",
        )
        step = path(
            "<path:object_id>/appeals/<int:appeal_id>/<slug:verb>/",
            self._guarded(self.step_view),
            name=f"{ADDRESS}_appeal_step",
        )
        return [begin, step, *super().get_urls()]

    def may_appeal(self, request: HttpRequest, record: AccessRequest) -> bool:
        return self.may_act(request, record) and request.user.has_perm(
            "declassification.add_appeal"
        )

    def begin_appeal_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask before whom, then begin; a remedy out of time or unknown to the law warns first."""
        record = self._appealable(request, object_id)
        form = BeginForm(request.POST or None, request_asked=record)
        return self._ask_or_do(
            request,
            record,
            form,
            title="Begin an appeal",
            links=[
                ("Write the letter…", reverse(f"admin:{ADDRESS}_choose_letter", args=[record.pk]))
            ],
            do=lambda: begin_appeal(record, by=request.user, **form.facts()),  # type: ignore[arg-type]
        )

    def step_view(
        self, request: HttpRequest, object_id: str, appeal_id: int, verb: str
    ) -> HttpResponse:
        """Ask what a step of an appeal needs to know, then record it."""
        record = self._appealable(request, object_id)
        appeal = record.appeals.filter(pk=appeal_id).first()
        if appeal is None or verb not in APPEAL_STEPS:
            raise Http404
        appeal.request = record
        posted = (request.POST, request.FILES) if request.method == "POST" else ()
        form = StepForm(*posted, appeal=appeal, verb=verb)
        return self._ask_or_do(
            request,
            record,
            form,
            title=f"{capfirst(appeal.get_level_display())}: {APPEAL_STEPS[verb].label}",
            do=lambda: appeal.act(verb, by=request.user, **form.facts()),
        )

    def _appealable(self, request: HttpRequest, object_id: str) -> AccessRequest:
        record = self._record(request, object_id)
        if not self.may_appeal(request, record):
            raise Http404
        return record

    def appeal_lines(self, record: AccessRequest) -> list[tuple[Appeal, str, list[Any]]]:
        """Return each appeal with the address of its page, of its steps now and of its letters."""
        letters = _letters_url(record)
        return [
            (
                appeal,
                reverse("admin:declassification_appeal_change", args=[appeal.pk]),
                [
                    *(
                        (
                            step.label,
                            reverse(
                                f"admin:{ADDRESS}_appeal_step",
                                args=[record.pk, appeal.pk, step.verb],
                            ),
                        )
                        for step in appeal.possible()
                    ),
                    ("Write a letter", f"{letters}?appeal={appeal.pk}"),
                ],
            )
            for appeal in record.appeals.all()
        ]


def _letters_url(record: AccessRequest) -> str:
    return reverse(f"admin:{ADDRESS}_choose_letter", args=[record.pk])


@admin.register(Appeal)
class AppealAdmin(DeskAdmin):
    """Reasons, evidence and counsel of an appeal; how it goes on is recorded at its request."""

    list_display = ["request", "level", "body", "stage", "outcome", "next_hearing_on"]
    list_filter = ["level", "stage", "outcome"]
    list_select_related = ["request", "body"]
    search_fields = ["request__number", "request__title"]
    readonly_fields = ["request", "level", "parent", "stage", "outcome"]
    autocomplete_fields = ["body"]
    raw_id_fields = ["evidence"]
    fieldsets = [
        (None, {"fields": ["request", ("level", "parent"), ("stage", "outcome"), "body"]}),
        ("What is disputed", {"fields": ["against", "public_summary", "is_told"]}),
        (
            "For the house",
            {
                "description": "Never shown to the public, published or not.",
                "fields": ["grounds", "evidence", ("counsel", "next_hearing_on")],
            },
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An appeal is begun at its request, so that the log knows of it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
