"""Fill, for installations that have records, what new columns derive from old ones."""

from typing import Any

from django.db import migrations
from django.db.models import F, Min

ROWS_AT_ONCE = 500


def fill_public_text(apps: Any, schema_editor: Any) -> None:
    """Nothing was withheld by words until now: what was public stays as it was."""
    for name in ("PageText", "PageNote"):
        model = apps.get_model("collections_app", name)
        model.objects.filter(public_text="").update(public_text=F("text"))


def fill_number_in_file(apps: Any, schema_editor: Any) -> None:
    """Pages of one file were numbered in its order, one after the other."""
    Page = apps.get_model("collections_app", "Page")
    first = dict(
        Page.objects.filter(file__isnull=False)
        .order_by()
        .values_list("file")
        .annotate(Min("number"))
    )
    pages = []
    for page in Page.objects.filter(file__isnull=False, number_in_file=None).iterator():
        page.number_in_file = page.number - first[page.file_id] + 1
        pages.append(page)
    Page.objects.bulk_update(pages, ["number_in_file"], batch_size=ROWS_AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0005_desk_roles")]
    operations = [
        migrations.RunPython(fill_public_text, migrations.RunPython.noop),
        migrations.RunPython(fill_number_in_file, migrations.RunPython.noop),
    ]
