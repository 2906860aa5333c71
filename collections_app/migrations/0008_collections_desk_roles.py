"""What each role may do with imports, checks, links of collections, names and concerns."""

from typing import Any

from django.db import migrations

from collections_app import roles
from collections_app.roles import KEEP_LIST, VIEW, Grants

EVERY_ROLE = [roles.CATALOGUER, roles.EDITOR, roles.DIRECTOR, roles.ADMINISTRATOR]

GRANTS: Grants = {role: {} for role in EVERY_ROLE}


# An import is looked at by whoever describes; only whoever may change items may bring one in.
IMPORTS = {"importbatch": ("view", "add", "change"), "importmapping": KEEP_LIST}
for role in (roles.CATALOGUER, roles.ADMINISTRATOR):
    GRANTS[role] = GRANTS[role] | IMPORTS


# What the checks of files and links found is for whoever keeps the files.
CHECKS = {"checkrun": VIEW, "filefixity": VIEW}
for role in (roles.CATALOGUER, roles.ADMINISTRATOR):
    GRANTS[role] = GRANTS[role] | CHECKS


# Links of a collection are its parts, as those of an item are.
for role in EVERY_ROLE:
    keeps = role in (roles.CATALOGUER, roles.ADMINISTRATOR)
    GRANTS[role] = GRANTS[role] | {"collectionlink": KEEP_LIST if keeps else VIEW}


# Who is who, and who is not, is decided by whoever describes people.
NAMES = {"lookalike": ("view", "change"), "homonym": ("view", "add"), "oldidentifier": VIEW}
for role in (roles.CATALOGUER, roles.ADMINISTRATOR):
    GRANTS[role] = GRANTS[role] | NAMES


# What people ask in confidence is read by nobody else: not by cataloguers, not by editors.
SEEN = ["archivalitem", "copy", "digitalfile", "page", "agent", "place", "subject", "collection"]
GRANTS[roles.ADMINISTRATOR] = GRANTS[roles.ADMINISTRATOR] | {"concern": ("handle",)}
GRANTS[roles.CONCERNS] = {"concern": ("handle",), **dict.fromkeys([*SEEN, "repository"], VIEW)}


def grant_roles(apps: Any, schema_editor: Any) -> None:
    roles.grant(apps, "collections_app", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("collections_app", "0007_collections_desk")]
    operations = [migrations.RunPython(grant_roles, migrations.RunPython.noop)]
