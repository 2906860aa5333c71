"""Somebody who adds a name that is here already is asked first, and asked once."""

import time

import pytest

from collections_app import background, dependants, look_alikes
from collections_app.history import create_many
from collections_app.merging import merge
from collections_app.models import Agent, AgentName, LookAlike, NameKey, Place, Subject
from collections_app.names import keys_of
from tests import cast
from tests.collections_app.desks import at_desk, errors_of, form_on, new, page_of, row, send
from tests.make import make_agent, make_place, make_subject

pytestmark = pytest.mark.django_db

LIST = "/admin/collections_app/lookalike/"
NOT_SAVED = "much like this one already"


def told(record: object) -> object:
    dependants.announce_change(record)  # type: ignore[arg-type]
    return record


def test_a_name_like_one_that_is_here_is_not_saved_before_somebody_looked() -> None:
    known = told(make_agent(name="Dallaire, Roméo"))
    client = at_desk(cast.cataloguer())
    typed = {"name": "Romeo Dalaire", "privacy": "public", "entity_type": "person"}
    answer = send(client, new(Agent), typed)
    assert NOT_SAVED in answer.content.decode()
    assert page_of(known) in answer.content.decode()  # type: ignore[arg-type]
    assert Agent.objects.count() == 1
    tick = {"is_somebody_else": "on", "shown_alike": str(known.pk)}  # type: ignore[attr-defined]
    send(client, new(Agent), typed | tick)
    added = Agent.objects.get(name="Romeo Dalaire")
    pair = LookAlike.objects.get()
    assert (pair.are_different, {pair.one, pair.other}) == (True, {known.pk, added.pk})  # type: ignore[attr-defined]
    answer = send(client, page_of(added), {"functions": "Officer", "name": "Romeo Dalaire, Gen."})
    assert NOT_SAVED not in answer.content.decode()
    added.refresh_from_db()
    assert added.functions == "Officer"


def test_a_tick_counts_for_those_alone_who_were_shown() -> None:
    told(make_agent(name="Dallaire, Roméo"))
    typed = {"name": "Romeo Dallaire", "privacy": "public", "entity_type": "person"}
    client = at_desk(cast.cataloguer())
    answer = send(client, new(Agent), typed | {"is_somebody_else": "on", "shown_alike": "999"})
    assert NOT_SAVED in answer.content.decode()
    assert Agent.objects.count() == 1


def test_other_names_are_compared_on_both_sides() -> None:
    known = make_agent(name="Bagosora, Théoneste")
    AgentName.objects.create(agent=known, name="Colonel Mystery")
    told(known)
    client = at_desk(cast.cataloguer())
    typed = {"name": "Mistery, Col.", "privacy": "public", "entity_type": "person"}
    assert NOT_SAVED in send(client, new(Agent), typed).content.decode()
    other = make_agent(name="Someone, Else")
    typed = row("names", 0, name="Theoneste Bagosora", kind="variant", language="")
    assert NOT_SAVED in send(client, page_of(other), typed).content.decode()


def test_saving_without_a_new_name_asks_nothing() -> None:
    told(make_agent(name="Dallaire, Roméo"))
    twin = told(make_agent(name="Dallaire, R."))
    answer = send(at_desk(cast.cataloguer()), page_of(twin), {"functions": "Officer"})  # type: ignore[arg-type]
    assert NOT_SAVED not in answer.content.decode()
    twin.refresh_from_db()  # type: ignore[attr-defined]
    assert twin.functions == "Officer"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("model", "name", "typed"),
    [
        (Place, "Kigali", {"name": "Kigari"}),
        (Subject, "Genocide fax", {"label_en": "Génocide fax"}),
    ],
)
def test_places_and_subjects_are_asked_about_too(model: type, name: str, typed: dict) -> None:
    made = make_place(name=name) if model is Place else make_subject(label_en=name)
    told(made)
    client = at_desk(cast.cataloguer())
    answer = client.post(new(model), form_on(client, new(model)) | typed | {"_save": "Save"})
    assert NOT_SAVED in errors_of(answer)
    assert model.objects.count() == 1


def test_possible_doubles_are_listed_until_somebody_says_they_are_two() -> None:
    one, other = make_agent(name="Dallaire, Roméo"), make_agent(name="Dalaire, Romeo")
    told(one)
    told(other)
    client = at_desk(cast.cataloguer())
    page = client.get(LIST).content.decode()
    assert "Dalaire, Romeo" in page
    assert f"/admin/collections_app/agent/{one.pk}/merge/{other.pk}/" in page
    client.post(f"{LIST}?kind=agent", {"pair": LookAlike.objects.get().pk})
    assert "Dalaire, Romeo" not in client.get(LIST).content.decode()
    told(other)
    assert LookAlike.objects.get().are_different
    assert at_desk(cast.editor()).get(LIST).status_code == 403


def test_what_came_in_bulk_is_compared_when_asked() -> None:
    create_many(Agent, [Agent(name=name, slug=f"a-{at}", slug_made_under="public")
                        for at, name in enumerate(["Riza, Iqbal", "Iqbal Riza", "…"])])  # fmt: skip
    client = at_desk(cast.cataloguer())
    assert "3 records whose names were not compared yet" in client.get(LIST).content.decode()
    client.post(LIST, {"compare": "yes"})
    background.drain()
    page = client.get(LIST).content.decode()
    assert "Iqbal Riza" in page
    assert LookAlike.objects.count() == 1


def test_a_merged_record_is_nobodys_double_any_more() -> None:
    one, other = make_agent(name="Dallaire, Roméo"), make_agent(name="Dalaire, Romeo")
    told(one)
    told(other)
    merge(one, other, {}, by=None, reason="The same.")
    assert not LookAlike.objects.exists()
    assert not NameKey.objects.filter(record=other.pk).exists()


def test_the_desk_finds_by_other_names_and_by_sound() -> None:
    known = make_agent(name="Dallaire, Roméo")
    AgentName.objects.create(agent=known, name="Le Général")
    told(known)
    client = at_desk(cast.cataloguer())
    field = {"app_label": "collections_app", "model_name": "itemagent", "field_name": "agent"}
    for words in ("Général", "Romeo Dalaire", "dallaire roméo"):
        found = client.get("/admin/autocomplete/", field | {"term": words}).json()["results"]
        assert [one["id"] for one in found] == [str(known.pk)], words


def test_thousands_of_people_are_looked_through_in_a_moment() -> None:
    surnames = [f"{a}{b}{c}" for a in ("Muka", "Nyira", "Habi", "Ndaya", "Uwi", "Kari", "Ruta")
                for b in ("mana", "rimana", "zeye", "himbana", "genda", "ngwa", "bare")
                for c in ("", "no", "ri", "ka", "tsi", "bwe")]  # fmt: skip
    given = [f"{a}{b}" for a in ("Jean", "Marie", "Alph", "Beat", "Clau", "Dona", "Vin", "Theo")
             for b in ("ne", "onse", "rice", "dine", "tien", "cent", "neste", "vigne")]  # fmt: skip
    names = [f"{family}, {first}" for family in surnames for first in given][:4000]
    Agent.objects.bulk_create(
        [Agent(name=name, slug=f"p-{at}", slug_made_under="public")
         for at, name in enumerate(names)], batch_size=2000,
    )  # fmt: skip
    pks = dict(Agent.objects.values_list("name", "pk"))
    NameKey.objects.bulk_create(
        [NameKey(kind="agent", record=pks[name], key=key) for name in names
         for key in keys_of(name)], batch_size=2000, ignore_conflicts=True,
    )  # fmt: skip
    began = time.perf_counter()
    found = look_alikes.like("agent", ["Mukamanano, Beatrise"])
    took = time.perf_counter() - began
    assert found[0].record.name == "Mukamanano, Beatrice"
    assert took < 1, took
