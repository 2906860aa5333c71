"""The pages of the public tracker for search engines."""

from collections_app.sitemaps import Section, told
from declassification.models import AccessRequest

SECTIONS = [Section("requests", lambda: told(AccessRequest.objects.public()))]
