"""Confirming a rule: an act with a name and a day, void once the rule says something else."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from declassification.confirming import confirm, reading_of
from declassification.models import DeadlineRule, LegalRegime, Refused
from declassification.stages import Stage
from tests import cast
from tests.declassification.desks import change
from tests.declassification.make import make_request

pytestmark = pytest.mark.django_db
WARNING = "Not yet checked against the law: answer to the request"
NOON = "2026-03-02T12:00:00Z"


def page(rule: DeadlineRule, name: str = "confirm") -> str:
    return reverse(f"admin:declassification_deadlinerule_{name}", args=[rule.pk])


def unread(**fields: Any) -> DeadlineRule:
    regime = LegalRegime.objects.get(code="us-foia")
    rule = DeadlineRule.objects.get(regime=regime, code="determination", authority=None)
    facts = {"verification": "memory", "source": "5 U.S.C. 552(a)(6)", **fields}
    DeadlineRule.objects.filter(pk=rule.pk).update(**facts)
    rule.refresh_from_db()
    return rule


def confirmed(**fields: Any) -> DeadlineRule:
    rule = unread(**fields)
    confirm(rule, by=cast.director(), seen=reading_of(rule))
    rule.refresh_from_db()
    return rule


@time_machine.travel(NOON, tick=False)
def test_a_rule_is_confirmed_at_its_desk_and_its_warning_vanishes(client: Client) -> None:
    director = cast.director()
    client.force_login(director)
    rule = unread()
    request = make_request(regime=rule.regime, stage=Stage.RECEIVED)
    assert WARNING in client.get(change(request)).content.decode()
    assert page(rule) in client.get(page(rule, "change")).content.decode()
    asked = client.get(page(rule)).content.decode()
    assert "I have read the source and confirm this rule" in asked
    assert "5 U.S.C. 552(a)(6)" in asked
    facts = {"has_read": "on", "seen": reading_of(rule)}
    answer = client.post(page(rule), facts, follow=True).content.decode()
    rule.refresh_from_db()
    assert (rule.confirmed_by, rule.confirmed_on) == (director, date(2026, 3, 2))
    assert rule.is_verified
    assert page(rule) not in answer
    assert WARNING not in client.get(change(request)).content.decode()
    assert LogEntry.objects.filter(object_id=str(rule.pk), user=director).count() == 1
    assert rule.changes.first().history_user == director


def test_without_saying_that_it_was_read_nothing_is_confirmed(client: Client) -> None:
    client.force_login(cast.director())
    rule = unread()
    answer = client.post(page(rule), {"seen": reading_of(rule)}).content.decode()
    rule.refresh_from_db()
    assert "Nothing was recorded." in answer
    assert rule.confirmed_on is None


@pytest.mark.parametrize("person", ["editor", "administrator", "cataloguer"])
def test_who_may_not_change_a_rule_does_not_confirm_it(client: Client, person: str) -> None:
    client.force_login(getattr(cast, person)())
    rule = unread()
    facts = {"has_read": "on", "seen": reading_of(rule)}
    assert client.post(page(rule), facts).status_code == 403
    rule.refresh_from_db()
    assert rule.confirmed_on is None


def test_a_rule_without_a_source_changed_meanwhile_or_confirmed_already_is_refused() -> None:
    director = cast.director()
    rule = unread(source="")
    with pytest.raises(Refused, match="names no source"):
        confirm(rule, by=director, seen=reading_of(rule))
    rule = unread()
    seen = reading_of(rule)
    DeadlineRule.objects.filter(pk=rule.pk).update(amount=30)
    with pytest.raises(Refused, match="meanwhile"):
        confirm(rule, by=director, seen=seen)
    rule.refresh_from_db()
    confirm(rule, by=director, seen=reading_of(rule))
    with pytest.raises(Refused, match="already"):
        confirm(rule, by=director, seen=reading_of(rule))


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", 30), ("source", "Another page"), ("unit", "calendar_day"), ("exception", "None.")],
)
def test_a_rule_that_says_something_else_is_confirmed_no_longer(field: str, value: Any) -> None:
    rule = confirmed()
    setattr(rule, field, value)
    rule.save()
    rule.refresh_from_db()
    assert (rule.confirmed_by, rule.confirmed_on, rule.is_verified) == (None, None, False)


def test_words_of_the_house_leave_a_confirmation_as_it_is() -> None:
    rule = confirmed()
    rule.note, rule.name = "Read in the reading room.", "their answer"
    rule.save()
    rule.refresh_from_db()
    assert rule.confirmed_on is not None


def test_nobody_types_a_confirmation_into_the_form(client: Client) -> None:
    client.force_login(cast.director())
    said = client.get(page(unread(), "change")).content.decode()
    assert 'name="confirmed_on"' not in said
    assert 'name="confirmed_by"' not in said


def test_the_page_that_confirms_leads_to_the_source(client: Client) -> None:
    client.force_login(cast.director())
    address = "https://law.example/552?a=1&b=2"
    said = client.get(page(unread(source=address))).content.decode()
    assert '<a href="https://law.example/552?a=1&amp;b=2">' in said
    said = client.get(page(unread(source="javascript:alert(1) <b>"))).content.decode()
    assert "Source: javascript:alert(1) &lt;b&gt;" in said


@time_machine.travel(NOON, tick=False)
def test_a_rule_by_which_a_date_stands_is_not_deleted(client: Client) -> None:
    client.force_login(cast.director())
    request = make_request(regime=unread().regime, stage=Stage.RECEIVED)
    rule = request.deadlines.exclude(rule=None)[0].rule
    asked = client.post(page(rule, "delete"), {"post": "yes"}).content.decode()
    assert f"A date of {request} stands by it: end the rule instead" in asked
    assert DeadlineRule.objects.filter(pk=rule.pk).exists()
    chosen = {"action": "delete_selected", "_selected_action": [rule.pk], "post": "yes"}
    client.post(reverse("admin:declassification_deadlinerule_changelist"), chosen)
    assert DeadlineRule.objects.filter(pk=rule.pk).exists()
