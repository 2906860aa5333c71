"""Finding aids of real archives: each is read, and every word of it is kept or told."""

import re
from pathlib import Path

import pytest
from lxml import etree

from collections_app.ead.opening import name_of, open_finding_aid
from collections_app.ead.planning import Options, Plan, make_plan
from tests.conftest import SHARED_DATA

pytestmark = pytest.mark.django_db
FOLDER = SHARED_DATA / "collections" / "ead"
FILES = sorted(FOLDER.glob("*.xml")) if FOLDER.is_dir() else []
COMPONENTS = {
    "Kitchen_sink_AT_output_EAD_with_enumerated_Cs": 71,
    "beinecke.hayward": 129,
    "beinecke.vita": 22,
    "eadafc.af000001.2": 294,
    "eadgdc.gc006001.2": 4736,
    "eadmss.ms007006.2": 8,
    "kitchen_sink_EAD_for_testing_think_this_most_complete": 1,
    "mc00003": 1324,
    "mc00019": 43,
    "mc00022": 31,
    "mc00042": 226,
    "mc00156": 288,
    "mc00222": 137,
    "mc00496": 25,
    "rbc00001": 47,
}


def letters(text: str) -> str:
    """Return the letters alone: a box is written with a capital, a list with other signs."""
    return "".join(re.findall(r"\w", text)).lower()


def kept_and_told(plan: Plan) -> str:
    """Return every letter that would be written, and every one that the report tells."""
    said = [plan.aid.identifier, plan.holder.name, plan.aid.repository]
    for step in plan.steps:
        described = step.described
        said += [value for value in step.source.values() if isinstance(value, str)]
        said += [point.name for point in described.terms]
        said += [language.name for language in described.languages]
        said += [word for link in described.links for word in (link.title, link.note, link.url)]
        said += [message.text for message in described.messages]
        said += [date.text for date in described.unit.dates]
    return " ".join(map(letters, said))


def texts(root: etree._Element) -> list[tuple[int, str, str]]:
    found = []
    for element in root.iter():
        for text in (element.text, element.tail if element is not root else None):
            if name_of(element) and text and letters(text):
                found.append((element.sourceline or 0, name_of(element), text))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_of_it_is_kept_or_told(path: Path) -> None:
    plan = make_plan(path, Options())
    assert plan.aid.components == COMPONENTS[path.stem]
    assert not plan.problems
    kept = kept_and_told(plan)
    lost = [one for one in texts(open_finding_aid(path)) if letters(one[2]) not in kept]
    assert lost == []


def test_the_folder_is_there(shared_data: Path) -> None:
    assert {path.stem for path in FILES} >= set(COMPONENTS)
