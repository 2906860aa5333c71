from django.apps import AppConfig
from django.utils.module_loading import import_string


class OralHistoryConfig(AppConfig):
    """The middle floor: what people told us, and what they agreed that we may publish."""

    name = "oralhistory"
    verbose_name = "Oral history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # By name, as models can be imported only once every app is known.
        import_string("oralhistory.consequences.register")()
        import_string("oralhistory.curated_records.register")()
        import_string("oralhistory.kept_files.register")()
        import_string("oralhistory.searched_words.register")()
