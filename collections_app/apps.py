from django.apps import AppConfig

from collections_app.checks import register_checks


class CollectionsConfig(AppConfig):
    """The ground floor: what the archives hold, and who may see it."""

    name = "collections_app"
    verbose_name = "Collections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_checks()
