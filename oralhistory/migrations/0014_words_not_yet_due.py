"""The table of the words of testimony knows from when its rows are public, and has a sibling of
those that are not yet due. `rebuild_search` fills both once."""

from typing import Any

from django.db import migrations

from collections_app.search_index.index import WordIndex

INDEX = WordIndex("oralhistory_words")


def make(apps: Any, schema_editor: Any) -> None:
    drop(apps, schema_editor)
    for statement in INDEX.make(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    for statement in INDEX.drop():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("oralhistory", "0013_a_wish_keeps_its_passage")]
    operations = [migrations.RunPython(make, drop)]
