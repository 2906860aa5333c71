"""The nouns of oral history, one module to each; import them from here."""

from oralhistory.models.access import GrantedVisit, InterviewRequest, InterviewRequestEvent
from oralhistory.models.agreements import ReleaseAgreement
from oralhistory.models.annotations import Annotation, PublicNote
from oralhistory.models.cues import Cue, CueRedaction
from oralhistory.models.documents import DocumentMentioned
from oralhistory.models.index_points import (
    IndexPoint,
    IndexPointLink,
    IndexPointPlace,
    IndexPointText,
    PublicIndexPoint,
)
from oralhistory.models.interviews import Interview, Workflow, card_parts
from oralhistory.models.media import MediaFile
from oralhistory.models.narrator_reviews import NarratorRemark, NarratorReview
from oralhistory.models.participations import (
    SPEAKING_ROLES,
    IdentityMode,
    Participation,
    Role,
)
from oralhistory.models.public_cues import PublicCue, SilencePlan
from oralhistory.models.restrictions import Restriction
from oralhistory.models.reviews import PrivacyCheck, ReviewTask
from oralhistory.models.sessions import Session
from oralhistory.models.transcripts import Transcript

__all__ = [
    "SPEAKING_ROLES",
    "Annotation",
    "Cue",
    "CueRedaction",
    "DocumentMentioned",
    "GrantedVisit",
    "IdentityMode",
    "IndexPoint",
    "IndexPointLink",
    "IndexPointPlace",
    "IndexPointText",
    "Interview",
    "InterviewRequest",
    "InterviewRequestEvent",
    "MediaFile",
    "NarratorRemark",
    "NarratorReview",
    "Participation",
    "PrivacyCheck",
    "PublicCue",
    "PublicIndexPoint",
    "PublicNote",
    "ReleaseAgreement",
    "Restriction",
    "ReviewTask",
    "Role",
    "Session",
    "SilencePlan",
    "Transcript",
    "Workflow",
    "card_parts",
]
