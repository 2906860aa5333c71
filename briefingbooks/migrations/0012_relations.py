"""Related books and translations; no two events of a book share a key."""

from typing import Any

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from collections_app import roles
from collections_app.roles import KEEP_LIST, VIEW, Grants

GRANTS: Grants = {
    **{role: {"bookrelation": VIEW} for role in (roles.CATALOGUER, roles.DIRECTOR)},
    **{role: {"bookrelation": KEEP_LIST} for role in (roles.EDITOR, roles.ADMINISTRATOR)},
}


def give(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "briefingbooks", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("briefingbooks", "0011_glossary"),
        ("collections_app", "0010_merges_of_people_name_nobody"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="chronologyevent",
            constraint=models.UniqueConstraint(
                fields=("book", "key"), name="event_key_once_in_a_book"
            ),
        ),
        migrations.CreateModel(
            name="BookRelation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follows", "follows"),
                            ("related", "is related to"),
                            ("supersedes", "supersedes"),
                        ],
                        default="related",
                        max_length=10,
                    ),
                ),
                (
                    "posted_on",
                    models.DateField(
                        blank=True, help_text="When the posting elsewhere appeared.", null=True
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What the reader finds there; shown.", max_length=300
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "related book or posting",
                "verbose_name_plural": "related books and postings",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBookRelation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follows", "follows"),
                            ("related", "is related to"),
                            ("supersedes", "supersedes"),
                        ],
                        default="related",
                        max_length=10,
                    ),
                ),
                (
                    "posted_on",
                    models.DateField(
                        blank=True, help_text="When the posting elsewhere appeared.", null=True
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What the reader finds there; shown.", max_length=300
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
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
                "verbose_name": "historical related book or posting",
                "verbose_name_plural": "historical related books and postings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="book",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The book in its first language, if this is a translation of it. The pages of both lead to each other while both are public.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="translations",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="historicalbook",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The book in its first language, if this is a translation of it. The pages of both lead to each other while both are public.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="bookrelation",
            name="book",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relations",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="bookrelation",
            name="link",
            field=models.ForeignKey(
                blank=True,
                help_text="Instead of a book of this house: its title and publisher are those of the link.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="book_relations",
                to="collections_app.externallink",
                verbose_name="posting elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="bookrelation",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="related_from",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="historicalbookrelation",
            name="book",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddField(
            model_name="historicalbookrelation",
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
            model_name="historicalbookrelation",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalbookrelation",
            name="link",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Instead of a book of this house: its title and publisher are those of the link.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="collections_app.externallink",
                verbose_name="posting elsewhere",
            ),
        ),
        migrations.AddField(
            model_name="historicalbookrelation",
            name="other",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="briefingbooks.book",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link__isnull", True), ("other__isnull", False)),
                    models.Q(("link__isnull", False), ("other__isnull", True)),
                    _connector="OR",
                ),
                name="a_book_is_related_to_exactly_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other__isnull", True),
                    models.Q(("other", models.F("book")), _negated=True),
                    _connector="OR",
                ),
                name="a_book_is_not_related_to_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookrelation",
            constraint=models.UniqueConstraint(
                fields=("book", "other"), name="books_are_related_once"
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
