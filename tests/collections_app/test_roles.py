"""What each role may do on the ground floor, said twice: in the migration and here."""

from itertools import product

import pytest
from django.apps import apps
from simple_history.models import HistoricalChanges

from collections_app.concerns import HANDLE
from collections_app.models import Advisory, User
from tests import cast
from tests.collections_app.desks import at_desk, list_of, new, page_of, send
from tests.make import make_advisory, make_agent

pytestmark = pytest.mark.django_db

ROLES = {
    "cataloguer": cast.cataloguer,
    "transcriber": cast.transcriber,
    "editor": cast.editor,
    "director": cast.director,
    "administrator": cast.administrator,
    "keeper": cast.keeper_of_concerns,
    "outsider": cast.outsider_with_account,
}
ACTIONS = ("view", "add", "change", "delete", "publish")

# v view, a add, c change, d delete (drafts alone: the desks see to that), p publish.
#                     cataloguer transcriber editor director administrator keeper of concerns
TABLE = """
    archivalitem      vacdp      v           v      v        vacdp  v
    repository        vacdp      -           v      v        vacdp  v
    collection        vacdp      -           v      v        vacdp  v
    agent             vacdp      -           v      v        vacdp  v
    place             vacdp      -           v      v        vacdp  v
    subject           vacdp      -           v      v        vacdp  v
    itemagent         vacd       -           v      v        vacd
    itemplace         vacd       -           v      v        vacd
    itemrelation      vacd       -           v      v        vacd
    itemlink          vacd       -           v      v        vacd
    agentname         vacd       -           v      v        vacd
    agentrelation     vacd       -           v      v        vacd
    copy              vacd       v           v      vac      vacd  v
    excision          vacd       v           v      vacd     vacd
    digitalfile       vacd       -           v      vac      vacd  v
    page              vacd       v           v      v        vacd  v
    derivative        v          v           v      v        v
    pagetext          vacd       vac         v      v        vacd
    pagenote          vacd       vacd        v      v        vacd
    externallink      vacd       -           vac    vac      vacd
    language          vac        v           v      v        vacd
    exemptioncode     vac        -           v      v        vacd
    rightsstatement   v          -           v      v        vacd
    advisory          v          -           v      v        vacd
    importedrecord    v          -           v      v        v
    changeset         v          -           v      v        v
    referencecounter  -          -           -      -        -
    workerpulse       -          -           -      -        -
    oldidentifier     v          -           -      -        v
    lookalike         vc         -           -      -        vc
    homonym           va         -           -      -        va
    namekey           -          -           -      -        -
    contentversion    -          -           -      -        -
    keptpage          -          -           -      -        -
    countedchange     -          -           -      -        -
    collectionlink    vacd       -           v      v        vacd
    importbatch       vac        -           -      -        vac
    importmapping     vacd       -           -      -        vacd
    checkrun          v          -           -      -        v
    filefixity        v          -           -      -        v
    burning           -          -           -      -        -
    concern           -          -           -      -        -
    concerntarget     -          -           -      -        -
    concernevent      -          -           -      -        -
    user              -          -           -      -        vac
"""
ROWS = {
    words[0]: dict(zip(ROLES, words[1:], strict=False))
    for words in map(str.split, TABLE.strip().splitlines())
}


def letters(person: User, app_label: str, model: str) -> str:
    held = [action for action in ACTIONS if person.has_perm(f"{app_label}.{action}_{model}")]
    return "".join(action[0] for action in held) or "-"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_its_work_needs_and_nothing_else(role: str) -> None:
    person = ROLES[role]()
    held = {model: letters(person, "collections_app", model) for model in ROWS}
    assert held == {model: row.get(role, "-") for model, row in ROWS.items()}


def test_no_kind_of_record_is_left_out_of_the_table() -> None:
    kinds = {
        model._meta.model_name
        for model in apps.get_app_config("collections_app").get_models()
        if not issubclass(model, HistoricalChanges)
    }
    assert kinds == set(ROWS)


@pytest.mark.parametrize("role", ROLES)
def test_roles_are_given_by_administrators_and_widened_by_nobody(role: str) -> None:
    held = letters(ROLES[role](), "auth", "group")
    assert held == ("v" if role == "administrator" else "-")


@pytest.mark.parametrize(("role", "model"), product(ROLES, ["agent", "advisory", "user"]))
def test_a_desk_opens_to_those_who_may_see_its_records(role: str, model: str) -> None:
    client = at_desk(ROLES[role]())
    url = list_of(apps.get_model("collections_app", model))
    may_see = ROWS[model].get(role, "-") != "-"
    expected = 200 if may_see else 302 if role == "outsider" else 403
    assert client.get(url).status_code == expected


def test_a_transcriber_never_meets_the_name_of_a_protected_person() -> None:
    client = at_desk(cast.transcriber())
    agent = make_agent(name="Protected, Person", privacy="withheld")
    assert client.get(page_of(agent)).status_code == 403
    asked = {"term": "Protected", "app_label": "collections_app", "model_name": "itemagent"}
    assert client.get("/admin/autocomplete/", asked | {"field_name": "agent"}).status_code == 403


def test_only_an_administrator_decides_what_an_advisory_does() -> None:
    advisory = make_advisory(behaviour=Advisory.Behaviour.STAFF_ONLY)
    cataloguer, administrator = at_desk(cast.cataloguer()), at_desk(cast.administrator())
    assert cataloguer.post(page_of(advisory), {"behaviour": "notice"}).status_code == 403
    send(administrator, page_of(advisory), {"behaviour": "notice"})
    advisory.refresh_from_db()
    assert advisory.behaviour == Advisory.Behaviour.NOTICE


def test_an_administrator_makes_an_account_and_gives_it_a_role() -> None:
    administrator = cast.administrator()
    client = at_desk(administrator)
    words = {"username": "new-person", "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    client.post(new(User), words | {"usable_password": "true"})
    person = User.objects.get(username="new-person")
    group = administrator.groups.get()
    send(client, page_of(person), {"is_staff": "on", "groups": [group.pk]})
    person.refresh_from_db()
    assert person.is_staff
    assert list(person.groups.all()) == [group]


def test_nobody_raises_himself_to_superuser_or_takes_over_such_an_account() -> None:
    administrator = cast.administrator()
    client = at_desk(administrator)
    superuser = User.objects.create_superuser("root", password=cast.PASSWORD)
    send(client, page_of(administrator), {"is_superuser": "on"})
    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert client.post(page_of(superuser), {"username": "mine"}).status_code == 403
    password = page_of(superuser).replace("change/", "password/")
    words = {"password1": "another long password", "password2": "another long password"}
    assert client.post(password, words).status_code == 403
    superuser.refresh_from_db()
    assert superuser.check_password(cast.PASSWORD)


def test_nobody_is_deleted_from_the_house() -> None:
    person = cast.editor()
    client = at_desk(User.objects.create_superuser("root", password=cast.PASSWORD))
    response = client.post(page_of(person).replace("change/", "delete/"), {"post": "yes"})
    assert response.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_what_people_ask_in_confidence_is_read_by_the_few_who_may() -> None:
    may = {role for role, member in ROLES.items() if member().has_perm(HANDLE)}
    assert may == {"administrator", "keeper"}
    for role, member in ROLES.items():
        answer = at_desk(member()).get("/admin/collections_app/concern/")
        expected = 200 if role in may else 302 if role == "outsider" else 403
        assert answer.status_code == expected, role
