"""The public acts as staff meet them: what each is called, what it asks, how many it is done to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.utils import from_current_timezone
from django.utils import timezone

from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from collections_app.protected_names import protected_finder
from collections_app.publication import PublicationState, Publishable

if TYPE_CHECKING:
    from collections_app.models import User

NEAR_ZONES = ["UTC", "Africa/Kigali", "Europe/Brussels", "Europe/Paris", "America/New_York"]


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the time zones by name, those that this house meets most often first."""
    near = list(dict.fromkeys([settings.TIME_ZONE, *NEAR_ZONES]))
    others = sorted(available_timezones() - set(near))
    return [
        ("Often used", [(zone, zone) for zone in near]),
        ("All", [(zone, zone) for zone in others]),
    ]


class EmbargoForm(forms.Form):
    """From which instant the records are public, as a clock on somebody's wall shows it."""

    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}), initial="00:00")
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        initial=lambda: settings.TIME_ZONE,
        help_text="The zone in which this date and time are meant.",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if self.errors:
            return answers
        with timezone.override(ZoneInfo(answers["zone"])):
            instant = from_current_timezone(datetime.combine(answers["date"], answers["time"]))
        if instant <= timezone.now():
            raise ValidationError("This instant has passed. To publish at once, choose Publish.")
        return {"public_from": instant}


class WithdrawalForm(forms.Form):
    """Why the records are taken back, and what their address says from now on."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the house only; never shown to the public.",
    )
    notice = forms.CharField(
        label="Public notice",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If given, the address answers “withdrawn” with this notice. If left empty, it "
        "answers as if there had never been anything.",
    )

    def clean_notice(self) -> str:
        notice: str = self.cleaned_data["notice"]
        if protected_finder().finds_in(notice):
            raise ValidationError("The name of a protected person stands in it.")
        return notice


@dataclass(frozen=True, slots=True)
class Verb:
    """A public act: its name in addresses, its words, what it asks, and the deed itself."""

    name: str
    label: str
    done: str
    do: Callable[..., None]
    possible: Callable[[Publishable], bool]
    form: type[forms.Form] | None = None
    permission: str = "publish"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; `problems` says why nothing was done."""

    record: Publishable
    problems: list[str]


def _is_public_now(record: Publishable) -> bool:
    return (
        record.state == PublicationState.PUBLISHED
        and record.public_from is not None
        and record.public_from <= timezone.now()
    )


def _publish(record: Publishable, by: "User", public_from: datetime | None = None) -> None:
    if _is_public_now(record):
        raise ValidationError("It is public already.")
    record.publish(by=by, public_from=public_from)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "publish",
            "Publish",
            "Published",
            _publish,
            lambda record: not _is_public_now(record),
        ),
        Verb(
            "publish-from",
            "Publish from a date",
            "To be public from the date given",
            _publish,
            lambda record: not _is_public_now(record),
            form=EmbargoForm,
        ),
        Verb(
            "send-to-review",
            "Send to review",
            "Sent to review",
            lambda record, by: record.send_to_review(by=by),
            lambda record: record.state == PublicationState.DRAFT,
            permission="change",
        ),
        Verb(
            "withdraw",
            "Withdraw",
            "Withdrawn",
            lambda record, by, **words: record.withdraw(by=by, **words),
            lambda record: record.state == PublicationState.PUBLISHED,
            form=WithdrawalForm,
        ),
    )
}


def perform(
    verb: Verb, records: Iterable[Publishable], by: "User", answers: dict[str, Any]
) -> list[Outcome]:
    """Do one act to each record, in one transaction; a record that refuses is left as it was."""
    outcomes = []
    records = list(records)
    title = f"{verb.done}: {_named(records)}"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        for record in records:
            try:
                with transaction.atomic():
                    verb.do(record, by, **answers)
            except ValidationError as refusal:
                outcomes.append(Outcome(record, refusal.messages))
            else:
                outcomes.append(Outcome(record, []))
    return outcomes


def _named(records: list[Publishable]) -> str:
    """Say how many records of which kind an act concerns; the history names each of them."""
    meta = records[0]._meta if records else Publishable._meta
    kind = meta.verbose_name if len(records) == 1 else meta.verbose_name_plural
    return f"{len(records)} {kind}"
