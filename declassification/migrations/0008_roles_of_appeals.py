from typing import Any

from django.db import migrations

from collections_app.roles import ADMINISTRATOR, DIRECTOR, VIEW, grant

GRANTS: dict[str, dict[str, tuple[str, ...]]] = {
    DIRECTOR: {"appeal": ("view", "add", "change"), "deadline": VIEW},
    ADMINISTRATOR: {"appeal": VIEW, "deadline": VIEW},
}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    """Let directors conduct appeals; dates are computed, so nobody changes them."""
    grant(apps, "declassification", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("declassification", "0007_laws_of_november_2026")]

    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
