"""The tables of the words of books. `rebuild_search` fills them once."""

from typing import Any

from django.db import migrations

from collections_app.search_index.index import WordIndex

INDEX = WordIndex("briefingbooks_words")


def make(apps: Any, schema_editor: Any) -> None:
    for statement in INDEX.make(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    for statement in INDEX.drop():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("briefingbooks", "0015_editions")]
    operations = [migrations.RunPython(make, drop)]
