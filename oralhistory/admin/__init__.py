"""The desks of oral history. The admin shows them as they are registered: in the order of work."""

# isort: off
from oralhistory.admin import interviews
from oralhistory.admin import participations
from oralhistory.admin import agreements
from oralhistory.admin import transcripts
from oralhistory.admin import cues
# isort: on

__all__ = ["agreements", "cues", "interviews", "participations", "transcripts"]
