from pathlib import Path

import pytest

from collections_app.frus.volume import Level, State, Status, Where
from tests.collections_app.frus.encoding import SOURCE, read, read_one, tei_document


def test_a_document_has_pages_with_labels_and_notes_at_their_places(tmp_path: Path) -> None:
    document = read_one(
        tmp_path,
        tei_document(
            "<p>Tea<note n='2'>Green.</note> was <pb n='8' facs='0008'/>served"
            "<note n='3'>Hot.</note>.</p>",
            dateline='<pb n="7" facs="0007"/>',
        ),
    )

    assert [(page.label, page.facsimile, page.text) for page in document.pages] == [
        ("7", "0007", "Tea was"),
        ("8", "0008", "served."),
    ]
    assert [(note.label, note.offset, note.text) for note in document.pages[0].notes] == [
        ("2", 3, "Green.")
    ]
    assert [(note.label, note.offset) for note in document.pages[1].notes] == [("3", 6)]


def test_text_before_the_first_break_belongs_to_the_page_running_on(tmp_path: Path) -> None:
    first = tei_document("<p>One.</p><pb n='9'/><p>Two.</p>", dateline="")
    second = tei_document("<p>Three.</p>", number=2, dateline="")

    volume = read(tmp_path, first, second)

    assert [[page.label for page in one.pages] for one in volume.documents] == [["", "9"], ["9"]]


def test_the_pages_of_a_facsimile_are_its_documents_own(tmp_path: Path) -> None:
    first = tei_document("<pb n='1' xml:id='d1-01' facs='d1-01'/><p>One.</p>")
    second = tei_document("<p>Two.</p>", number=2, dateline="")

    volume = read(tmp_path, first, second)

    assert [[page.label for page in one.pages] for one in volume.documents] == [["1"], [""]]


def test_marks_are_counted_wherever_they_stand_and_say_where(tmp_path: Path) -> None:
    document = read_one(
        tmp_path,
        tei_document(
            "<p>Tea <hi>[name not declassified]</hi>"
            "<note n='3'>[1 line not declassified]</note></p>"
            "<list><item>[dollar amount not declassified]</item></list>",
            title="Letter From [<hi>name not declassified</hi>] to President Bean",
            source=f"{SOURCE} [handling restriction not declassified]",
            in_head="<note n='2' type='summary'>[text not declassified]</note>",
            dateline="",
        ),
    )

    found = [(excision.printed, excision.location.where) for excision in document.excisions]
    assert sorted(found) == [
        ("[1 line not declassified]", Where.FOOTNOTE),
        ("[dollar amount not declassified]", Where.PAGE),
        ("[handling restriction not declassified]", Where.SOURCE_NOTE),
        ("[name not declassified]", Where.HEADING),
        ("[name not declassified]", Where.PAGE),
        ("[text not declassified]", Where.SUMMARY),
    ]
    texts = {
        Where.PAGE: document.pages[0].text,
        Where.HEADING: document.title,
        Where.SUMMARY: document.summary,
        Where.FOOTNOTE: document.pages[0].notes[0].text,
        Where.SOURCE_NOTE: document.source_note.text if document.source_note else "",
    }
    for excision in document.excisions:
        place = excision.location
        assert texts[place.where][place.start : place.end] == excision.printed


def test_a_mark_that_runs_over_a_page_stays_whole_on_the_page_it_begins(tmp_path: Path) -> None:
    document = read_one(
        tmp_path,
        tei_document("<p>Tea [2 lines <pb n='2'/>not declassified] milk.</p>", dateline=""),
    )

    assert [page.text for page in document.pages] == ["Tea [2 lines not declassified]", "milk."]
    assert [excision.location.page for excision in document.excisions] == [0]


def test_each_mark_has_its_line(tmp_path: Path) -> None:
    document = read_one(
        tmp_path, tei_document("<p>Tea\n[name not declassified]\n[1 line\nnot\ndeclassified]</p>")
    )

    first, second = document.excisions
    assert second.line == first.line + 1


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("<p>[<hi>2 pages not declassified.</hi>]</p>", State.DENIED),
        ("<p>[4 pages not declassified in time for publication.]</p>", State.PENDING),
        (f"<p>{SOURCE}</p><p>[1 page not declassified]</p>", State.DENIED),
        ("<p>BN–12–34</p><p>[3 pages not declassified]</p>", State.DENIED),
        ("<list type='subject'><head>SUBJECT</head><item>Tea</item></list>"
         "<p>[3 pages not declassified]</p>", State.DENIED),
        ("<p>[Source: A Library, Box 3. Secret. 2 pages of source text not declassified.]</p>",
         State.DENIED),
    ],
)  # fmt: skip
def test_a_document_that_shows_nothing_but_marks_is_withheld(
    tmp_path: Path, body: str, state: State
) -> None:
    document = read_one(tmp_path, tei_document(body))

    assert document.withheld_in_full
    assert document.withheld_state == state
    assert document.status == (Status.PENDING if state == State.PENDING else Status.WITHHELD)
    assert document.pages == ()
    assert {excision.location.where for excision in document.excisions} == {Where.WHOLE_DOCUMENT}


def test_a_page_withheld_among_text_does_not_withhold_the_document(tmp_path: Path) -> None:
    document = read_one(tmp_path, tei_document("<p>Tea.</p><p>[3 pages not declassified]</p>"))

    assert document.status == Status.EXCISED


def test_the_source_note_of_a_withheld_document_may_stand_in_brackets(tmp_path: Path) -> None:
    bracketed = "[Source: A Library, Box 3. Secret. 2 pages of source text not declassified.]"
    in_text = tei_document(f"<p>{bracketed}</p>", source=None)
    in_note = tei_document(f"<note>{bracketed}</note>", source=None, number=2)

    for document in read(tmp_path, in_text, in_note).documents:
        assert document.source_note is not None
        assert document.source_note.repository == "A Library"
        assert document.marking.level == Level.SECRET
        assert document.withheld_state == State.DENIED
        assert len(document.excisions) == 1


def test_a_first_note_without_a_type_that_says_source_is_the_source_note(tmp_path: Path) -> None:
    document = read_one(tmp_path, tei_document(source=None, in_head=f"<note n='1'>{SOURCE}</note>"))

    assert document.source_note is not None
    assert document.source_note.text == SOURCE
    assert document.heading_notes == ()


def test_other_notes_of_a_heading_are_kept_with_their_place_in_the_title(tmp_path: Path) -> None:
    document = read_one(tmp_path, tei_document(title="Tea<note n='2'>Green.</note> Paper"))

    (note,) = document.heading_notes
    assert (document.title, note.offset, note.text) == ("Tea Paper", 3, "Green.")


def test_a_note_within_a_note_is_a_note(tmp_path: Path) -> None:
    document = read_one(
        tmp_path, tei_document("<p>Tea<note n='2'>Green<note n='*'>Leaf.</note></note></p>")
    )

    assert [(note.label, note.text) for note in document.pages[0].notes] == [
        ("2", "Green"),
        ("*", "Leaf."),
    ]


def test_the_marking_of_older_volumes_stands_in_the_text(tmp_path: Path) -> None:
    document = read_one(
        tmp_path,
        tei_document(
            "<p>Tea.</p>",
            source="891.00/8–548: Telegram",
            dateline="<opener><seg><hi rend='smallcaps'>top secret</hi></seg></opener>",
        ),
    )

    assert document.marking.level == Level.TOP_SECRET


def test_an_editorial_note_has_nothing_to_withhold_unless_it_is_marked(tmp_path: Path) -> None:
    plain = tei_document(title="Editorial Note", source=None)
    by_subtype = tei_document(number=2, title="Tea in 1971", attributes='subtype="editorial-note"')
    marked = tei_document("<p>Tea [text not declassified]</p>", number=3, title="Editorial Note")

    statuses = [document.status for document in read(tmp_path, plain, by_subtype, marked).documents]
    assert statuses == [Status.NOT_APPLICABLE, Status.NOT_APPLICABLE, Status.EXCISED]


def test_a_document_the_file_only_lists_is_not_released_in_full(tmp_path: Path) -> None:
    title = "Letter from Bean to Leaf, May 3, 1971. Tea. Confidential. 2 pp. A Library."

    document = read_one(tmp_path, tei_document("", title=title, source=None, dateline=""))

    assert document.status == Status.LISTED
    assert document.marking.level == Level.CONFIDENTIAL


def test_attachments_are_part_of_the_text(tmp_path: Path) -> None:
    body = (
        "<p>Tea.</p><frus:attachment><head>Tab A</head><p>Milk [name not declassified].</p>"
        "</frus:attachment><div type='attachment'><p>Sugar.</p></div>"
    )

    document = read_one(tmp_path, tei_document(body, dateline=""))

    assert document.pages[0].text == "Tea.\n\nTab A\n\nMilk [name not declassified].\n\nSugar."
    assert len(document.excisions) == 1


@pytest.mark.parametrize(
    ("mark", "is_large"),
    [
        ("<p>Tea [1 paragraph (3 lines) not declassified] milk.</p>", True),
        ("<p>Tea [2 pages not declassified] milk.</p>", True),
        ("<p>Tea.</p><p>4. [text not declassified]</p>", True),
        ("<p>Tea.</p><p>[5 lines not declassified]</p>", True),
        ("<p>Tea [5 lines not declassified] milk.</p>", False),
        ("<p>Tea.</p><p>[less than 1 line not declassified]</p>", False),
        ("<p>Tea.</p><p>[name not declassified]</p>", False),
        ("<p>Tea<note n='2'>[text not declassified]</note></p>", False),
    ],
)
def test_a_paragraph_or_more_is_told_from_a_minor_excision(
    tmp_path: Path, mark: str, is_large: bool
) -> None:
    (excision,) = read_one(tmp_path, tei_document(mark)).excisions

    assert excision.is_paragraph_or_more == is_large
