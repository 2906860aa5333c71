"""What each role may do with interviews: the least that its work needs.

Agreements are only ever added, by nobody but cataloguers and administrators; a transcriber never
sees one. What becomes public (an interview, a version of a transcript, a passage given back) is
for whoever may publish interviews.
"""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import DESCRIBE, KEEP_LIST, VIEW, Grants

WHAT_READERS_SEE = {
    "interview": VIEW,
    "documentmentioned": VIEW,
    "participation": VIEW,
    "publiccue": VIEW,
    "mediafile": VIEW,
    "transcript": VIEW,
    "cue": VIEW,
}

GRANTS: Grants = {
    roles.CATALOGUER: {
        **WHAT_READERS_SEE,
        "interview": DESCRIBE,
        "documentmentioned": KEEP_LIST,
        "participation": KEEP_LIST,
        "releaseagreement": ("view", "add"),
        "mediafile": DESCRIBE,
        "transcript": DESCRIBE,
        "cue": ("view", "change"),
    },
    roles.TRANSCRIBER: {
        **WHAT_READERS_SEE,
        "transcript": DESCRIBE,
        "cue": DESCRIBE,
    },
    roles.EDITOR: {
        **WHAT_READERS_SEE,
        "interview": ("view", "publish"),
        "releaseagreement": VIEW,
    },
    roles.DIRECTOR: {"interview": VIEW, "documentmentioned": VIEW, "publiccue": VIEW},
    roles.ADMINISTRATOR: {
        "interview": (*KEEP_LIST, "publish"),
        "documentmentioned": KEEP_LIST,
        "participation": KEEP_LIST,
        "releaseagreement": ("view", "add"),
        "publiccue": VIEW,
        "mediafile": KEEP_LIST,
        "transcript": KEEP_LIST,
        "cue": KEEP_LIST,
    },
}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "oralhistory", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("oralhistory", "0001_initial"),
        ("collections_app", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
