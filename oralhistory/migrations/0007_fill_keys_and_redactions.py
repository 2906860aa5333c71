"""Every passage gets a key of its own, and what was withheld becomes a redaction.

When recordings must be silent is not known yet: they stay closed until `rewrite_interviews` or
the next change of the interview says it. Published interviews get a task for the six questions.
"""

import secrets
from typing import Any

from django.db import migrations

ROWS_AT_ONCE = 500


def fill_keys(apps: Any, schema_editor: Any) -> None:
    cue_model = apps.get_model("oralhistory", "Cue")
    public = apps.get_model("oralhistory", "PublicCue")
    cues, keys = [], {}
    for cue in cue_model.objects.only("pk", "transcript_id", "position").iterator():
        cue.key = secrets.token_hex(4)
        keys[cue.transcript_id, cue.position] = cue.key
        cues.append(cue)
    cue_model.objects.bulk_update(cues, ["key"], batch_size=ROWS_AT_ONCE)
    shown = list(public.objects.only("pk", "transcript_id", "position"))
    for cue in shown:
        cue.key = keys.get((cue.transcript_id, cue.position), "")
    public.objects.bulk_update(shown, ["key"], batch_size=ROWS_AT_ONCE)


def fill_redactions(apps: Any, schema_editor: Any) -> None:
    cue_model = apps.get_model("oralhistory", "Cue")
    redaction = apps.get_model("oralhistory", "CueRedaction")
    redaction.objects.bulk_create(
        [
            redaction(
                cue=cue,
                key=secrets.token_hex(4),
                reason=cue.withheld_reason or "Not recorded.",
                replacement=cue.replacement,
            )
            for cue in cue_model.objects.filter(is_withheld=True)
        ],
        batch_size=ROWS_AT_ONCE,
    )


def ask_the_questions(apps: Any, schema_editor: Any) -> None:
    interview_model = apps.get_model("oralhistory", "Interview")
    task = apps.get_model("oralhistory", "ReviewTask")
    task.objects.bulk_create(
        [
            task(interview=interview, kind="privacy", words="Published before there were six.")
            for interview in interview_model.objects.filter(state="published")
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("oralhistory", "0006_redactions_and_index")]
    operations = [
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
        migrations.RunPython(fill_redactions, migrations.RunPython.noop),
        migrations.RunPython(ask_the_questions, migrations.RunPython.noop),
    ]
