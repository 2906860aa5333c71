"""What each role may do with what is withheld, restricted, indexed, noted and reviewed."""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import DESCRIBE, KEEP_LIST, VIEW, Grants

INDEX = dict.fromkeys(
    ("indexpoint", "indexpointtext", "indexpointplace", "indexpointlink"), KEEP_LIST
)
SEEN_INDEX = dict.fromkeys(INDEX, VIEW)

GRANTS: Grants = {
    roles.CATALOGUER: {
        **INDEX,
        "session": KEEP_LIST,
        "restriction": DESCRIBE,
        "cueredaction": ("view", "change"),
        "annotation": KEEP_LIST,
        "privacycheck": ("view", "add"),
        "reviewtask": DESCRIBE,
    },
    roles.TRANSCRIBER: {
        **INDEX,
        "session": VIEW,
        "restriction": VIEW,
        "cueredaction": ("view", "change"),
        "annotation": KEEP_LIST,
        "privacycheck": ("view", "add"),
        "reviewtask": DESCRIBE,
    },
    roles.EDITOR: {
        **SEEN_INDEX,
        "session": VIEW,
        "restriction": DESCRIBE,
        "cueredaction": ("view", "change", "delete"),
        "annotation": KEEP_LIST,
        "privacycheck": ("view", "add"),
        "reviewtask": DESCRIBE,
    },
    roles.ADMINISTRATOR: {
        **INDEX,
        "session": KEEP_LIST,
        "restriction": DESCRIBE,
        "cueredaction": ("view", "change", "delete"),
        "annotation": KEEP_LIST,
        "privacycheck": ("view", "add"),
        "reviewtask": KEEP_LIST,
    },
}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "oralhistory", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("oralhistory", "0008_one_redactor"),
        ("collections_app", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
