"""The admin as the house orders it: rooms from the ground floor up, desks in the order of work."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.db.models import Model
from django.http import HttpRequest
from django.urls import path, reverse

PEOPLE_OF_THE_HOUSE = "People of the house"
PEOPLE_DESKS = ["User", "Group"]
# Addresses and second factors say who is who: their owners change them, nobody does so here.
KEYS_OF_THEIR_OWNERS = {"account.EmailAddress", "mfa.Authenticator"}

MaySee = Callable[[HttpRequest], bool]
Around = Callable[[HttpRequest], AbstractContextManager[Any]]
FindWarnings = Callable[[HttpRequest], Iterable[Any]]


class HouseAdminSite(AdminSite):
    """Django's admin with the desks in the order of work.

    Each room registers its desks in that order, or says it where desks import one another.
    """

    index_title = "Desks"
    site_title = "Desks"
    # Forms and lists need the width; the index of desks is one step away.
    enable_nav_sidebar = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._finders: list[FindWarnings] = []
        self._around: Around = nullcontext
        self._pages: list[tuple[str, Any, str, str, MaySee]] = []
        self._ordered: list[type[Model]] = []

    def put_in_order(self, *models: type[Model]) -> None:
        """Have the desks of these models stand in this order, before the others of their room."""
        self._ordered += models

    def warn_with(self, find: FindWarnings) -> None:
        """Have the first page of the desks show what `find(request)` returns, above the desks."""
        self._finders.append(find)

    def warnings(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return what the finders warn of, each with where to go if the person may."""
        return [
            (warning.words, warning.url if request.user.has_perm(warning.permission) else "")
            for find in self._finders
            for warning in find(request)
        ]

    def add_page(self, route: str, view: Any, name: str, title: str, may_see: MaySee) -> None:
        """Give the desks a page that belongs to no single kind of record.

        Without a title the first page of the desks does not lead to it.
        """
        self._pages.append((route, view, name, title, may_see))

    def get_urls(self) -> list[Any]:
        own = [
            path(route, self.admin_view(view), name=name) for route, view, name, *_ in self._pages
        ]
        return [*own, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        context = {
            "desk_warnings": self.warnings(request),
            "start_pages": [
                (title, reverse(f"{self.name}:{name}"))
                for _, _, name, title, may_see in self._pages
                if title and may_see(request)
            ],
        }
        return super().index(request, (extra_context or {}) | context)

    def surround(self, around: Around) -> None:
        """Have everything that is sent to a desk done inside `around(request)`."""
        self._around = around

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def surrounded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST":
                return inner(request, *args, **kwargs)
            with self._around(request):
                return inner(request, *args, **kwargs)

        return surrounded

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
        order = [*self._ordered, *(model for model in self._registry if model not in self._ordered)]
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
