"""A passage of which a narrator wishes something is not deleted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oralhistory', '0012_roles_of_access'),
    ]

    operations = [
        migrations.AlterField(
            model_name='narratorremark',
            name='cue',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='oralhistory.cue', verbose_name='passage'),
        ),
    ]
