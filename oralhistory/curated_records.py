"""What the history must know of interviews and their parts: see `collections_app.curation`."""

from typing import Any

from collections_app.curated_records import BOUNDS, DATE, loses_any
from collections_app.curation import Curated, any_change
from collections_app.curation import register as say
from collections_app.models import User
from collections_app.publication import PublicationState
from oralhistory.models import (
    Annotation,
    Cue,
    CueRedaction,
    DocumentMentioned,
    IndexPoint,
    IndexPointLink,
    IndexPointPlace,
    IndexPointText,
    Interview,
    MediaFile,
    Participation,
    PrivacyCheck,
    ReleaseAgreement,
    Restriction,
    ReviewTask,
    Session,
    Transcript,
)
from oralhistory.public_cues import rewrite_public_cues

MAY_PUBLISH = "oralhistory.publish_interview"
_TOLD = (
    *("ref", "title", "summary", "circumstances", "place", "languages", "subjects"),
    *("content_notice", "access_statement", "rights", *DATE),
)
_NEVER_UNDONE = {
    ReleaseAgreement: "participation__interview",
    Transcript: "interview",
    Cue: "transcript__interview",
    CueRedaction: "cue__transcript__interview",
    Annotation: "cue__transcript__interview",
    MediaFile: "interview",
    Restriction: "interview",
    Session: "interview",
    IndexPoint: "interview",
    IndexPointText: "point__interview",
    IndexPointPlace: "point__interview",
    IndexPointLink: "point__interview",
    PrivacyCheck: "interview",
    ReviewTask: "interview",
}


def register() -> None:
    """Say it of every record of this room; called once, when the application starts.

    Consent and words are corrected by further deeds: an agreement, a version, a recording is
    never undone. Who takes part, and under which name, moves no public date.
    """
    say(
        Interview,
        Curated(
            told=_TOLD,
            kept_with=BOUNDS,
            opening={"advisories": loses_any},
            opened_by=MAY_PUBLISH,
            follow=_interviews_follow,
        ),
    )
    names = ("agent", "role", "identity_mode", "public_name")
    say(
        Participation,
        Curated(
            part_of="interview", opening=dict.fromkeys(names, any_change), opened_by=MAY_PUBLISH
        ),
    )
    say(
        DocumentMentioned,
        Curated(
            part_of="interview",
            told=("item", "start_ms", "note"),
            is_told=_is_told_mention,
            told_needs=("item",),
        ),
    )
    for part, owner in _NEVER_UNDONE.items():
        say(part, Curated(part_of=owner, is_undone=False))


def _is_told_mention(mention: DocumentMentioned) -> bool:
    item = mention.item
    return item.state == PublicationState.PUBLISHED and item.on_hold_since is None


def _interviews_follow(interviews: list[Any], by: User | None) -> None:
    for interview in interviews:
        rewrite_public_cues(interview, by=by)
