from django.apps import AppConfig
from django.utils.module_loading import import_string


class DeclassificationConfig(AppConfig):
    """The directors' room: what is still closed, and how it is being opened."""

    name = "declassification"
    verbose_name = "Declassification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # By name, as models can be imported only once every app is known.
        import_string("declassification.curated_records.register")()
        import_string("declassification.mentions.register")()
        import_string("declassification.kept_files.register")()
        import_string("declassification.recomputing.register")()
