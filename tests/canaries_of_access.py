"""Private addresses, those that open something and those that open nothing any more."""

from datetime import timedelta

from django.utils import timezone

from oralhistory.granting import revoke
from oralhistory.models import InterviewRequest
from oralhistory.reviewing import remark
from tests.make import make_agent
from tests.oralhistory.make import (
    make_access_request,
    make_annotation,
    make_grant,
    make_interview,
    make_media,
    make_participation,
    make_restriction,
    make_review,
    make_transcript,
)


def plant_access(*, shown: str, hidden: str) -> dict[str, list[str]]:
    """Plant an interview open on request that hides words even so; return tokens, by what they do.

    Whoever was granted it reads the word that is shown. Those who asked are named by the hidden
    word, and so are requests for an interview that nobody outside sees.
    """
    person = make_agent(name=f"{hidden}, G", privacy="pseudonym", public_name="Rose")
    interview = make_interview(
        narrators=[{"agent": person, "identity_mode": "pseudonym", "public_name": "Rose"}]
    )
    guest = make_participation(interview=interview, role="other", public_name="A guest")
    said = [
        {"text": f"{shown} granted."},
        {"text": f"{shown}, and {hidden} withheld.", "words_withheld": hidden},
        {"text": f"All of {hidden}.", "is_withheld": True, "withheld_reason": hidden},
        {"text": f"They call me {hidden} G."},
        {"text": f"{shown} of the guest.", "speaker": guest},
    ]
    transcript = make_transcript(interview=interview, cues=said)
    make_annotation(cue=transcript.cues.get(position=2), quote=hidden, body=hidden)
    make_media(interview=interview, name=f"{hidden}.wav")
    for part in ("transcript", "recording"):
        make_restriction(interview=interview, part=part, level="on_request", notes=hidden)
    interview.publish(by=None)
    named = {"name": hidden, "email": f"{hidden}@example.org", "purpose": hidden}
    make_access_request(interview=interview, institution=hidden, **named)
    _, good = make_grant(interview=interview)
    over, expired = make_grant(interview=interview, **named)
    InterviewRequest.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(1))
    ended, revoked = make_grant(interview=interview, **named)
    revoke(ended, reason=hidden, by=None)
    review, read = make_review(participation=guest, transcript=transcript)
    remark(review, transcript.cues.get(position=5), kind="correct", words=f"{shown} so.")
    return {"open": [good, read], "closed": [expired, revoked, *_of_hidden(hidden, named)]}


def _of_hidden(hidden: str, named: dict[str, str]) -> list[str]:
    interview = make_interview(title=hidden)
    transcript = make_transcript(interview=interview, cues=[{"text": hidden}])
    make_restriction(interview=interview, part="transcript", level="on_request")
    interview.publish(by=None)
    _, token = make_grant(interview=interview, **named)
    _, read = make_review(participation=interview.participations.get(), transcript=transcript)
    interview.hold(by=None)
    return [token, read]
