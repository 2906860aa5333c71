"""The nouns of oral history, one module to each; import them from here."""

from oralhistory.models.agreements import ReleaseAgreement
from oralhistory.models.documents import DocumentMentioned
from oralhistory.models.interviews import Interview, Workflow, card_parts
from oralhistory.models.media import MediaFile
from oralhistory.models.participations import (
    SPEAKING_ROLES,
    IdentityMode,
    Participation,
    Role,
)
from oralhistory.models.public_cues import PublicCue
from oralhistory.models.transcripts import Cue, Transcript

__all__ = [
    "SPEAKING_ROLES",
    "Cue",
    "DocumentMentioned",
    "IdentityMode",
    "Interview",
    "MediaFile",
    "Participation",
    "PublicCue",
    "ReleaseAgreement",
    "Role",
    "Transcript",
    "Workflow",
    "card_parts",
]
