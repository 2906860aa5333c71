from django.db import migrations

from collections_app.counted.noting import note_changes


class Migration(migrations.Migration):

    dependencies = [
        ('collections_app', '0015_words_for_the_desk'),
    ]

    operations = [
        migrations.RunPython(note_changes, migrations.RunPython.noop),
    ]
