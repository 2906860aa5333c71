"""How tests work at a desk: they open a page of the admin, fill its form and send it."""

from collections import defaultdict
from typing import Any

from django.contrib.messages import get_messages
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from collections_app.models import User

Fields = dict[str, Any]


def at_desk(person: User) -> Client:
    """Return a browser in which this person has signed in."""
    client = Client()
    client.force_login(person)
    return client


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def new(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def page_of(record: Model) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def act_on(record: Model, verb: str) -> str:
    """Return the address at which a public act is done to one record."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_publication", args=[record.pk, verb])


def form_on(client: Client, url: str) -> Fields:
    """Return the fields of the main form of a page as a browser would send them unchanged."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    forms = html.fromstring(response.content.decode()).forms
    form = next(form for form in forms if (form.get("id") or "").endswith("_form"))
    fields: Fields = defaultdict(list)
    for name, value in form.form_values():
        fields[name].append(value)
    return dict(fields)


def send(client: Client, url: str, changes: Fields, button: str = "_save") -> HttpResponse:
    """Open a page, change some of its fields and press a button; follow to the next page."""
    pressed = {"_publication": button} if button in VERBS else {button: "Save"}
    return client.post(url, form_on(client, url) | changes | pressed, follow=True)


def act_on_selection(client: Client, records: list[Any], action: str, **answers: str) -> Any:
    """Tick records in their list and choose an action; `answers` are given to its question."""
    fields = {"action": action, "_selected_action": [str(record.pk) for record in records]}
    fields |= {"answered": "yes", **answers} if answers else {"index": "0"}
    return client.post(list_of(type(records[0])), fields, follow=True)


VERBS = {"publish", "publish-from", "send-to-review", "withdraw"}


def row(prefix: str, number: int, **fields: Any) -> Fields:
    """Return one filled row of the parts of a record, counted in."""
    named = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return named | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def messages_of(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def errors_of(response: HttpResponse) -> str:
    """Return the words of every error list of a page."""
    page = html.fromstring(response.content.decode())
    return " ".join(part.text_content() for part in page.find_class("errorlist"))
