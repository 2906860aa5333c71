"""The admin as the house orders it: rooms from the ground floor up, desks in the order of work."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest

PEOPLE_OF_THE_HOUSE = "People of the house"
PEOPLE_DESKS = ["User", "Group"]
# Addresses and second factors say who is who: their owners change them, nobody does so here.
KEYS_OF_THEIR_OWNERS = {"account.EmailAddress", "mfa.Authenticator"}


class HouseAdminSite(AdminSite):
    """Django's admin with the desks in the order in which each room registers them."""

    index_title = "Desks"
    site_title = "Desks"
    # Forms and lists need the width; the index of desks is one step away.
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Give every model its desk, except the keys of people of the house."""
        several = isinstance(model_or_iterable, Iterable)
        models = list(model_or_iterable) if several else [model_or_iterable]
        kept = [model for model in models if model._meta.label not in KEYS_OF_THEIR_OWNERS]
        super().register(kept, admin_class, **options)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {
            "site_header": settings.SITE_NAME,
            "site_title": f"{self.site_title} · {settings.SITE_NAME}",
        }

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = self._build_app_dict(request, app_label)
        rooms = list(apps.values())
        order = list(self._registry)
        for room in rooms:
            room["models"].sort(key=lambda desk: order.index(desk["model"]))
        if app_label:
            return rooms
        rooms.sort(key=lambda room: _floor(room["app_label"]))
        return _people_last(rooms)


def _floor(app_label: str) -> tuple[int, str]:
    """Order rooms as they stand on each other; what is not of the house comes after them."""
    houses = [name.rpartition(".")[2] for name in settings.INSTALLED_APPS]
    ground = houses.index("collections_app")
    place = houses.index(app_label) if app_label in houses else len(houses)
    return (ground - place if place <= ground else place, app_label)


def _people_last(rooms: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather accounts and roles, which two applications keep, under one heading."""
    desks = [desk for room in rooms for desk in room["models"]]
    people = [desk for name in PEOPLE_DESKS for desk in desks if desk["object_name"] == name]
    for room in rooms:
        room["models"] = [desk for desk in room["models"] if desk not in people]
    rooms = [room for room in rooms if room["models"]]
    if people:
        rooms.append(
            {
                "name": PEOPLE_OF_THE_HOUSE,
                "app_label": "people",
                "app_url": people[0]["admin_url"],
                "has_module_perms": True,
                "models": people,
            }
        )
    return rooms


class HouseAdminConfig(AdminConfig):
    """Puts `HouseAdminSite` in the place of Django's own."""

    default_site = "collections_app.admin_site.HouseAdminSite"
