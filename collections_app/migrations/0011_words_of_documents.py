"""The tables of the words of documents and of names. `rebuild_search` fills them once."""

from typing import Any

from django.db import migrations

from collections_app.search_index.index import WordIndex

INDEXES = [WordIndex("collections_app_words"), WordIndex("collections_app_names")]


def make(apps: Any, schema_editor: Any) -> None:
    for index in INDEXES:
        for statement in index.make(schema_editor.connection.vendor):
            schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    for index in INDEXES:
        for statement in index.drop():
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0010_merges_of_people_name_nobody")]
    operations = [migrations.RunPython(make, drop)]
