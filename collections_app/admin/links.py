"""The desk of external links: an address described once, used with a note wherever it matters."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from collections_app.admin.desk import DeskAdmin, stamp
from collections_app.background import enqueue
from collections_app.link_checks.tasks import ask_now
from collections_app.models import ExternalLink, LinkStatus
from collections_app.models.changes import ChangeSet, recording
from collections_app.models.links import DECIDABLE

AT_ONCE = 20
LEFT_TO_CHECKS = ""


class LinkForm(ModelForm):
    """A link with the word of a person about it, where there is one."""

    decision = forms.ChoiceField(
        label="Status decided",
        required=False,
        choices=[
            (LEFT_TO_CHECKS, "no: as the checks find it"),
            *((status.value, status.label) for status in DECIDABLE),
        ],
        help_text="Where you know better than the checks. What you decide is told to readers and "
        "stays, whatever the checks find, until you leave it to them again.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.status_is_decided and "decision" in self.fields:
            self.fields["decision"].initial = self.instance.status


def decide(link: ExternalLink, decision: str, *, by: Any) -> None:
    """Let a person's word stand, or take it back where `decision` is empty."""
    if decision == LEFT_TO_CHECKS:
        link.leave_to_checks(by=by)
    else:
        link.decide(decision, by=by)


@admin.register(ExternalLink)
class ExternalLinkAdmin(DeskAdmin):
    form = LinkForm
    list_display = ["title", "status", "status_is_decided", "last_checked", "host", "publisher"]
    list_filter = ["status", "status_is_decided", "found"]
    search_fields = ["title", "publisher", "url"]
    actions = ["check_now", "decide_answers", "decide_gone", "leave_to_checks"]
    readonly_fields = [
        *("status", "last_checked", "found", "checked_at", "http_status", "said_last"),
        *("final_url", "failures", "first_failed_at", "decided_by", "decided_at"),
    ]
    fieldsets = [
        (None, {"fields": ["url", "title", ("publisher", "language")]}),
        ("Archived copy", {"fields": ["archived_url", "archived_at"]}),
        (
            "What readers are told",
            {"fields": [("status", "last_checked"), "decision", ("decided_by", "decided_at")]},
        ),
        (
            "What the checks found",
            {
                "fields": [
                    ("found", "checked_at"),
                    ("http_status", "said_last"),
                    "final_url",
                    ("failures", "first_failed_at"),
                ]
            },
        ),
    ]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if "url" in form.changed_data:
            obj.forget_checks()
        if "decision" in form.changed_data:
            stamp(obj, request)
            decide(obj, form.cleaned_data["decision"], by=request.user)
        else:
            super().save_model(request, obj, form, change)

    @admin.action(description="Check now", permissions=["change"])
    def check_now(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Ask the chosen links after this answer, as politely as ever."""
        keys = list(queryset.values_list("pk", flat=True)[: AT_ONCE + 1])
        if len(keys) > AT_ONCE:
            words = f"Choose {AT_ONCE} at most; the rest is asked by check_links."
            self.message_user(request, words, messages.ERROR)
            return
        with transaction.atomic():
            enqueue(ask_now, keys)
        words = "The links are being asked, slowly. Look again in a minute or two."
        self.message_user(request, words, messages.SUCCESS)

    @admin.action(description="Decide: it answers", permissions=["change"])
    def decide_answers(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, LinkStatus.OK)

    @admin.action(description="Decide: it is no longer available", permissions=["change"])
    def decide_gone(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, LinkStatus.GONE)

    @admin.action(description="Leave the status to the checks", permissions=["change"])
    def leave_to_checks(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._decide(request, queryset, LEFT_TO_CHECKS)

    def _decide(self, request: HttpRequest, queryset: QuerySet, decision: str) -> None:
        title = f"Status of links: {LinkStatus(decision).label if decision else 'left to checks'}"
        with (
            transaction.atomic(),
            recording(by=request.user, source=ChangeSet.Source.BULK, title=title),
        ):
            chosen = list(queryset)
            for link in chosen:
                decide(link, decision, by=request.user)
            self.announce(request, chosen)
        self.message_user(request, f"Decided for {len(chosen)} links.", messages.SUCCESS)
