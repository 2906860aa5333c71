from django.apps import AppConfig
from django.utils.module_loading import import_string


class BriefingBooksConfig(AppConfig):
    """The top floor: what we publish, and the public face."""

    name = "briefingbooks"
    verbose_name = "Briefing books"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where books mention what the lower rooms hold, and what follows for them."""
        # By name, as models can be imported only once every app is known.
        import_string("briefingbooks.consequences.register")()
