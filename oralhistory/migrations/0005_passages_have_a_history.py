import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('collections_app', '0009_fill_offsets_and_order'),
        ('oralhistory', '0004_collections_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalCue',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('start_ms', models.PositiveIntegerField(verbose_name='from')),
                ('end_ms', models.PositiveIntegerField(verbose_name='to')),
                ('label', models.CharField(blank=True, help_text='Never shown to the public.', max_length=160, verbose_name='speaker in the file')),
                ('text', models.TextField()),
                ('is_withheld', models.BooleanField(default=False, help_text='Keeps these words, and the whole recording, from the public.', verbose_name='withheld')),
                ('withheld_reason', models.TextField(blank=True, help_text='For the house only.', verbose_name='reason for withholding')),
                ('replacement', models.CharField(blank=True, help_text='Shown to the reader in place of the passage. Say nothing that it withholds.', max_length=300, verbose_name='words shown instead')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('change_set', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='collections_app.changeset')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('speaker', models.ForeignKey(blank=True, db_constraint=False, help_text='Without a known speaker the passage is public only if every participant allows the transcript.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oralhistory.participation')),
                ('transcript', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oralhistory.transcript')),
            ],
            options={
                'verbose_name': 'historical passage',
                'verbose_name_plural': 'historical passages',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
