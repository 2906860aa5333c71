"""Fill, for installations that have records, what new columns derive from old ones."""

from typing import Any

from django.db import migrations
from django.db.models import F

ROWS_AT_ONCE = 500


def fill_public_offset(apps: Any, schema_editor: Any) -> None:
    """Nothing was cut out of texts with notes until now: a note is called where it stood."""
    notes = apps.get_model("collections_app", "PageNote")
    notes.objects.filter(public_offset=None).update(public_offset=F("offset"))


def arrange_collections(apps: Any, schema_editor: Any) -> None:
    """Until now parts stood in the order in which they were described; now that is written down."""
    Collection = apps.get_model("collections_app", "Collection")
    positions: dict[tuple[int, int | None], int] = {}
    keys: dict[int | None, str] = {None: ""}
    arranged = []
    for one in Collection.objects.order_by("depth", "path").iterator():
        place = (one.repository_id, one.parent_id)
        one.position = positions[place] = positions.get(place, 0) + 1
        one.arrangement_key = keys[one.pk] = f"{keys[one.parent_id]}{one.position:06d}"
        arranged.append(one)
    Collection.objects.bulk_update(
        arranged, ["position", "arrangement_key"], batch_size=ROWS_AT_ONCE
    )


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0008_collections_desk_roles")]
    operations = [
        migrations.RunPython(fill_public_offset, migrations.RunPython.noop),
        migrations.RunPython(arrange_collections, migrations.RunPython.noop),
    ]
