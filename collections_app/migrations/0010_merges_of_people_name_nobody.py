"""Take the names of people out of the titles of merges, which everybody of the house reads."""

from typing import Any

from django.db import migrations

NEUTRAL = "Merged two of: people and bodies"


def name_nobody(apps: Any, schema_editor: Any) -> None:
    """A merge of people is known by the person that it deleted."""
    ChangeSet = apps.get_model("collections_app", "ChangeSet")
    People = apps.get_model("collections_app", "HistoricalAgent")
    deleted = People.objects.filter(history_type="-").order_by().values("change_set")
    merges = ChangeSet.objects.filter(source="merge", title__startswith="Merged “", pk__in=deleted)
    undone = list(merges.exclude(undone_by=None).values_list("undone_by", flat=True))
    ChangeSet.objects.filter(pk__in=undone).update(title=f"Undone: {NEUTRAL}")
    merges.update(title=NEUTRAL)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0009_fill_offsets_and_order")]
    operations = [migrations.RunPython(name_nobody, migrations.RunPython.noop)]
