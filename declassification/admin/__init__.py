"""The directors' desks. The admin shows them in the order in which they are registered."""

# isort: off
from declassification.admin import directors_desk
from declassification.admin import requests
from declassification.admin import authorities
from declassification.admin import laws
# isort: on

__all__ = ["authorities", "directors_desk", "laws", "requests"]
