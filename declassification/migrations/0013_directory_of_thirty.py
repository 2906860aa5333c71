import json
from pathlib import Path
from typing import Any

from django.db import migrations

DIRECTORY = Path(__file__).parent / "directory_of_november_2026.json"
LINKS = ("parent", "successor", "appeal_authority")


def enter_bodies(apps: Any, schema_editor: Any) -> None:
    """Enter, as drafts, the bodies that may be asked, with their source in their notes.

    A body that the house has entered under the same name stays as it is. Of those that an earlier
    migration entered, only links that are still empty are filled, and only where nobody of the
    house has touched them.
    """
    Authority = apps.get_model("declassification", "Authority")
    Contact = apps.get_model("declassification", "AuthorityContact")
    directory = json.loads(DIRECTORY.read_text(encoding="utf-8"))
    to_link: dict[str, dict[str, str]] = directory["links"]
    entered = set()
    for words in directory["authorities"]:
        contacts = words.pop("contacts", [])
        links = {name: words.pop(name) for name in LINKS if name in words}
        body, is_new = Authority.objects.get_or_create(name=words["name"], defaults=words)
        if is_new:
            entered.add(body.pk)
            to_link[body.name] = links
            Contact.objects.bulk_create(Contact(authority=body, **facts) for facts in contacts)
    bodies = {body.name: body for body in Authority.objects.all()}
    for name, links in to_link.items():
        body = bodies.get(name)
        if body is None or not (body.pk in entered or is_untouched(body)):
            continue
        for field, other in links.items():
            if getattr(body, f"{field}_id") is None:
                setattr(body, field, bodies.get(other))
        body.save(update_fields=list(LINKS))


def is_untouched(body: Any) -> bool:
    """Whether a body is as a migration left it: a draft that no person has made or changed."""
    return body.state == "draft" and body.created_by_id is None and body.updated_by_id is None


class Migration(migrations.Migration):
    dependencies = [("declassification", "0012_more_time_for_appeals")]

    operations = [migrations.RunPython(enter_bodies, migrations.RunPython.noop)]
