"""What the house does when a person named or shown here, or next of kin, asks it to.

One deed hides whatever is meant from everyone outside, at once and without a trace; a decision,
which is recorded, shows it again or closes it for good. Nothing about the request itself reaches
the records, their history, or anybody who may not handle concerns.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.mail import mail_admins
from django.db import models, transaction
from django.utils import timezone
from django_tasks import task

from collections_app import background
from collections_app.models import ChangeSet, Concern, ConcernEvent, ConcernTarget
from collections_app.models.changes import recording
from collections_app.publication import Holdable, PublicationState, Publishable

if TYPE_CHECKING:
    from collections_app.models import User

HANDLE = "collections_app.handle_concern"
# What everybody at a desk may read in the history of a record; why is told nowhere but here.
ON_HOLD, SHOWN_AGAIN = "On hold", "No longer on hold"
CLOSED_FOR_GOOD = "Closed by a decision of the house."

Kind = ConcernEvent.Kind
Stage = Concern.Stage


class Follow(models.TextChoices):
    """What becomes of what was hidden, once it is decided."""

    SHOW = "show", "Show it again as it was"
    KEEP = "keep", "Keep it hidden for good"
    CHANGE = "change", "Keep it hidden until it is corrected or a pseudonym is given"


def receive(answers: Mapping[str, Any], *, sent_as: UUID, desk_url: str = "") -> Concern:
    """Keep what somebody asks and tell the house that something came, without saying what.

    The same form sent again gives the same concern. Everything is kept in one transaction.
    """
    with transaction.atomic():
        concern, is_new = Concern.objects.get_or_create(sent_as=sent_as, defaults=dict(answers))
        if is_new:
            _note(concern, Kind.RECEIVED, None)
            background.enqueue(tell_the_house, desk_url)
    return concern


@task()
def tell_the_house(desk_url: str) -> None:
    """Write to the administrators that a request has come in. The letter holds none of it."""
    mail_admins(
        "A request of a person affected has come in",
        f"It can be read at the desk: {desk_url or 'Concerns of people affected'}\n",
        fail_silently=True,
    )


def hide(
    concern: Concern, records: Iterable[Holdable], *, by: "User | None", words: str = ""
) -> list[ConcernTarget]:
    """Hide records, files and pages from everyone outside until the concern is decided.

    All in one transaction: when this returns, no address, list, count, search or file shows any
    of it. Repeated, it changes nothing. Raises `ValidationError` for a concern that is closed and
    where nothing is chosen.
    """
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.HOUSE, title=ON_HOLD):
        concern = _locked(concern)
        if concern.stage == Stage.CLOSED:
            raise ValidationError("This concern is closed.")
        chosen = [_fresh(record) for record in records]
        if not chosen:
            raise ValidationError("Choose what to hide.")
        new = [_hide_one(concern, record, by) for record in chosen if not _hides(concern, record)]
        if new:
            said = "; ".join(str(target) for target in new)
            _note(concern, Kind.HIDDEN, by, f"{said}. {words}".strip())
        if concern.stage == Stage.NEW:
            concern.stage = Stage.HIDDEN
            concern.save(update_fields=["stage"])
    return new


def lift(
    concern: Concern,
    targets: Iterable[ConcernTarget],
    *,
    by: "User | None",
    words: str = "",
) -> list[ConcernTarget]:
    """Show again what was hidden, exactly as its own state says; return what was lifted.

    A record that another concern hides too, or that was on hold before, stays hidden.
    """
    title = SHOWN_AGAIN
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.HOUSE, title=title):
        concern = _locked(concern)
        keys = [target.pk for target in targets]
        lifted = list(concern.targets.filter(pk__in=keys, lifted_at__isnull=True))
        for target in lifted:
            target.lifted_at = timezone.now()
            target.save(update_fields=["lifted_at"])
            record: Any = target.record
            if record is not None and not target.was_on_hold and not _is_hidden(record):
                _fresh(record).lift_hold(by=by)
        if lifted:
            said = "; ".join(str(target) for target in lifted)
            _note(concern, Kind.LIFTED, by, f"{said}. {words}".strip())
    return lifted


def decide(
    concern: Concern, *, outcome: str, decision: str, follow: str, by: "User | None"
) -> Concern:
    """Record what was decided and why, and let what was hidden follow.

    Raises `ValidationError` where no reason is given or the concern is closed.
    """
    if not decision.strip():
        raise ValidationError({"decision": "Say what was decided, and why."})
    with transaction.atomic():
        concern = _locked(concern)
        if concern.stage == Stage.CLOSED:
            raise ValidationError("This concern is closed.")
        concern.stage, concern.outcome = Stage.DECIDED, outcome
        concern.decision, concern.decided_at = decision.strip(), timezone.now()
        concern.save()
        words = f"{concern.get_outcome_display()}. {concern.decision} {Follow(follow).label}."
        _note(concern, Kind.DECIDED, by, words)
        if follow == Follow.SHOW:
            lift(concern, concern.targets.all(), by=by)
        elif follow == Follow.KEEP:
            _close_for_good(concern, by)
    return concern


def close(concern: Concern, *, by: "User | None", words: str = "") -> Concern:
    """End a concern that is decided. Raises `ValidationError` before that."""
    with transaction.atomic():
        concern = _locked(concern)
        if concern.stage != Stage.DECIDED:
            raise ValidationError("Decide it first.")
        concern.stage = Stage.CLOSED
        concern.save(update_fields=["stage"])
        _note(concern, Kind.CLOSED, by, words)
    return concern


def forget_contact(concern: Concern, *, by: "User | None", with_message: bool = False) -> Concern:
    """Erase who asked and how to reach them; with `with_message` their words too. No way back.

    Raises `ValidationError` while the concern is not closed.
    """
    with transaction.atomic():
        concern = _locked(concern)
        if concern.stage != Stage.CLOSED:
            raise ValidationError("Close it first: until then they may have to be reached.")
        concern.name = concern.contact = ""
        if with_message:
            concern.message = concern.material = ""
        concern.contact_forgotten_at = timezone.now()
        concern.save()
        _note(concern, Kind.FORGOTTEN, by, "Message erased too." if with_message else "")
    return concern


def note(concern: Concern, words: str, *, by: "User | None") -> ConcernEvent:
    """Add a note for whoever handles concerns. Raises `ValidationError` for an empty one."""
    if not words.strip():
        raise ValidationError({"words": "The note is empty."})
    return _note(concern, Kind.NOTE, by, words.strip())


def _note(concern: Concern, kind: str, by: "User | None", words: str = "") -> ConcernEvent:
    return ConcernEvent.objects.create(concern=concern, kind=kind, by=by, words=words)


def _locked(concern: Concern) -> Concern:
    return Concern.objects.select_for_update().get(pk=concern.pk)


def _fresh(record: Holdable) -> Any:
    """Return a record as it is stored, held against anybody who would write it meanwhile."""
    rows: Any = type(record)._base_manager
    return rows.select_for_update().get(pk=record.pk)


def _open_targets(record: models.Model) -> models.QuerySet[ConcernTarget]:
    kind = ContentType.objects.get_for_model(record)
    return ConcernTarget.objects.filter(
        content_type=kind, object_id=record.pk, lifted_at__isnull=True
    )


def _hides(concern: Concern, record: models.Model) -> bool:
    return _open_targets(record).filter(concern=concern).exists()


def _is_hidden(record: models.Model) -> bool:
    return _open_targets(record).exists()


def _hide_one(concern: Concern, record: Any, by: "User | None") -> ConcernTarget:
    was_on_hold = record.on_hold_since is not None and not _is_hidden(record)
    target = ConcernTarget.objects.create(concern=concern, record=record, was_on_hold=was_on_hold)
    record.hold(by=by)
    return target


def _close_for_good(concern: Concern, by: "User | None") -> None:
    """Withdraw without a notice what was published; the hold stays, whoever publishes it again."""
    keep = partial(recording, by=by, source=ChangeSet.Source.HOUSE, title=CLOSED_FOR_GOOD)
    with keep():
        for target in concern.targets.filter(lifted_at__isnull=True):
            record: Any = target.record
            is_published = (
                isinstance(record, Publishable) and record.state == PublicationState.PUBLISHED
            )
            if is_published:
                _fresh(record).withdraw(by=by, reason=CLOSED_FOR_GOOD)
