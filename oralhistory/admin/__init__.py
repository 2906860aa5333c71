"""The desks of oral history. The admin shows them as they are registered: in the order of work."""

# isort: off
from oralhistory.admin import interviews
from oralhistory.admin import participations
from oralhistory.admin import agreements
from oralhistory.admin import transcripts
from oralhistory.admin import cues
from oralhistory.admin import index_points
from oralhistory.admin import restrictions
from oralhistory.admin import reviews
# isort: on

__all__ = [
    "agreements",
    "cues",
    "index_points",
    "interviews",
    "participations",
    "restrictions",
    "reviews",
    "transcripts",
]
