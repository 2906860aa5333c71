from lxml import etree

from collections_app.frus.text import Flow, flow_of, plain


def flow(inside: str) -> Flow:
    spaces = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'
    return flow_of(etree.fromstring(f"<div {spaces}>{inside}</div>"), page=("1", "0001"))


def test_paragraphs_are_separated_by_a_blank_line_and_white_space_is_normalized() -> None:
    assert flow("<p>Tea\n   was\u00a0served.</p>\n\n<p> And   biscuits.</p>").text == (
        "Tea was served.\n\nAnd biscuits."
    )


def test_tags_inside_words_and_sentences_leave_no_trace() -> None:
    inside = "<p>[<hi rend='italic'>2 lines</hi> <hi>not</hi> declassi<hi>fied</hi>]</p>"

    assert flow(inside).text == "[2 lines not declassified]"


def test_indentation_inside_a_name_is_not_a_space() -> None:
    inside = "<p>The Minister (<persName>\n  <hi>Bean</hi>\n</persName>) spoke.</p>"

    assert flow(inside).text == "The Minister (Bean) spoke."


def test_line_breaks_headings_and_lists_are_lines() -> None:
    inside = (
        "<head>TEA</head><p>One<lb/>two</p>"
        "<list><head>PRESENT</head><item>Bean</item><item>Leaf</item></list>"
        "<list><label>1.</label><item>Boil.</item><label>2.</label><item><p>Pour.</p></item></list>"
    )

    assert flow(inside).text == "TEA\n\nOne\ntwo\n\nPRESENT\nBean\nLeaf\n\n1. Boil.\n2. Pour."


def test_tables_are_rows_of_cells() -> None:
    inside = (
        "<table><row><cell>Tea</cell><cell role='dot-leader'/><cell/><cell>3</cell></row>"
        "<row><cell>Milk</cell><cell><p>1</p></cell></row></table>"
    )

    assert flow(inside).text == "Tea | | 3\nMilk | 1"


def test_calls_of_notes_are_places_and_not_text() -> None:
    found = flow("<p>Tea<note n='2'>Green.</note>, then milk<note n='3'>Cold.</note>\n.</p>")

    assert found.text == "Tea, then milk."
    assert [(call.offset, call.note.get("n")) for call in found.calls] == [(3, "2"), (14, "3")]


def test_a_page_begins_with_the_text_after_its_break() -> None:
    found = flow("<p>One <pb n='2' facs='0002'/>two.</p><pb n='3' facs='0003'/><p>Three.</p>")

    starts = [(found.text[page.offset :][:3], page.label, page.facsimile) for page in found.pages]
    assert starts == [("One", "1", "0001"), ("two", "2", "0002"), ("Thr", "3", "0003")]


def test_what_encoders_tell_each_other_is_no_text_but_an_attachment_is() -> None:
    inside = (
        "<p>Tea.</p><frus:file>0014.tif</frus:file>"
        "<uh-oh>only a cover</uh-oh>"
        "<frus:attachment><head>Tab A</head><p>Milk.</p></frus:attachment>"
    )

    assert flow(inside).text == "Tea.\n\nTab A\n\nMilk."


def test_a_gap_is_shown_and_a_blank_page_is_not() -> None:
    assert flow("<p>Tea.</p><gap/><gap reason='convenience'/><p>Milk.</p>").text == (
        "Tea.\n\n…\n\nMilk."
    )


def test_every_character_knows_its_line() -> None:
    found = flow("<p>One\ntwo <hi>three\nfour</hi> five</p>\n<p>six</p>")

    lines = {word: found.line_at(found.text.index(word)) for word in found.text.split()}
    assert lines == {"One": 1, "two": 2, "three": 2, "four": 3, "five": 3, "six": 4}


def test_plain_text_is_one_line() -> None:
    head = '<head xmlns="http://www.tei-c.org/ns/1.0">Tea<lb/> and  <hi>milk</hi></head>'

    assert plain(etree.fromstring(head)) == "Tea and milk"
