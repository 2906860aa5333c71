from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("oralhistory", "0007_fill_keys_and_redactions"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='cue',
            name='cue_withheld_idx',
        ),
        migrations.RemoveField(
            model_name='cue',
            name='is_withheld',
        ),
        migrations.RemoveField(
            model_name='cue',
            name='replacement',
        ),
        migrations.RemoveField(
            model_name='cue',
            name='withheld_reason',
        ),
        migrations.RemoveField(
            model_name='historicalcue',
            name='is_withheld',
        ),
        migrations.RemoveField(
            model_name='historicalcue',
            name='replacement',
        ),
        migrations.RemoveField(
            model_name='historicalcue',
            name='withheld_reason',
        ),
        migrations.RemoveField(
            model_name='historicalinterview',
            name='is_sensitivity_reviewed',
        ),
        migrations.RemoveField(
            model_name='interview',
            name='is_sensitivity_reviewed',
        ),
        migrations.AddConstraint(
            model_name='cue',
            constraint=models.UniqueConstraint(fields=('transcript', 'key'), name='cue_key_once'),
        ),
    ]
