"""The desk of tasks, and the six questions asked before an interview goes to the public."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from collections_app.admin.desk import DeskAdmin
from oralhistory.models import PrivacyCheck, ReviewTask, Transcript


class PrivacyCheckForm(forms.ModelForm):
    """The six questions, each with what it means."""

    class Meta:
        model = PrivacyCheck
        fields = [
            "interview",
            "transcript",
            *(field for field, _, _ in PrivacyCheck.QUESTIONS),
            "notes",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question, meaning in PrivacyCheck.QUESTIONS:
            if name in self.fields:
                self.fields[name].label = question
                self.fields[name].help_text = meaning
                self.fields[name].widget = forms.RadioSelect(choices=PrivacyCheck.Answer.choices)
        interview = self.initial.get("interview")
        if "transcript" in self.fields and interview:
            versions = Transcript.objects.filter(interview=interview)
            self.fields["transcript"].queryset = versions  # type: ignore[attr-defined]
            self.initial.setdefault("transcript", versions.filter(is_current=True).first())


@admin.register(PrivacyCheck)
class PrivacyCheckAdmin(DeskAdmin):
    """Only ever added: who looks again answers again, and the last answers count."""

    form = PrivacyCheckForm
    list_display = ["interview", "created_at", "created_by", "is_passed"]
    list_select_related = ["interview", "created_by"]
    search_fields = ["interview__ref", "interview__title"]
    autocomplete_fields = ["interview"]
    fieldsets = [
        (None, {"fields": ["interview", "transcript"]}),
        ("The six questions", {"fields": [field for field, _, _ in PrivacyCheck.QUESTIONS]}),
        (None, {"fields": ["notes"]}),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Nothing more: a check opens nothing by itself."""

    @admin.display(description="passed", boolean=True)
    def is_passed(self, check: PrivacyCheck) -> bool:
        return check.is_passed


@admin.register(ReviewTask)
class ReviewTaskAdmin(DeskAdmin):
    """Work on interviews, by whom and until when."""

    list_display = ["interview", "kind", "words", "assigned_to", "due_on", "state"]
    list_filter = ["state", "kind", "assigned_to"]
    list_select_related = ["interview", "assigned_to"]
    search_fields = ["interview__ref", "interview__title", "words"]
    autocomplete_fields = ["interview", "assigned_to"]
    fieldsets = [
        (None, {"fields": ["interview", "kind", "words"]}),
        ("By whom, until when", {"fields": ["assigned_to", "due_on"]}),
        ("What came of it", {"fields": ["state", "outcome"]}),
    ]

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Nothing more: a task opens and closes nothing."""
