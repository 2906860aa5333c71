"""How the list of requests is narrowed by what is computed and never stored."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from declassification.clocks import SOON
from declassification.stages import Ball


class TimeFilter(admin.SimpleListFilter):
    """Where the authority's clock stands today."""

    title = "time"
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", "Overdue"),
            ("soon", f"Due within {SOON} days"),
            ("paused", "Clock stands still"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found: Any = queryset
        narrow = {"overdue": found.overdue, "soon": found.due_soon, "paused": found.paused}
        by_clock = narrow.get(self.value() or "")
        return by_clock() if by_clock else queryset


class BallFilter(admin.SimpleListFilter):
    """Who has to act next."""

    title = "ball with"
    parameter_name = "ball"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(ball.value, ball.label.capitalize()) for ball in Ball]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        found: Any = queryset
        side = self.value()
        return found.ball_with(Ball(side)) if side in Ball.values else queryset
