from django.apps import AppConfig

from collections_app import dependants


class BriefingBooksConfig(AppConfig):
    """The top floor: what we publish, and the public face."""

    name = "briefingbooks"
    verbose_name = "Briefing books"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where books mention what the lower rooms hold, and what follows for them."""
        from briefingbooks.curated_records import register as register_curated_records
        from briefingbooks.mentions import BOOK_WORDS, FINDERS
        from briefingbooks.models import Book, Source
        from briefingbooks.quoting import check_quotations
        from briefingbooks.works_cited import (
            keep_names_out_of_links_of_works,
            keep_names_out_of_works_cited,
        )
        from collections_app.models import ExternalLink
        from collections_app.protected_names import watch
        from oralhistory.models import Interview

        for model, find in FINDERS.items():
            dependants.on_mentions(model, find)
        watch(Book, *BOOK_WORDS)
        dependants.on_change(Source, keep_names_out_of_works_cited)
        dependants.on_change(ExternalLink, keep_names_out_of_links_of_works)
        dependants.on_change(Interview, check_quotations)
        register_curated_records()
