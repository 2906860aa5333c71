from typing import Any

from django.db import migrations

from collections_app.roles import (
    ADMINISTRATOR,
    DIRECTOR,
    EDITOR,
    EVERYTHING,
    KEEP_LIST,
    VIEW,
    grant,
)

RECORD = ("view", "add")
EVERY_MODEL = [
    "authority",
    "authoritycontact",
    "workingcalendar",
    "localclosure",
    "legalregime",
    "deadlinerule",
    "accessrequest",
    "requesteddocument",
    "referencenumber",
    "requestevent",
    "decision",
    "exemptioncited",
]
GRANTS: dict[str, dict[str, tuple[str, ...]]] = {
    DIRECTOR: {
        "authority": EVERYTHING,
        "authoritycontact": KEEP_LIST,
        "workingcalendar": KEEP_LIST,
        "localclosure": KEEP_LIST,
        "legalregime": KEEP_LIST,
        "deadlinerule": KEEP_LIST,
        "accessrequest": EVERYTHING,
        "requesteddocument": KEEP_LIST,
        "referencenumber": KEEP_LIST,
        "requestevent": RECORD,
        "decision": RECORD,
        "exemptioncited": RECORD,
    },
    ADMINISTRATOR: dict.fromkeys(EVERY_MODEL, VIEW),
    EDITOR: {"accessrequest": VIEW},
}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    """Give each role what it needs in this room; nobody may change or delete the log."""
    grant(apps, "declassification", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("declassification", "0002_laws")]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
