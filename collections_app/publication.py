"""The one rule: who may see a record, and from when.

Every record that can be published inherits `Publishable`; every public list, page, file, feed and
count begins with `public()` or `visible_to(user)` of its queryset. A queryset may narrow the rule
of its parent, never widen it: a child nests its parent's own `public()`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from collections_app import dependants
from collections_app.described import DescribedAtField

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from collections_app.models import User

Visitor: TypeAlias = "User | AnonymousUser"
HOLD = "on_hold_since"


class PublicationState(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", gettext_lazy("draft")
    IN_REVIEW = "in_review", gettext_lazy("in review")
    PUBLISHED = "published", gettext_lazy("published")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a record still lacks. `blocks` says whether it may be published all the same.

    `page` is where it is settled, seen from the record's own page at the desk, if not there.
    """

    field: str
    message: str
    blocks: bool = True
    page: str = ""


class NotReady(ValidationError):
    """Raised by `publish()` while something that blocks publication is missing."""

    def __init__(self, gaps: list[Gap]) -> None:
        self.gaps = gaps
        super().__init__([gap.message for gap in gaps])


def may_view_unpublished(user: "Visitor", model: type[models.Model]) -> bool:
    """Whether a person of the house may see records of `model` that are not public."""
    meta = model._meta
    return bool(user.is_active and user.is_staff) and user.has_perm(
        f"{meta.app_label}.view_{meta.model_name}"
    )


def among(records: QuerySet[Any], field: str) -> Exists:
    """Say that what a field points to is one of some records.

    It is asked row by row: for `IN` SQLite first lists all these records, however many there are.
    """
    return Exists(records.filter(pk=OuterRef(field)))


class RuledQuerySet(models.QuerySet):
    """A queryset that answers the two questions of the rule; subclasses say what `public` means."""

    def public(self, at: datetime | None = None) -> Self:
        """Return what anyone may see at the instant `at` (now, unless told)."""
        raise NotImplementedError(f"{type(self).__name__} must state its rule")

    def visible_to(self, user: "Visitor", at: datetime | None = None) -> Self:
        """Return what this person may see: everything for staff who may view the model."""
        if may_view_unpublished(user, self.model):
            return self.all()
        return self.public(at)


class PublishableQuerySet(RuledQuerySet):
    """Records with a publication state and an instant from which they are public."""

    def public(self, at: datetime | None = None) -> Self:
        """Return the published records whose embargo has passed at the instant `at`."""
        return self.published().filter(public_from__lte=at or timezone.now())

    def published(self) -> Self:
        """Return what readers may see now or will see when its embargo has passed."""
        return self.filter(state=PublicationState.PUBLISHED, on_hold_since__isnull=True)

    def tombstones(self) -> Self:
        """Return records withdrawn with a notice: their address answers 410 and says why."""
        withdrawn = self.filter(state=PublicationState.WITHDRAWN, on_hold_since__isnull=True)
        return withdrawn.exclude(withdrawal_notice="")


class Ruled(models.Model):
    """A record whose visibility is decided by its queryset."""

    class Meta:
        abstract = True

    def is_public(self, at: datetime | None = None) -> bool:
        """Ask the rule itself, so that there is no second statement of it. Costs one query."""
        manager: Any = type(self)._default_manager
        return manager.public(at).filter(pk=self.pk).exists()

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802 - a name of Django's
        """Say a choice in words. Django's own way translates all choices to find one of them."""
        value = getattr(self, field.attname)
        # What is none of the choices stays as it is, and nothing stays nothing.
        known: Any = (str(said) for key, said in field.flatchoices if key == value)
        return next(known, value)


class Holdable(models.Model):
    """A record that can be hidden at once, leaving no trace, whatever else it is.

    A hold is written by `hold` and `lift_hold` alone: no form that was open for long and no import
    can undo one.
    """

    on_hold_since = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        db_index=True,
        help_text="Hidden at once, as if it did not exist, until a request of a person concerned "
        "is decided. Whatever else the record is, nobody outside sees it.",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep everything but the hold; `_set_hold` keeps that alone, and changes no date."""
        is_kept = not self._state.adding and self.pk is not None
        if is_kept and not args and not kwargs.get("force_insert"):
            fields = kwargs.get("update_fields")
            if fields is None:
                left_out = {HOLD, *self.get_deferred_fields()}
                names = {one.attname: one.name for one in self._meta.concrete_fields}
                kwargs["update_fields"] = [
                    name
                    for attname, name in names.items()
                    if attname not in left_out and attname != self._meta.pk.attname
                ]
            elif set(fields) != {HOLD}:
                kwargs["update_fields"] = [name for name in fields if name != HOLD]
        super().save(*args, **kwargs)

    def hold(self, *, by: "User | None") -> None:
        """Hide the record from everyone outside at once, leaving no trace; repeated, no change."""
        self._set_hold(self.on_hold_since or timezone.now(), by)

    def lift_hold(self, *, by: "User | None") -> None:
        """End a hold: the record is again as public as its state says."""
        self._set_hold(None, by)

    def _set_hold(self, instant: datetime | None, by: "User | None") -> None:
        if self.on_hold_since == instant:
            return
        with transaction.atomic():
            self.on_hold_since = instant
            self.save(update_fields=[HOLD])
            self._let_follow(by)
            if instant is None:
                dependants.put_back(self, by=by)
            else:
                dependants.take_down(self, by=by)

    def _let_follow(self, by: "User | None") -> None:
        """Bring to others what follows from the record being shown or hidden now."""
        dependants.announce_change(self, by=by)


class Publishable(Ruled, Holdable):
    """A record that the public sees only after somebody published it.

    A new record is a draft. `public_from` is a UTC instant compared in every query, so that an
    embargo needs no job: a record published for a later instant appears at that instant.
    """

    state = models.CharField(
        max_length=12,
        choices=PublicationState.choices,
        default=PublicationState.DRAFT,
        editable=False,
        help_text="Changed by the actions Publish, Send to review and Withdraw, never typed.",
    )
    public_from = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="The record is public from this instant (UTC). Set when it is published.",
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(
        blank=True, editable=False, help_text="For the house only; never shown to the public."
    )
    withdrawal_notice = models.TextField(
        blank=True,
        editable=False,
        help_text="If given, the address answers with this notice instead of 'not found'.",
    )
    described_at = DescribedAtField(
        null=True,
        blank=True,
        editable=False,
        help_text="When what readers see of the description last changed.",
    )

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(public_from__isnull=False),
                name="%(app_label)s_%(class)s_published_says_from_when",
            )
        ]
        indexes = [models.Index(fields=["state", "public_from"], name="%(class)s_public_idx")]

    def publication_gaps(self) -> list[Gap]:
        """List what is missing before this record can be published; empty when nothing is.

        A model adds its own gaps to these, which concern records of every kind.
        """
        return dependants.gaps_of(self)

    def publish(self, *, by: "User | None", public_from: datetime | None = None) -> None:
        """Make the record public from `public_from` (an aware instant; now, unless told).

        Raises `NotReady` with the list of gaps while one of them blocks publication, and
        `ValidationError` for a naive instant.
        """
        if public_from is not None and timezone.is_naive(public_from):
            raise ValidationError({"public_from": "Say the time zone of the embargo."})
        blocking = [gap for gap in self.publication_gaps() if gap.blocks]
        if blocking:
            raise NotReady(blocking)
        now = timezone.now()
        self.state = PublicationState.PUBLISHED
        self.public_from = public_from or now
        self.published_at, self.published_by = now, by
        self.withdrawn_at, self.withdrawal_reason, self.withdrawal_notice = None, "", ""
        self._keep_state(by)

    def send_to_review(self, *, by: "User | None") -> None:
        """Hand a draft to a second reader. Raises `ValidationError` if it is not a draft."""
        if self.state != PublicationState.DRAFT:
            raise ValidationError(f"Only a draft can be sent to review; this is {self.state}.")
        self.state = PublicationState.IN_REVIEW
        self._keep_state(by)

    def withdraw(self, *, by: "User | None", reason: str, notice: str = "") -> None:
        """Take a published record from the public at once, with a reason for the house.

        With a `notice` its address answers 410 and shows the notice; without one it is not
        found. Raises `ValidationError` if it was not published or no reason is given.
        """
        if self.state != PublicationState.PUBLISHED:
            raise ValidationError("Only a published record can be withdrawn.")
        if not reason.strip():
            raise ValidationError({"withdrawal_reason": "Say why the record is withdrawn."})
        self.state = PublicationState.WITHDRAWN
        self.withdrawn_at = timezone.now()
        self.withdrawal_reason, self.withdrawal_notice = reason, notice
        self._keep_state(by)

    def _keep_state(self, by: "User | None") -> None:
        with transaction.atomic():
            self.save()
            self._let_follow(by)
