"""The pages of interviews for search engines."""

from collections_app.sitemaps import Section, told
from oralhistory.models import Interview

SECTIONS = [Section("interviews", lambda: told(Interview.objects.public()))]
