import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import migrations

LAWS = Path(__file__).parent / "laws_of_november_2026.json"
DATES = frozenset({"valid_from", "valid_to"})


class Laws:
    """Enters laws as facts; a name or code that the house has entered itself stays as it is."""

    def __init__(self, apps: Any) -> None:
        self.model = lambda name: apps.get_model("declassification", name)
        self.authorities: dict[str, Any] = {}
        self.calendars: dict[str, Any] = {}

    def enter(self, laws: dict[str, Any]) -> None:
        for words in laws["calendars"]:
            self.model("WorkingCalendar").objects.get_or_create(code=words["code"], defaults=words)
        for words in laws["authorities"]:
            self.model("Authority").objects.get_or_create(name=words["name"], defaults=words)
        self.authorities = {a.name: a for a in self.model("Authority").objects.all()}
        self.calendars = {c.code: c for c in self.model("WorkingCalendar").objects.all()}
        self._change(laws["changes"])
        regimes = self.model("LegalRegime").objects
        for code, rules in laws["more_rules"].items():
            self._rules(regimes.filter(code=code).first(), rules)
        for words in laws["regimes"]:
            rules = words.pop("rules")
            regime, is_new = regimes.get_or_create(code=words["code"], defaults=words)
            self._rules(regime if is_new else None, rules)

    def _change(self, changes: dict[str, Any]) -> None:
        for regime, rules in changes.items():
            for code, fields in rules.items():
                known = self.model("DeadlineRule").objects.filter(regime__code=regime, code=code)
                known.update(**fields)

    def _rules(self, regime: Any, rules: list[dict[str, Any]]) -> None:
        for words in rules if regime else []:
            facts = words | {name: date.fromisoformat(words[name]) for name in DATES & words.keys()}
            if "authority" in facts:
                facts["authority"] = self.authorities[facts["authority"]]
            if "calendar" in facts:
                facts["calendar"] = self.calendars[facts["calendar"]]
            self.model("DeadlineRule").objects.create(regime=regime, **facts)


def enter_laws(apps: Any, schema_editor: Any) -> None:
    """Enter twelve more laws, the bodies that they name, and the exemptions that bodies cite."""
    laws = json.loads(LAWS.read_text())
    Laws(apps).enter(laws)
    ExemptionCode = apps.get_model("collections_app", "ExemptionCode")
    for words in laws["exemptions"]:
        named = {name: words.pop(name) for name in ("scheme", "code")}
        ExemptionCode.objects.get_or_create(**named, defaults=words)


class Migration(migrations.Migration):
    dependencies = [
        ("collections_app", "0009_fill_offsets_and_order"),
        ("declassification", "0006_appeals_and_deadlines"),
    ]

    operations = [migrations.RunPython(enter_laws, migrations.RunPython.noop)]
