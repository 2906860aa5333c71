"""What each deed on the way of a book needs to know, who may do it, and at which stage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.models import Book, Edition, Stage
from collections_app.admin.publication_verbs import EmbargoForm, WithdrawalForm
from collections_app.models import User

CHANGE, CLEAR, RELEASE, WITHDRAW = (
    f"briefingbooks.{action}_book" for action in ("change", "clear", "release", "publish")
)


def _change_note() -> forms.CharField:
    return forms.CharField(
        label="What is new, for readers",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One sentence, read by everybody. May stay empty for a first release.",
    )


class ReasonForm(forms.Form):
    """Why a book goes back to drafting."""

    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the house only. It stays in the record of what was done.",
    )


class ReleaseForm(forms.Form):
    """What readers are told of a release."""

    change_note = _change_note()


class ScheduleForm(EmbargoForm):
    """The instant of a release, as a clock on somebody's wall shows it."""

    change_note = _change_note()

    def clean(self) -> dict[str, Any]:
        answers = dict(self.cleaned_data)
        if self.errors:
            return answers
        clock, zone = datetime.combine(answers.pop("date"), answers.pop("time")), answers["zone"]
        instant = releasing.instant_of(clock, zone)
        if instant <= timezone.now():
            raise ValidationError("This instant has passed. To release at once, choose that.")
        return {**answers, "at": instant}


class EditionForm(forms.Form):
    """What readers are told of a new edition."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[one for one in Edition.Kind.choices if one[0] != Edition.Kind.FIRST],
    )
    change_note = forms.CharField(
        label="What is new, for readers",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Read by everybody, and kept with the edition for ever.",
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: its words, its permissions (one is enough), its stages and what it asks."""

    label: str
    done: str
    do: Callable[..., object]
    permissions: tuple[str, ...]
    stages: tuple[Stage, ...]
    form: type[forms.Form] | None = None
    is_first: bool = False
    is_wanted: Callable[[Book], bool] = bool

    def is_possible(self, book: Book, person: User) -> bool:
        """Whether this person may do it to this book now."""
        may = any(person.has_perm(permission) for permission in self.permissions)
        is_own = self.do is releasing.clear and book.sent_by_id == person.pk
        return may and book.stage in self.stages and self.is_wanted(book) and not is_own


DEEDS = {
    "send-to-review": Deed(
        "Send to review",
        "Sent to review",
        releasing.send_to_review,
        (CHANGE,),
        (Stage.DRAFTING,),
        is_first=True,
    ),
    "clear": Deed(
        "Clear it",
        "Cleared",
        releasing.clear,
        (CLEAR,),
        (Stage.REVIEW, Stage.RELEASED),
        is_first=True,
        is_wanted=lambda book: book.stage == Stage.REVIEW or releasing.is_proposed(book),
    ),
    "propose-edition": Deed(
        "Ask for a new edition to be cleared",
        "Asked for",
        releasing.propose_edition,
        (CHANGE,),
        (Stage.RELEASED,),
        is_wanted=releasing.may_be_proposed,
    ),
    "release-edition": Deed(
        "Release a new edition",
        "New edition released",
        releasing.release_edition,
        (RELEASE,),
        (Stage.RELEASED,),
        form=EditionForm,
        is_wanted=releasing.is_cleared_anew,
    ),
    "schedule": Deed(
        "Schedule the release",
        "Scheduled",
        releasing.release,
        (RELEASE,),
        (Stage.CLEARED, Stage.SCHEDULED),
        form=ScheduleForm,
        is_first=True,
    ),
    "release": Deed(
        "Release now",
        "Released",
        releasing.release,
        (RELEASE,),
        (Stage.CLEARED, Stage.SCHEDULED),
        form=ReleaseForm,
    ),
    "take-back": Deed(
        "Take back to drafting",
        "Taken back to drafting",
        releasing.take_back,
        (CHANGE, RELEASE),
        (Stage.REVIEW, Stage.CLEARED, Stage.SCHEDULED, Stage.WITHDRAWN),
        form=ReasonForm,
    ),
    "withdraw": Deed(
        "Withdraw",
        "Withdrawn",
        releasing.withdraw,
        (WITHDRAW, RELEASE),
        (Stage.RELEASED,),
        form=WithdrawalForm,
    ),
}
