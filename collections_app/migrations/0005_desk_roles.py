"""What each role may do with what the collections desk added."""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import VIEW, Grants

EVERY_ROLE = [roles.CATALOGUER, roles.EDITOR, roles.DIRECTOR, roles.ADMINISTRATOR]

GRANTS: Grants = {role: {"changeset": VIEW} for role in EVERY_ROLE}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "collections_app", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0004_history_and_desk")]
    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
