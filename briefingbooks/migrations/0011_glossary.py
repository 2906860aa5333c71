"""The glossary, and keys of events by which readers find them again."""

from typing import Any

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from briefingbooks.models.keys import new_event_key
from collections_app import roles
from collections_app.roles import KEEP_LIST, VIEW, Grants

GRANTS: Grants = {
    **{role: {"glossaryterm": VIEW} for role in (roles.CATALOGUER, roles.DIRECTOR)},
    **{role: {"glossaryterm": KEEP_LIST} for role in (roles.EDITOR, roles.ADMINISTRATOR)},
}


def give_keys(apps: Any, schema_editor: Any) -> None:
    """Give every event there is a key of its own, and every past version the key of its event."""
    events = apps.get_model("briefingbooks", "ChronologyEvent").objects
    past = apps.get_model("briefingbooks", "HistoricalChronologyEvent").objects
    taken: set[tuple[int, str]] = set()
    for pk, book in events.order_by("pk").values_list("pk", "book"):
        key = new_event_key()
        while (book, key) in taken:
            key = new_event_key()
        taken.add((book, key))
        events.filter(pk=pk).update(key=key)
        past.filter(id=pk).update(key=key)


def give(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "briefingbooks", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("briefingbooks", "0010_press"),
        ("collections_app", "0010_merges_of_people_name_nobody"),
        ("collections_app", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Anchor of the entry: cited, so it stays.",
                        max_length=60,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("abbreviation", "abbreviation"),
                            ("term", "term"),
                            ("person", "person"),
                        ],
                        default="abbreviation",
                        max_length=12,
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="As the texts have it: UNAMIR, interahamwe, Roméo Dallaire.",
                        max_length=120,
                    ),
                ),
                (
                    "other_forms",
                    models.TextField(
                        blank=True,
                        help_text="Other words for the same in texts, one to a line: MINUAR.",
                    ),
                ),
                (
                    "full_form",
                    models.CharField(
                        blank=True,
                        help_text="Written out: the words an abbreviation stands for.",
                        max_length=300,
                    ),
                ),
                (
                    "definition",
                    models.TextField(blank=True, help_text="In a sentence or two, for readers."),
                ),
                (
                    "language",
                    models.CharField(
                        default="en", help_text="Of the full form: en, fr, rw.", max_length=8
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary entry",
                "verbose_name_plural": "glossary",
                "ordering": ["label", "key"],
            },
        ),
        migrations.CreateModel(
            name="GlossaryUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "ordering": ["book", "term"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalGlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="Anchor of the entry: cited, so it stays.", max_length=60
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("abbreviation", "abbreviation"),
                            ("term", "term"),
                            ("person", "person"),
                        ],
                        default="abbreviation",
                        max_length=12,
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="As the texts have it: UNAMIR, interahamwe, Roméo Dallaire.",
                        max_length=120,
                    ),
                ),
                (
                    "other_forms",
                    models.TextField(
                        blank=True,
                        help_text="Other words for the same in texts, one to a line: MINUAR.",
                    ),
                ),
                (
                    "full_form",
                    models.CharField(
                        blank=True,
                        help_text="Written out: the words an abbreviation stands for.",
                        max_length=300,
                    ),
                ),
                (
                    "definition",
                    models.TextField(blank=True, help_text="In a sentence or two, for readers."),
                ),
                (
                    "language",
                    models.CharField(
                        default="en", help_text="Of the full form: en, fr, rw.", max_length=8
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical glossary entry",
                "verbose_name_plural": "historical glossary",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="chronologyevent",
            name="key",
            field=models.CharField(default=new_event_key, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="chronologyevent",
            name="mapped_place",
            field=models.ForeignKey(
                blank=True,
                help_text="Where the event stands on the map of the book; shown if the place is public.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="collections_app.place",
                verbose_name="place on the map",
            ),
        ),
        migrations.AddField(
            model_name="historicalchronologyevent",
            name="key",
            field=models.CharField(default=new_event_key, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name="historicalchronologyevent",
            name="mapped_place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Where the event stands on the map of the book; shown if the place is public.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="collections_app.place",
                verbose_name="place on the map",
            ),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                help_text="Required for a person: the entry follows what that record allows.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="glossary_terms",
                to="collections_app.agent",
                verbose_name="person or body",
            ),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="book",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty for a word that every book explains alike.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="glossary",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="glossaryuse",
            name="book",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="glossaryuse",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uses",
                to="briefingbooks.glossaryterm",
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="agent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Required for a person: the entry follows what that record allows.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="collections_app.agent",
                verbose_name="person or body",
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="book",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Empty for a word that every book explains alike.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="change_set",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="collections_app.changeset",
            ),
        ),
        migrations.AddField(
            model_name="historicalglossaryterm",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="glossaryterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "person"), _negated=True),
                    ("agent__isnull", False),
                    _connector="OR",
                ),
                name="a_person_in_the_glossary_has_a_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="glossaryterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "abbreviation"), _negated=True),
                    models.Q(("full_form", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_abbreviation_stands_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="glossaryuse",
            constraint=models.UniqueConstraint(
                fields=("term", "book"), name="a_word_is_used_once_in_a_book"
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
