"""The table of the words of testimony, filled with what the public may read now."""

from typing import Any

from django.db import migrations

from collections_app.search_index.index import WordIndex
from collections_app.search_index.rows import Row
from collections_app.search_index.stems import tongue_of

INDEX = WordIndex("oralhistory_words")


def make_table(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(INDEX.make(schema_editor.connection.vendor))


def drop_table(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE {INDEX.name}")


def fill(apps: Any, schema_editor: Any) -> None:
    cues = apps.get_model("oralhistory", "PublicCue").objects
    points = apps.get_model("oralhistory", "PublicIndexPoint").objects
    for pk in apps.get_model("oralhistory", "Interview").objects.values_list("pk", flat=True):
        rows = [
            Row(0, one.pk, " · ".join([one.title, one.synopsis, *one.keywords]), _tongue(one))
            for one in points.filter(interview=pk)
        ]
        rows += [
            Row(1 + one.is_translation, one.pk, _told(one), _tongue(one))
            for one in cues.filter(interview=pk, is_withheld=False)
        ]
        INDEX.write(pk, rows)


def _told(cue: Any) -> str:
    text = cue.text
    for start, end in cue.gaps:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _tongue(one: Any) -> str:
    return tongue_of(one.language_id)


class Migration(migrations.Migration):
    dependencies = [("oralhistory", "0009_roles_of_the_desk")]
    operations = [
        migrations.RunPython(make_table, drop_table),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
