"""Finding aids written: valid, only what is public, and the same when they come back."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import etree

from collections_app.ead.exporting import finding_aid_of
from collections_app.ead.importing import import_finding_aid
from collections_app.ead.nodes import normal_of
from collections_app.ead.planning import Options, make_plan
from collections_app.models import Collection
from tests import cast
from tests.collections_app.desks import at_desk
from tests.collections_app.ead.finding_aids import ead, part, written
from tests.conftest import skip_or_fail
from tests.make import (
    make_agent,
    make_collection,
    make_collection_link,
    make_copy,
    make_item,
    make_item_agent,
    make_language,
    make_place,
    make_repository,
    make_rights,
    make_subject,
)

pytestmark = pytest.mark.django_db
KINDS = {"2002": ["ead2002"], "3": ["ead3", "ead3rng"]}


def branch() -> Collection:
    """Make a fonds that uses every field, with a series, a file and an item."""
    archive = make_repository(code="MISSION", name="Archive & Mission", isil="RW-KAM",
                              published=True)  # fmt: skip
    fonds = make_collection(
        repository=archive, code="MISSION-1", title="Papers <of> the mission", level="fonds",
        date_edtf="1993-10~/1996-03", extent="3 metres", reference_code="S/1062",
        rights=make_rights(), notes="For us\n\nalone.", abstract="Short.\nSecond line.",
        scope_and_content="One.\n\nTwo\nlines.", history="H.", arrangement="A.",
        access_conditions="Ask.", reproduction_conditions="Pay.", custodial_history="C.",
        acquisition="Q.", appraisal="P.", accruals="U.", physical_requirements="R.",
        finding_aids="F.", originals="O.", copies_elsewhere="E.", related_material="M.",
        publication_note="B.", preferred_citation="I.", processing="W.", general_note="N.",
        published=True,
    )  # fmt: skip
    fonds.creators.add(make_agent(name="Mission", entity_type="corporate_body", published=True))
    fonds.named_agents.add(make_agent(name="Dallaire, Roméo", published=True))
    fonds.languages.add(make_language(code="fr", label_en="French"))
    fonds.subjects.add(make_subject(label_en="Peacekeeping", published=True))
    fonds.places.add(make_place(name="Kigali", published=True))
    make_collection_link(collection=fonds)
    series = make_collection(repository=archive, parent=fonds, level="series", title="Cables",
                             published=True)  # fmt: skip
    files = make_collection(repository=archive, parent=series, level="file", title="January",
                            containers="Box 1, folder 2", date_edtf="199X",
                            published=True)  # fmt: skip
    item = make_item(title="The cable", archivist_note="For us.", date_edtf="[1994-01-11..]",
                     published=True)  # fmt: skip
    make_copy(item=item, repository=archive, collection=files, reference_code="no. 7")
    make_item_agent(item=item, agent=make_agent(name="Author, An", published=True))
    return fonds


@pytest.mark.parametrize("dialect", ["2002", "3"])
@pytest.mark.parametrize("is_whole", [True, False])
def test_it_is_valid_against_the_published_schemas(
    tmp_path: Path, shared_data: Path, dialect: str, is_whole: bool
) -> None:
    check = shared_data.parent / "judges" / "xmlcheck"
    if not check.is_file():
        skip_or_fail("the published schemas are not beside this checkout")
    path = tmp_path / "out.xml"
    path.write_bytes(finding_aid_of(branch(), dialect=dialect, is_whole=is_whole, site="Us & co"))
    for kind in KINDS[dialect]:
        done = subprocess.run([check, kind, path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("dialect", ["2002", "3"])
def test_written_whole_and_brought_in_again_nothing_changes(tmp_path: Path, dialect: str) -> None:
    path = tmp_path / "out.xml"
    path.write_bytes(finding_aid_of(branch(), dialect=dialect, is_whole=True))
    plan = make_plan(path, Options())
    changed = {step.described.key: step.comparison.written for step in plan.steps
               if step.action != "unchanged"}  # fmt: skip
    assert changed == {}
    assert len(plan.steps) == 4
    assert not plan.terms.unknown


@pytest.mark.parametrize("dialect", ["2002", "3"])
def test_an_imported_finding_aid_comes_back_unchanged(tmp_path: Path, dialect: str) -> None:
    said = "<odd><head>Own heading</head><p>A<lb/>B</p></odd><fileplan><p>X</p></fileplan>"
    letter = part("Letter", level="item", did="<unitid>3</unitid>")
    text = ead(said, part("Files", letter, level="series"))
    import_finding_aid(written(tmp_path, text), Options())
    path = tmp_path / "out.xml"
    top = Collection.objects.get(parent=None)
    path.write_bytes(finding_aid_of(top, dialect=dialect, is_whole=True))
    assert make_plan(path, Options()).counts()["unchanged"] == 3


def test_the_public_one_holds_nothing_that_is_not_public(client: Client) -> None:
    fonds = branch()
    make_collection(repository=fonds.repository, parent=fonds, level="series", title="Quetzal")
    hidden = make_collection(repository=fonds.repository, parent=fonds, level="series",
                             title="Quetzal too", scope_and_content="Quetzal")  # fmt: skip
    make_collection(repository=fonds.repository, parent=hidden, level="file", title="Below it",
                    published=True)  # fmt: skip
    fonds.named_agents.add(make_agent(name="Quetzal, A"))
    protected = make_agent(name="Quetzal, B", privacy="pseudonym", public_name="The porter",
                           published=True)  # fmt: skip
    fonds.named_agents.add(protected)
    make_copy(item=make_item(title="Quetzal"), repository=fonds.repository, collection=fonds)
    response = client.get(f"{fonds.get_absolute_url()}ead.xml")
    text = response.content.decode()
    assert response.status_code == 200
    assert "Quetzal" not in text
    assert "For us" not in text
    assert "The porter" in text
    assert "Below it" in text
    assert "The cable" in text


def test_of_what_is_not_public_there_is_none_not_even_for_the_house(client: Client) -> None:
    draft = make_collection()
    client.force_login(cast.cataloguer())
    assert client.get(f"{draft.get_absolute_url()}ead.xml").status_code == 404


def test_the_desk_gives_the_whole_to_the_house_alone() -> None:
    draft = make_collection(title="Draft", notes="For us.")
    address = f"/admin/collections_app/collection/{draft.pk}/ead-3.xml"
    answer = at_desk(cast.cataloguer()).get(address)
    assert "For us." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(address).status_code == 302
    assert at_desk(cast.cataloguer()).get(address.replace("-3", "-4")).status_code == 404


def test_the_command_gives_what_is_public_unless_told(tmp_path: Path, capsys: Any) -> None:
    fonds, path = branch(), tmp_path / "out.xml"
    call_command("export_ead", fonds.code, path)
    assert "For us" not in path.read_text()
    call_command("export_ead", fonds.code, path, "--whole", "--to", "2002")
    assert "For us" in path.read_text()
    draft = make_collection()
    with pytest.raises(CommandError, match="not public"):
        call_command("export_ead", draft.code, path)
    with pytest.raises(CommandError, match="no collection"):
        call_command("export_ead", "NONE", path)
    with pytest.raises(CommandError, match="can not be written"):
        call_command("export_ead", fonds.code, tmp_path / "none" / "out.xml")


def test_letters_that_xml_has_no_place_for_are_left_out() -> None:
    collection = make_collection(published=True, title="A")
    Collection.objects.filter(pk=collection.pk).update(title="A\x0bB")
    collection.refresh_from_db()
    root = etree.fromstring(finding_aid_of(collection))
    assert root.findtext(".//{*}unittitle") == "AB"


@pytest.mark.parametrize(
    ("edtf", "normal"),
    [
        ("1994-01-11", "1994-01-11"),
        ("1994~", "1994"),
        ("1993-10~/1996-03", "1993-10/1996-03"),
        ("199X", "1990-01-01/1999-12-31"),
        ("[1994-01-11..]", ""),
        ("", ""),
    ],
)
def test_dates_are_given_for_machines_as_far_as_ead_can_say_them(edtf: str, normal: str) -> None:
    assert normal_of(edtf) == normal
