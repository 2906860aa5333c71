from django.apps import AppConfig

from collections_app import dependants


class BriefingBooksConfig(AppConfig):
    """The top floor: what we publish, and the public face."""

    name = "briefingbooks"
    verbose_name = "Briefing books"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where books mention what the lower rooms hold."""
        from briefingbooks.mentions import FINDERS

        for model, find in FINDERS.items():
            dependants.on_mentions(model, find)
