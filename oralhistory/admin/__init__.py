"""The desks of oral history, in the order of work."""

from oralhistory.admin.agreements import ReleaseAgreementAdmin
from oralhistory.admin.cues import CueAdmin
from oralhistory.admin.interviews import InterviewAdmin
from oralhistory.admin.participations import ParticipationAdmin
from oralhistory.admin.transcripts import TranscriptAdmin

__all__ = [
    "CueAdmin",
    "InterviewAdmin",
    "ParticipationAdmin",
    "ReleaseAgreementAdmin",
    "TranscriptAdmin",
]
