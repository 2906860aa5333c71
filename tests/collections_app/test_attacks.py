"""Doors that were tried by a stranger, or by somebody of the house, and found open once."""

import string

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.models import Copy, Excision, RightsStatement
from collections_app.roles import ADMINISTRATOR
from tests import cast
from tests.collections_app.desks import at_desk, page_of, send
from tests.make import (
    make_agent,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_item_agent,
    make_page,
    make_page_text,
)

pytestmark = pytest.mark.django_db
LETTERS = string.ascii_letters + string.digits  # words short enough for many to fit a question


def test_an_administrator_gives_roles_and_does_not_widen_them() -> None:
    role = Group.objects.get(name=ADMINISTRATOR)
    held = set(role.permissions.values_list("content_type__app_label", "codename"))
    assert {codename for app, codename in held if app == "auth"} == {"view_group"}
    client = at_desk(cast.administrator())
    assert client.post(page_of(role), {"name": "raised"}).status_code == 403
    registered = {model._meta.label for model in admin.site._registry}
    assert not registered & {"account.EmailAddress", "mfa.Authenticator"}


def test_a_question_of_many_words_costs_no_more_than_one_of_eight(client: Client) -> None:
    make_item(published=True)
    lengths = []
    for words in (8, 60):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/items/", {"q": " ".join(LETTERS[:words])})
        assert answer.status_code == 200
        lengths.append(sum(len(query["sql"]) for query in queries))
    assert lengths[1] < lengths[0] * 1.2


def test_the_order_of_names_does_not_tell_where_a_protected_name_lies(client: Client) -> None:
    item = make_item(published=True)
    hidden = make_agent(
        name="Aaron, Real", privacy="pseudonym", public_name="Witness Q", published=True
    )
    known = make_agent(name="Baker, Bea", display_name="Bea Baker", published=True)
    for agent in (hidden, known):
        make_item_agent(item=item, agent=agent)
    page = client.get("/items/", {"person": [hidden.slug, known.slug]}).content.decode()
    assert "Bea Baker or Witness Q" in page


def test_a_page_from_which_we_withhold_words_stays_closed_with_all_its_texts(
    client: Client,
) -> None:
    page = make_page(copy=make_copy(item=make_item(published=True), opened=True))
    make_page_text(page=page, text="CANARY transcription")
    make_page_text(page=page, text="CANARY translation", kind="translation")
    image = make_derivative(page=page)
    assert client.get(image.get_absolute_url()).status_code == 200
    make_excision(copy=page.copy, page=page, made_by=Excision.MadeBy.US, start=0, end=6)
    assert client.get(image.get_absolute_url()).status_code == 404
    assert "CANARY" not in client.get(page.copy.item.get_absolute_url()).content.decode()


def test_a_copy_kept_in_the_house_is_not_revealed_by_hand() -> None:
    copy = make_copy(
        item=make_item(published=True), access_condition="personal_permission", is_internal=True
    )
    client = at_desk(cast.cataloguer())
    send(client, page_of(copy), {"is_internal": ""})
    assert Copy.objects.get(pk=copy.pk).is_internal


def test_a_rights_statement_leads_to_a_page_and_runs_nothing() -> None:
    statement = RightsStatement(
        code="X", uri="javascript:alert(1)", label_en="X", kind=RightsStatement.Kind.OTHER
    )
    with pytest.raises(ValidationError, match="https://"):
        statement.full_clean()
