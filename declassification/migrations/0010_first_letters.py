from pathlib import Path
from typing import Any

from django.db import migrations

from collections_app.roles import ADMINISTRATOR, DIRECTOR, KEEP_LIST, VIEW, grant

LETTERS = Path(__file__).parent / "letters_of_november_2026"
GRANTS: dict[str, dict[str, tuple[str, ...]]] = {
    DIRECTOR: {"lettertemplate": KEEP_LIST},
    ADMINISTRATOR: {"lettertemplate": VIEW},
}


def read_letter(text: str) -> dict[str, str]:
    """Return the fields of a letter: lines of a name and a value, an empty line, the body."""
    head, _, body = text.partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.split("\n"))
    return fields | {"body": body.strip()}


def enter_letters(apps: Any, schema_editor: Any) -> None:
    """Enter the first templates; a name that the house has entered itself stays as it is."""
    LetterTemplate = apps.get_model("declassification", "LetterTemplate")
    laws = dict(apps.get_model("declassification", "LegalRegime").objects.values_list("code", "pk"))
    for path in sorted(LETTERS.glob("*.txt")):
        fields: dict[str, Any] = read_letter(path.read_text(encoding="utf-8"))
        law = fields.pop("law", "")
        if law and law not in laws:
            continue
        LetterTemplate.objects.get_or_create(
            name=fields.pop("name"), defaults=fields | {"regime_id": laws.get(law)}
        )


def grant_roles(apps: Any, schema_editor: Any) -> None:
    """Let directors keep the list of templates."""
    grant(apps, "declassification", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("declassification", "0009_letters_and_parts")]

    operations = [
        migrations.RunPython(enter_letters, migrations.RunPython.noop),
        migrations.RunPython(grant_roles, migrations.RunPython.noop),
    ]
