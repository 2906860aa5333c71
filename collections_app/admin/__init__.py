"""The desks. The admin shows them in the order in which they are registered: the order of work."""

# isort: off
from collections_app.admin import items
from collections_app.admin import copies
from collections_app.admin import pages
from collections_app.admin import agents
from collections_app.admin import archives
from collections_app.admin import terms
from collections_app.admin import links
from collections_app.admin import accounts
# isort: on

__all__ = ["accounts", "agents", "archives", "copies", "items", "links", "pages", "terms"]
