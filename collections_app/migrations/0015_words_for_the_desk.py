"""The tables of the words that the house searches at its desks, filled from all there is."""

from django.db import migrations

from collections_app.desk_words.following import (
    drop_tables,
    follow_no_more,
    follow_words,
    make_tables,
)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0014_lists_at_the_desk")]
    operations = [
        migrations.RunPython(make_tables, drop_tables),
        migrations.RunPython(follow_words, follow_no_more),
    ]
