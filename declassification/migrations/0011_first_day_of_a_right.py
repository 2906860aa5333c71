from datetime import date, timedelta
from typing import Any

from django.db import migrations, models
from django.db.models import F

# How the explanation of a kept date begins its second line where a silence started the count.
SILENCE = (
    "Starts with the end of the time for ",
    "Starts with the refusal by silence ",
    "Starts with the day on which a suit first became possible ",
)
AT_ONCE = 500


def tell_silence_from_events(apps: Any, schema_editor: Any) -> None:
    """Let what an event opened run from its day, and what a silence opened from the day after.

    Where a lost appeal made a suit possible, the day of that decision comes with the next
    `recompute_deadlines`; until then the day after stands, as before.
    """
    deadlines = apps.get_model("declassification", "Deadline").objects
    deadlines.update(opens_on=F("starts_on"))
    after_silence = []
    for deadline in deadlines.filter(actor="requester").only("starts_on", "explanation").iterator():
        if any(str(line).startswith(SILENCE) for line in deadline.explanation):
            deadline.opens_on = deadline.starts_on + timedelta(days=1)
            after_silence.append(deadline)
    deadlines.bulk_update(after_silence, ["opens_on"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("declassification", "0010_first_letters")]

    operations = [
        migrations.AlterField(
            model_name="deadline",
            name="starts_on",
            field=models.DateField(help_text="The day from which it is counted."),
        ),
        migrations.AddField(
            model_name="deadline",
            name="opens_on",
            field=models.DateField(
                default=date(1900, 1, 1),
                help_text=(
                    "The first day on which it runs: that of an event, the day after a silence."
                ),
            ),
            preserve_default=False,
        ),
        migrations.RunPython(tell_silence_from_events, migrations.RunPython.noop),
    ]
