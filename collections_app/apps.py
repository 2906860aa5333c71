from django.apps import AppConfig
from simple_history.signals import pre_create_historical_record

from collections_app.checks import register_checks


class CollectionsConfig(AppConfig):
    """The ground floor: what the archives hold, and who may see it."""

    name = "collections_app"
    verbose_name = "Collections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collections_app.models.changes import note_the_deed

        register_checks()
        pre_create_historical_record.connect(note_the_deed)
