"""Finding aids as they come: both dialects, with and without namespace, damaged and hostile."""

from pathlib import Path

import pytest

from collections_app.ead.opening import BadFindingAid
from collections_app.ead.reading import read_finding_aid
from collections_app.ead.units import FindingAid, Passage
from tests.collections_app.ead.finding_aids import EAD3, EAD_2002, ead, part, written


def read(folder: Path, text: str) -> FindingAid:
    return read_finding_aid(written(folder, text))


def passages(aid: FindingAid, name: str) -> list[Passage]:
    return [one for one in aid.whole.passages if one.name == name]


@pytest.mark.parametrize("namespace", [EAD_2002, EAD3, ""])
@pytest.mark.parametrize("name", ["c", "c01"])
def test_every_dialect_is_read_alike(tmp_path: Path, namespace: str, name: str) -> None:
    inner = part("Cables", level="file", name="c02" if name == "c01" else "c")
    aid = read(tmp_path, ead(parts=part("Series", inner, level="series", name=name),
                             namespace=namespace))  # fmt: skip
    assert aid.whole.title == "Mission papers"
    assert aid.whole.numbers == ["S-1062"]
    assert aid.repository == "Archive of the Mission"
    assert [one.title for one in aid.whole.parts] == ["Series"]
    assert [one.title for one in aid.whole.parts[0].parts] == ["Cables"]
    assert aid.components == 2


def test_markup_becomes_words_and_no_text_is_lost(tmp_path: Path) -> None:
    said = """<scopecontent><head>Scope</head><p>One <emph>two</emph><lb/>three</p>
    <list><defitem><label>A</label><item>first</item></defitem></list>
    <chronlist><chronitem><date>1994</date><event>begins</event></chronitem></chronlist>
    <p>See <extref xlink:href="https://example.org/x">the list</extref>.</p></scopecontent>"""
    (passage,) = passages(read(tmp_path, ead(said)), "scopecontent")
    assert passage.heading == "Scope"
    assert passage.text.split("\n\n") == [
        "One two\nthree", "A – first", "1994 – begins", "See the list (https://example.org/x).",
    ]  # fmt: skip


def test_a_date_at_the_end_of_a_title_is_its_date(tmp_path: Path) -> None:
    did = "<unittitle>Letters to the mission, <unitdate>1993-94.</unitdate></unittitle>"
    whole = read(tmp_path, ead(did=did)).whole
    assert whole.title == "Letters to the mission"
    assert [date.text for date in whole.dates] == ["1993-94."]


def test_what_is_for_the_archive_alone_is_told_apart_wherever_it_stands(tmp_path: Path) -> None:
    said = """<scopecontent><p>Open words <emph audience="internal">closed words</emph> end.</p>
    </scopecontent><odd audience="internal"><p>Shelf 12</p></odd>"""
    whole = read(tmp_path, ead(said))
    closed = {one.text for one in whole.whole.passages if one.is_internal}
    assert closed == {"closed words", "Shelf 12"}
    assert [one.text for one in passages(whole, "scopecontent")] == ["Open words end."]


def test_plain_entities_are_spelt_out_and_others_stay_as_written(tmp_path: Path) -> None:
    before = """<!DOCTYPE ead PUBLIC "x" "ead.dtd" [<!ENTITY place "Kigali">
    <!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY deep "&place;&place;">]>"""
    did = "<unittitle>&place; &eacute;t&eacute; &file; &deep; &nbsp;end</unittitle>"
    assert read(tmp_path, ead(before=before, did=did)).whole.title == (
        "Kigali été &file; &deep; end"
    )


HOSTILE = {
    "no xml": ("this is a letter", "Line 1: this is no well-formed XML"),
    "empty": ("", "empty"),
    "cut off": (ead()[:-20], "no well-formed XML"),
    "not a finding aid": ("<mods><titleInfo/></mods>", "begins with <mods>"),
    "two": (f"<r>{ead()}{ead()}</r>", "2 finding aids"),
    "no description": ("<ead><eadheader/></ead>", "no <archdesc>"),
    "two descriptions": ("<ead><archdesc/><archdesc/></ead>", "2 <archdesc>"),
    "too deep": ("<ead>" + "<c>" * 400 + "</c>" * 400 + "</ead>", "Line 1"),
}


@pytest.mark.parametrize(("text", "words"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_finding_aid_is_refused_with_the_line(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(BadFindingAid, match=words):
        read(tmp_path, text)


def test_a_bomb_of_entities_costs_nothing(tmp_path: Path) -> None:
    ladder = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    before = f'<!DOCTYPE ead [<!ENTITY x0 "ha">{ladder}]>'
    with pytest.raises(BadFindingAid, match=r"Line 1: .*amplification"):
        read(tmp_path, ead(before=before, did="<unittitle>&x11;</unittitle>"))


def test_elements_of_other_vocabularies_are_kept_as_words(tmp_path: Path) -> None:
    said = '<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>Other words</h:p></h:div>'
    aid = read(tmp_path, ead(said))
    assert "Other words" in [one.text for one in aid.whole.passages]
    assert aid.messages == [(1, "<div> is of another vocabulary")]


def test_an_envelope_with_one_finding_aid_is_opened(tmp_path: Path) -> None:
    text = f"<record><metadata>{ead()}</metadata></record>"
    assert read(tmp_path, text).whole.title == "Mission papers"
