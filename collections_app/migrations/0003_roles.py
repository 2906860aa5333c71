"""What each role may do on the ground floor: the least that its work needs.

Nobody deletes what was ever published: the desks refuse that to every role, so that a permission
to delete concerns drafts alone. What decides for many records at once what the public may see
(advisories, rights) and who belongs to the house is for the administrator.
"""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import DESCRIBE, EVERYTHING, KEEP_LIST, VIEW, Grants

PUBLISHABLE = ["archivalitem", "repository", "collection", "agent", "place", "subject"]
PARTS = ["itemagent", "itemplace", "itemrelation", "itemlink", "agentname", "agentrelation"]
COPIES = ["copy", "excision", "digitalfile", "page", "pagetext", "pagenote"]
POLICY = ["rightsstatement", "advisory"]
LISTS = ["language", "exemptioncode"]
MADE_BY_THE_HOUSE = ["derivative", "importedrecord"]

ALL = [*PUBLISHABLE, *PARTS, *COPIES, *POLICY, *LISTS, *MADE_BY_THE_HOUSE, "externallink"]


def each(models: list[str], actions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(models, actions)


GRANTS: Grants = {
    roles.CATALOGUER: {
        **each(ALL, VIEW),
        **each(PUBLISHABLE, EVERYTHING),
        **each(PARTS, KEEP_LIST),
        **each(COPIES, KEEP_LIST),
        **each(LISTS, DESCRIBE),
        "externallink": KEEP_LIST,
    },
    roles.TRANSCRIBER: {
        **each(["archivalitem", "copy", "page", "derivative", "excision", "language"], VIEW),
        "pagetext": DESCRIBE,
        "pagenote": KEEP_LIST,
    },
    roles.EDITOR: {
        **each(ALL, VIEW),
        "externallink": DESCRIBE,
    },
    roles.DIRECTOR: {
        **each(ALL, VIEW),
        "copy": DESCRIBE,
        "digitalfile": DESCRIBE,
        "excision": KEEP_LIST,
        "externallink": DESCRIBE,
    },
    roles.ADMINISTRATOR: {
        **each(ALL, KEEP_LIST),
        **each(PUBLISHABLE, EVERYTHING),
        **each(MADE_BY_THE_HOUSE, VIEW),
        "user": DESCRIBE,
    },
}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "collections_app", GRANTS)
    roles.grant(apps, "auth", {roles.ADMINISTRATOR: {"group": VIEW}})


class Migration(migrations.Migration):
    dependencies = [
        ("collections_app", "0002_vocabulary"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
