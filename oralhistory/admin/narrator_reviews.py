"""The desk of reviews by narrators: an address is made, the answer read, what followed recorded."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from oralhistory.admin.private_pages import ReadOnlyDesk, show_address_once
from oralhistory.admin.questions import ask, is_answered
from oralhistory.models import NarratorReview, Transcript
from oralhistory.reviewing import SEND, SETTLE, revoke, send_for_review, settle

PAGE = "admin:oralhistory_narratorreview_change"
DEED = "admin:oralhistory_narratorreview_deed"
USUAL_DAYS, DUE_DAYS = 60, 30
SHOWN_ONCE = (
    "The private address is shown this once. Send it to the participant and to nobody else, by the "
    "way that is safe for them; nothing is sent by itself. It ends with {until:%-d %B %Y}."
)


class KnownKeys(AutocompleteSelect):
    """Shows the form again whatever was sent as a key; Django's own stumbles over other words."""

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        keys = [one for one in value if one.isascii() and one.isdecimal() and len(one) < 19]
        return super().optgroups(name, keys, attrs)


class SendForm(forms.ModelForm):
    """Who reads which version, and until when."""

    until = forms.DateField(
        label="Address ends with", widget=AdminDateWidget, help_text="At most a year from now."
    )

    class Meta:
        model = NarratorReview
        fields = ["participation", "transcript", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.initial.setdefault("until", today + timedelta(days=USUAL_DAYS))
        self.initial.setdefault("due_on", today + timedelta(days=DUE_DAYS))
        self.made: tuple[NarratorReview, str] | None = None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            self.made = send_for_review(
                said["participation"],
                said["transcript"],
                until=said["until"],
                due_on=said["due_on"],
                by=None,
            )
        return said


class SettleForm(forms.Form):
    """What followed from an answer."""

    approves = forms.ModelChoiceField(
        label="Approved by this answer",
        queryset=Transcript.objects.none(),
        required=False,
        help_text="The version becomes “approved by the narrator”, with the day of the answer. "
        "Leave empty where nothing is approved yet.",
    )
    outcome = forms.CharField(
        label="What followed",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Which changes were made, and what was told to the narrator. For the house only.",
    )

    def __init__(self, *args: Any, review: NarratorReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = review.transcript
        same = Transcript.objects.filter(interview=version.interview_id, language=version.language)
        if review.answer == NarratorReview.Answer.APPROVE:
            same = same.filter(pk=version.pk)
        if review.answer == NarratorReview.Answer.WITHHOLD:
            same = same.none()
        field: Any = self.fields["approves"]
        field.queryset = same.filter(version__gte=version.version).select_related(
            "interview", "language"
        )


@admin.register(NarratorReview)
class NarratorReviewAdmin(ReadOnlyDesk):
    """The answer is evidence: it stands here as it was given, and publishes nothing."""

    form = SendForm
    list_display = ["transcript", "participation", "sent_on", "due_on", "state"]
    list_filter = ["answer", ("settled_at", admin.EmptyFieldListFilter)]
    list_select_related = [
        "transcript__interview",
        "transcript__language",
        "participation__agent",
    ]
    search_fields = ["transcript__interview__ref", "transcript__interview__title"]
    autocomplete_fields = ["participation", "transcript"]
    fieldsets = [
        (None, {"fields": ["participation", "transcript"]}),
        ("Until when", {"fields": ["due_on", "until"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEND)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        kwargs["widget"] = KnownKeys(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="state")
    def state(self, review: NarratorReview) -> str:
        return review.state

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.deed_view)
        name = "oralhistory_narratorreview_deed"
        return [path("<int:key>/do/<slug:verb>/", view, name=name), *super().get_urls()]

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> NarratorReview:
        review, _ = form.made
        return review

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.made_by = request.user
        obj.save(update_fields=["made_by"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        form.save_m2m = lambda: None
        request.review_token = form.made[1]  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        token: str = request.review_token  # type: ignore[attr-defined]
        until = timezone.localdate(obj.expires_at - timedelta(seconds=1))
        return show_address_once(
            self,
            request,
            title=f"To be sent: {obj}",
            address=reverse("oralhistory:narrator-review", args=[token]),
            words=SHOWN_ONCE.format(until=until),
            back_url=reverse(PAGE, args=[obj.pk]),
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a review: the answer, what was wished of passages, and what may be done."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        review = self._find(object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Review of {review.transcript}",
            "opts": self.opts,
            "media": self.media,
            "review": review,
            "remarks": review.remarks.select_related("cue").order_by("cue__position", "at", "pk"),
            "deeds": [
                (label, reverse(DEED, args=[review.pk, verb]))
                for verb, label in self._deeds(request, review).items()
            ],
        }
        return render(request, "oralhistory/narrator_review_desk.html", context)

    def _deeds(self, request: HttpRequest, review: NarratorReview) -> dict[str, str]:
        deeds = {}
        if review.answered_at and not review.settled_at and request.user.has_perm(SETTLE):
            deeds["settle"] = "Record what follows"
        if review.is_open and request.user.has_perm(SEND):
            deeds["revoke"] = "Take the address back"
        return deeds

    def deed_view(self, request: HttpRequest, key: int, verb: str) -> HttpResponse:
        """Ask what a deed needs to know, then do it."""
        review = self._find(str(key))
        label = self._deeds(request, review).get(verb)
        if label is None:
            raise Http404
        data = request.POST if is_answered(request) else None
        form = SettleForm(data, review=review) if verb == "settle" else forms.Form(data)
        if form.is_valid():
            try:
                if verb == "settle":
                    settle(review, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
                else:
                    revoke(review)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, f"Done: {label.lower()}.")
                return redirect(PAGE, review.pk)
        return ask(
            self,
            request,
            action=verb,
            title=f"{label}: {review}",
            form=form,
            records=[review],
            lines=[f"{review.participation}: {review.state}", *_said(review)],
            back_url=reverse(PAGE, args=[review.pk]),
        )

    def _find(self, key: str) -> NarratorReview:
        reviews = NarratorReview.objects.select_related(
            *("participation__agent", "participation__interview", "transcript__interview"),
            *("transcript__language", "made_by", "settled_by"),
        )
        is_number = key.isascii() and key.isdecimal() and len(key) < 19
        review = reviews.filter(pk=key).first() if is_number else None
        if review is None:
            raise Http404
        return review


def _said(review: NarratorReview) -> list[str]:
    return [f"In their words: {review.answer_words}"] if review.answer_words else []
