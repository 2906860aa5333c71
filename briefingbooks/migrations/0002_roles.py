from typing import Any

from django.db import migrations

from collections_app.roles import (
    ADMINISTRATOR,
    CATALOGUER,
    DESCRIBE,
    DESCRIBE_AND_PUBLISH,
    DIRECTOR,
    EDITOR,
    EVERYTHING,
    KEEP_LIST,
    VIEW,
    Grants,
    grant,
)

PARTS = ["section", "entry", "entrylink", "booklink", "contribution", "chronologyevent"]
GRANTS: Grants = {
    EDITOR: {
        "book": DESCRIBE_AND_PUBLISH,
        "series": DESCRIBE,
        "source": KEEP_LIST,
        **{part: KEEP_LIST for part in PARTS},
    },
    CATALOGUER: {name: VIEW for name in ["book", "series", "source", *PARTS]},
    DIRECTOR: {name: VIEW for name in ["book", "series", "source", *PARTS]},
    ADMINISTRATOR: {
        "book": EVERYTHING,
        **{name: KEEP_LIST for name in ["series", "source", *PARTS]},
    },
}


def give(apps: Any, schema_editor: Any) -> None:
    grant(apps, "briefingbooks", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("briefingbooks", "0001_initial"),
        ("collections_app", "0003_roles"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
