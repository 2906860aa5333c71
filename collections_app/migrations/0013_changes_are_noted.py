from django.db import migrations, models

from collections_app.counted.noting import note_changes, note_no_more


class Migration(migrations.Migration):

    dependencies = [
        ('collections_app', '0012_pages_are_kept_as_bytes'),
    ]

    operations = [
        migrations.CreateModel(
            name='CountedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_key', models.BigIntegerField()),
                ('written_in', models.BigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['written_in'], name='counted_by_transaction')],
            },
        ),
        migrations.RunPython(note_changes, note_no_more),
    ]
