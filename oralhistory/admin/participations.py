"""One participant on a page of their own: found from agreements, changed like on the interview."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from collections_app.admin.desk import DeskAdmin
from oralhistory.admin.published_parts import SettledParticipationForm, is_for_publishers
from oralhistory.models import Participation
from oralhistory.public_cues import rewrite_public_cues


@admin.register(Participation)
class ParticipationAdmin(DeskAdmin):
    """Not listed among the desks: participants are worked on at their interview."""

    is_named_in_deeds = False
    list_display = ["interview", "house_name", "role", "identity_mode"]
    list_select_related = ["interview", "agent"]
    search_fields = ["interview__ref", "interview__title", "agent__name", "public_name"]
    autocomplete_fields = ["interview", "agent"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Let nobody move to another interview: consent and words belong to this one."""
        return ["interview"] if obj else []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is not None and is_for_publishers(request, obj.interview):
            kwargs["form"] = SettledParticipationForm
        return super().get_form(request, obj, change, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and is_for_publishers(request, obj.interview):
            return False
        return super().has_delete_permission(request, obj)

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        rewrite_public_cues(record.interview, by=request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        interview = obj.interview
        super().delete_model(request, obj)
        rewrite_public_cues(interview, by=request.user)  # type: ignore[arg-type]
