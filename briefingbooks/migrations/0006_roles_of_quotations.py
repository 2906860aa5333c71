"""What each role may do with quotations and with the tasks about them."""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import VIEW, Grants

SEEN: Grants = {
    role: {"quotedpassage": VIEW, "quotationtask": VIEW}
    for role in (roles.CATALOGUER, roles.DIRECTOR)
}
GRANTS: Grants = {
    **SEEN,
    **{
        role: {"quotedpassage": VIEW, "quotationtask": ("view", "change")}
        for role in (roles.EDITOR, roles.ADMINISTRATOR)
    },
}


def give(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "briefingbooks", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("briefingbooks", "0005_quotations"),
        ("collections_app", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
