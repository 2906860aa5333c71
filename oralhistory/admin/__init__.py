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
from oralhistory.admin import access_requests
from oralhistory.admin import narrator_reviews
from oralhistory.admin import testimony_desk
# isort: on

__all__ = [
    "access_requests",
    "agreements",
    "cues",
    "index_points",
    "interviews",
    "narrator_reviews",
    "participations",
    "restrictions",
    "reviews",
    "testimony_desk",
    "transcripts",
]
