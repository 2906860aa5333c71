"""The roles of the house as groups, each with the least it needs.

Each room grants its own permissions in a migration of its own; a person may hold several roles.
"""

from typing import Any

from django.contrib.auth.management import create_permissions

CATALOGUER = "cataloguer"
TRANSCRIBER = "transcriber"
EDITOR = "editor"
DIRECTOR = "project director"
ADMINISTRATOR = "administrator"
CONCERNS = "people affected"
ROLES = [CATALOGUER, TRANSCRIBER, EDITOR, DIRECTOR, ADMINISTRATOR, CONCERNS]

VIEW = ("view",)
DESCRIBE = ("view", "add", "change")
DESCRIBE_AND_PUBLISH = ("view", "add", "change", "publish")
KEEP_LIST = ("view", "add", "change", "delete")
EVERYTHING = ("view", "add", "change", "delete", "publish")

Grants = dict[str, dict[str, tuple[str, ...]]]


def grant(apps: Any, app_label: str, grants: Grants) -> None:
    """Give each role its permissions on the models of one app; for use in a migration.

    `grants` maps a role to {model name in lower case: actions}. Permissions are made first, as a
    new database has none before its last migration. Raises `LookupError` for an unknown one.
    """
    config = apps.get_app_config(app_label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label=app_label)
    }
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role)
        for model, actions in grants.get(role, {}).items():
            codenames = [f"{action}_{model}" for action in actions]
            missing = [codename for codename in codenames if codename not in known]
            if missing:
                raise LookupError(f"{app_label} has no permission {', '.join(missing)}")
            group.permissions.add(*[known[codename] for codename in codenames])
