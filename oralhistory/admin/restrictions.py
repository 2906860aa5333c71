"""What is closed of an interview: added by whoever describes it, lifted by whoever may publish."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from collections_app.admin.desk import DeskAdmin
from oralhistory.admin.published_parts import MAY_PUBLISH
from oralhistory.admin.questions import ask, is_answered
from oralhistory.models import Restriction
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.restricting import lift


class LiftForm(forms.Form):
    """Why a restriction is lifted."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="On what ground. For the house only; never shown to the public.",
    )


@admin.register(Restriction)
class RestrictionAdmin(DeskAdmin):
    """A restriction closes at once. It never opens by itself: somebody lifts it, with a reason."""

    list_display = ["interview", "part", "level", "basis", "until", "lifted_on"]
    list_filter = ["part", "level", "basis", ("lifted_on", admin.EmptyFieldListFilter)]
    list_select_related = ["interview"]
    search_fields = ["interview__ref", "interview__title"]
    autocomplete_fields = ["interview"]
    date_hierarchy = "until"
    actions = ["lift"]
    readonly_fields = ["lifted_on", "lifted_because"]
    fieldsets = [
        (None, {"fields": ["interview", "part", "level", "basis"]}),
        ("Until when", {"fields": ["until", "until_event"]}),
        ("What is said of it", {"fields": ["public_statement", "notes"]}),
        ("Lifted", {"fields": ["lifted_on", "lifted_because"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Let what is closed stay closed: part and level of one that is kept do not change."""
        fields = [*super().get_readonly_fields(request, obj)]
        return [*fields, "interview", "part", "level"] if obj else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_PUBLISH)

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        rewrite_public_cues(record.interview, by=request.user)  # type: ignore[arg-type]

    @admin.action(permissions=["publish"], description="Lift…")
    def lift(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = LiftForm(request.POST if is_answered(request) else None)
        restrictions = list(queryset.select_related("interview"))
        if not form.is_valid():
            return ask(
                self,
                request,
                action="lift",
                title="Lift restrictions",
                form=form,
                records=restrictions,
                lines=[f"{one.interview.ref}, {one}" for one in restrictions],
            )
        for restriction in restrictions:
            try:
                lift(restriction, reason=form.cleaned_data["reason"], by=request.user)  # type: ignore[arg-type]
            except ValidationError as refusal:
                messages.error(request, f"Not done: {restriction}. {' '.join(refusal.messages)}")
                continue
            self.log_change(request, restriction, "Lifted.")
            messages.success(request, f"Lifted: {restriction.interview.ref}, {restriction}.")
        return None
