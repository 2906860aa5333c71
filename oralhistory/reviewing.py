"""Review by narrators: sent under a private address, remarked on, answered, settled by the house.

Nothing that a narrator does here publishes anything. What they wish withheld is withheld at once;
everything else is work for the house, which finds it as a task and as the answer itself.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from collections_app.models import User
from oralhistory.models import (
    Cue,
    CueRedaction,
    Interview,
    NarratorRemark,
    NarratorReview,
    Participation,
    Restriction,
    ReviewTask,
    Transcript,
)
from oralhistory.private_links import digest_of_token, end_of, new_token
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.redacting import change_redaction, withhold
from oralhistory.restricting import restrict
from oralhistory.versions import counterparts_of

SEND = "oralhistory.send_narratorreview"
SETTLE = "oralhistory.change_transcript"
LONGEST_DAYS = 366
LONGEST_WORDS = 10_000
WISHED = "wish of the narrator in review"
DAYS_TO_FOLLOW = 14

Answer = NarratorReview.Answer
Kind = NarratorRemark.Kind


def send_for_review(
    participation: Participation,
    transcript: Transcript,
    *,
    until: date,
    due_on: date | None = None,
    by: User | None,
) -> tuple[NarratorReview, str]:
    """Make a private address under which a participant reads a version; return it with its token.

    The token can never be read again. The address ends with the day `until`, at most a year from
    now. Raises `ValidationError` for a version of another interview, one without words, and days
    that are past or in the wrong order.
    """
    today = timezone.localdate()
    if not today <= until <= today + timedelta(days=LONGEST_DAYS):
        raise ValidationError({"until": "Choose a day from today to a year from now."})
    if due_on and not today <= due_on <= until:
        raise ValidationError({"due_on": "Choose a day from today to the end of the address."})
    if not transcript.cues.exists():
        raise ValidationError({"transcript": "This version has no words."})
    token = new_token()
    review = NarratorReview(
        participation=participation,
        transcript=transcript,
        token_sha256=digest_of_token(token),
        made_by=by,
        due_on=due_on,
        expires_at=end_of(until),
    )
    review.full_clean()
    review.save()
    return review, token


def review_of(token: str) -> NarratorReview | None:
    """Return the review of a token while its address leads somewhere; one query.

    `None` alike for what never was, is over or was taken back, and while the interview is on hold.
    """
    found = NarratorReview.objects.open().filter(token_sha256=digest_of_token(token))
    found = found.filter(participation__interview__on_hold_since__isnull=True)
    parts = ("participation__interview", "participation__agent", "transcript__language")
    return found.select_related(*parts).first()


def note_opening(review: NarratorReview) -> None:
    """Keep when the page was first opened."""
    if review.opened_at is None:
        unopened = NarratorReview.objects.filter(pk=review.pk, opened_at__isnull=True)
        unopened.update(opened_at=timezone.now())


def remark(review: NarratorReview, cue: Cue, *, kind: str, words: str) -> NarratorRemark:
    """Keep what a participant wishes of a passage; one to be withheld is withheld at once.

    It is withheld in the version under review and in every version that counts; nothing is given
    back by a later remark. Raises `ValidationError` for a passage of another version, a kind that
    does not exist, a correction without words, and once the review is answered.
    """
    words = words.strip()
    if kind not in Kind.values:
        raise ValidationError({"kind": "Choose what you wish."})
    if kind == Kind.CORRECT and not words:
        raise ValidationError({"words": "Say how it should read."})
    if len(words) > LONGEST_WORDS:
        raise ValidationError({"words": f"At most {LONGEST_WORDS} letters."})
    if cue.transcript_id != review.transcript_id:
        raise ValidationError("This passage is not in the version under review.")
    with transaction.atomic():
        review = _unanswered(review)
        kept = NarratorRemark.objects.create(review=review, cue=cue, kind=kind, words=words)
        if kind == Kind.WITHHOLD:
            _withhold(cue)
        _task(review, "Look at the remarks of the narrator on")
    return kept


def answer(review: NarratorReview, said: str, *, words: str) -> NarratorReview:
    """Keep the answer of a participant, once, and make work of it for the house.

    Whoever does not approve closes transcript, recording and index at once; only staff opens them
    again. Raises `ValidationError` for an answer that does not exist, or a second one.
    """
    if said not in Answer.values:
        raise ValidationError({"answer": "Choose one of the answers."})
    if len(words) > LONGEST_WORDS:
        raise ValidationError({"words": f"At most {LONGEST_WORDS} letters."})
    with transaction.atomic():
        review = _unanswered(review)
        review.answer, review.answer_words = said, words.strip()
        review.answered_at = timezone.now()
        review.save()
        if said == Answer.WITHHOLD:
            _close(review)
        _task(review, "The narrator has answered; record what follows for")
    return review


def revoke(review: NarratorReview) -> NarratorReview:
    """Take a private address back; a second time changes nothing."""
    with transaction.atomic():
        review = NarratorReview.objects.select_for_update().get(pk=review.pk)
        if review.revoked_at is None:
            review.revoked_at = timezone.now()
            review.save(update_fields=["revoked_at"])
    return review


def settle(
    review: NarratorReview, *, outcome: str, approves: Transcript | None, by: User | None
) -> NarratorReview:
    """Record what followed from an answer; with `approves`, that a version is approved by it.

    The version gets the day of the answer as that of its approval. Raises `ValidationError` where
    there is no answer, it was settled before, the answer is no approval, or the version is
    another than the one that was approved: an earlier one, or after “I approve” any other.
    """
    if not outcome.strip():
        raise ValidationError({"outcome": "Say what followed."})
    with transaction.atomic():
        review = _locked(review)
        if review.answered_at is None:
            raise ValidationError("There is no answer yet.")
        if review.settled_at is not None:
            raise ValidationError("What followed is recorded already.")
        if approves is not None:
            _approve(review, approves, by)
        review.outcome, review.settled_by = outcome.strip(), by
        review.settled_at = timezone.now()
        review.save()
        tasks = ReviewTask.objects.filter(state=ReviewTask.State.OPEN, kind=_KIND)
        for task in tasks.filter(interview=review.participation.interview):
            if task.words.endswith(_names(review)):
                task.state, task.outcome, task.updated_by = ReviewTask.State.DONE, outcome, by
                task.save()
    return review


_KIND = ReviewTask.Kind.NARRATOR_REVIEW


def _approve(review: NarratorReview, version: Transcript, by: User | None) -> None:
    if review.answer == Answer.WITHHOLD:
        raise ValidationError({"approves": "The narrator does not approve."})
    reviewed = review.transcript
    same = (version.interview_id, version.language_id) == (
        reviewed.interview_id,
        reviewed.language_id,
    )
    is_later = same and version.version >= reviewed.version
    if not is_later or (review.answer == Answer.APPROVE and version.pk != reviewed.pk):
        raise ValidationError({"approves": "This is not the version that was approved."})
    version.status = Transcript.Status.APPROVED
    version.approved_on = timezone.localdate(review.answered_at)
    version.updated_by = by
    version.full_clean()
    version.save()
    rewrite_public_cues(version.interview, by=by)


def _withhold(cue: Cue) -> None:
    """Withhold a passage as a whole; where it is already, the reason says who wishes it too."""
    same = _same_passages(cue)
    whole = CueRedaction.objects.filter(start__isnull=True, cue__in=[one.pk for one in same])
    standing = list(whole.select_related("cue__transcript"))
    closed = {redaction.cue_id for redaction in standing}
    withhold([one for one in same if one.pk not in closed], by=None, reason=WISHED)
    for redaction in standing:
        if WISHED not in redaction.reason:
            change_redaction(redaction, by=None, reason=f"{redaction.reason}\nAlso the {WISHED}.")


def _same_passages(cue: Cue) -> list[Cue]:
    """Return the passage, and in the versions that count those that may tell the same.

    Translations into other languages follow by themselves.
    """
    version = cue.transcript
    standing = Transcript.objects.filter(interview=version.interview_id).standing()
    told = Q(language=version.language_id) | ~Q(kind=Transcript.Kind.TRANSLATION)
    others = standing.filter(told).exclude(pk=version.pk)
    return [cue, *(one for other in others for one in counterparts_of(cue, other))]


def _close(review: NarratorReview) -> None:
    interview: Interview = review.participation.interview
    for part in (
        Restriction.Part.TRANSCRIPT,
        Restriction.Part.RECORDING,
        Restriction.Part.INDEX,
    ):
        # A restriction of the house may be lifted: the narrator's stands beside it.
        own = interview.restrictions.in_force(part).filter(
            level=Restriction.Level.CLOSED,
            basis=Restriction.Basis.NARRATOR,
            until__isnull=True,
            until_event="",
        )
        if not own.exists():
            note = f"{WISHED[0].upper()}{WISHED[1:]} of {timezone.localdate()}."
            restrict(
                Restriction(
                    interview=interview,
                    part=part,
                    basis=Restriction.Basis.NARRATOR,
                    notes=note,
                ),
                by=None,
            )


def _task(review: NarratorReview, words: str) -> None:
    due = timezone.localdate() + timedelta(days=DAYS_TO_FOLLOW)
    ReviewTask.objects.get_or_create(
        interview=review.participation.interview,
        kind=_KIND,
        state=ReviewTask.State.OPEN,
        words=f"{words} {_names(review)}",
        defaults={"due_on": due, "assigned_to": review.made_by},
    )


def _names(review: NarratorReview) -> str:
    version = review.transcript
    return f"version {version.version} in {version.language}, review {review.pk}"


def _locked(review: NarratorReview) -> NarratorReview:
    rows = NarratorReview.objects.select_for_update(of=("self",))
    return rows.select_related("participation__interview", "transcript__language").get(pk=review.pk)


def _unanswered(review: NarratorReview) -> NarratorReview:
    review = _locked(review)
    if review.answered_at is not None:
        raise ValidationError("This is answered already. Write to us if you wish to change it.")
    if not review.is_open:
        raise ValidationError("This address has ended.")
    return review
