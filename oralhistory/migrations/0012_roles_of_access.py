"""Who decides access requests, and who sends transcripts to narrators for review."""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import Grants

DECIDES = {"interviewrequest": ("view", "decide")}
SENDS = {"narratorreview": ("view", "send")}

GRANTS: Grants = {
    roles.CATALOGUER: SENDS,
    roles.TRANSCRIBER: SENDS,
    roles.EDITOR: {**DECIDES, **SENDS},
    roles.ADMINISTRATOR: {**DECIDES, **SENDS},
}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "oralhistory", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("oralhistory", "0011_access_and_narrator_reviews"),
        ("collections_app", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
