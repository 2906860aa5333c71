"""The desk of accounts: who belongs to the house, and in which roles.

An administrator gives roles. Only a superuser makes superusers, changes their accounts or gives
single permissions, so that nobody raises himself above his role here.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from collections_app.models import User

FOR_SUPERUSERS = ("is_superuser", "user_permissions")


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "full_name", "roles", "is_active", "has_second_factor"]
    list_filter = ["groups", "is_active"]
    ordering = ["username"]
    filter_horizontal = ()
    autocomplete_fields = ["groups"]
    fieldsets = (
        ("Person", {"fields": ("username", "password", ("first_name", "last_name"), "email")}),
        ("Roles", {"fields": ("is_active", "is_staff", "groups")}),
        ("Dates", {"fields": (("last_login", "date_joined"),)}),
    )
    superuser_fieldset = (
        "Beyond roles",
        {"fields": FOR_SUPERUSERS, "description": "For emergencies. Roles are enough for work."},
    )
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        second_factors = Authenticator.objects.filter(
            user=OuterRef("pk"), type=Authenticator.Type.TOTP
        )
        people = super().get_queryset(request).prefetch_related("groups")
        return people.annotate(second_factor=Exists(second_factors))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return (*fieldsets, self.superuser_fieldset)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody deletes a person: what the person did stays signed. The account is closed."""
        return False

    @admin.display(description="name", ordering="last_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description="roles")
    def roles(self, person: User) -> str:
        return ", ".join(group.name for group in person.groups.all()) or "none"

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, person: Any) -> bool:
        return person.second_factor
