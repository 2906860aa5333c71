from django.apps import AppConfig
from django.db.backends.signals import connection_created
from simple_history.signals import pre_create_historical_record

from collections_app.checks import register_checks
from collections_app.refused_rows import keep_rows_out_of_errors


class CollectionsConfig(AppConfig):
    """The ground floor: what the archives hold, and who may see it."""

    name = "collections_app"
    verbose_name = "Collections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from collections_app.curated_records import register_all as register_curated_records
        from collections_app.kept_files import register as register_kept_files
        from collections_app.look_alikes import register as register_look_alikes
        from collections_app.models.changes import note_the_deed
        from collections_app.old_addresses import register as register_old_addresses
        from collections_app.protected_names import register as register_protected_names
        from collections_app.redaction import register as register_redaction
        from collections_app.searched_words import register as register_searched_words

        connection_created.connect(keep_rows_out_of_errors)
        register_checks()
        register_curated_records()
        register_kept_files()
        register_look_alikes()
        register_old_addresses()
        register_protected_names()
        register_redaction()
        register_searched_words()
        pre_create_historical_record.connect(note_the_deed)
