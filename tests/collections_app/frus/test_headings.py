import pytest
from lxml import etree

from collections_app.frus.headings import Heading, kind_of, read_heading
from collections_app.frus.volume import Correspondent, DocumentKind

TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'


def heading(words: str, number: str = "5", note: str = "") -> Heading:
    return read_heading(etree.fromstring(f"<head {TEI}>{words}</head>"), number, note)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Telegram From the Embassy in A to the Department of State", "telegram"),
        ("Circular Telegram From the Department of State to All Posts", "telegram"),
        ("Airgram A-7 From the Embassy in A to the Department of State", "airgram"),
        ("Despatch From the Embassy in A to the Department of State", "despatch"),
        ("Memorandum From A to B", "memorandum"),
        ("Action Memorandum From A to B", "memorandum"),
        ("Memorandum for the Record", "memorandum"),
        ("Memorandum of Conversation", "memorandum_of_conversation"),
        ("Memorandum of a Telephone Conversation Between A and B", "memorandum_of_conversation"),
        ("Telephone Conversation Between A and B", "memorandum_of_conversation"),
        ("Memorandum of Discussion at the 9th Meeting of the Tea Council", "minutes"),
        ("Minutes of a Tea Council Meeting", "minutes"),
        ("Letter From A to B", "letter"),
        ("Backchannel Message From A to B", "message"),
        ("Note From the Embassy of A to the Department of State", "note"),
        ("Aide-Mémoire From A to B", "note"),
        ("Special National Intelligence Estimate", "estimate"),
        ("Intelligence Note From A to B", "report"),
        ("Report Prepared by the Tea Board", "report"),
        ("Paper Prepared in the Department of State", "paper"),
        ("National Security Decision Memorandum 7", "directive"),
        ("Address by President Bean", "statement"),
        ("Editorial Note", "editorial_note"),
        ("Central Tea Agency Information Cable", "telegram"),
        ("Recipe", "other"),
    ],
)
def test_a_heading_names_its_documentary_form(title: str, kind: str) -> None:
    assert kind_of(title) == DocumentKind(kind)


def test_an_old_heading_leaves_its_form_to_the_source_note() -> None:
    title = "The Ambassador in A (Bean) to the Secretary of State"

    assert kind_of(title, "891.00/8–548: Telegram") == DocumentKind.TELEGRAM
    assert kind_of(title, "891.00/8–548") == DocumentKind.DESPATCH
    assert kind_of("The Secretary of State to the Secretary of Tea (Leaf)") == DocumentKind.LETTER
    assert kind_of("The Ruritanian Embassy to the Department of State") == DocumentKind.NOTE


@pytest.mark.parametrize("printed", ["5. Tea Paper", "[5] Tea Paper", "No. 5<lb/>Tea Paper"])
def test_the_number_is_taken_from_the_title(printed: str) -> None:
    assert heading(printed).title == "Tea Paper"


def test_a_number_that_belongs_to_the_title_stays() -> None:
    assert heading("21 Questions on Tea").title == "21 Questions on Tea"


def test_notes_in_a_heading_are_not_part_of_it() -> None:
    assert heading('5. Tea Paper<note n="1">Steeped.</note>').whole == "5. Tea Paper"


def test_bodies_write_to_bodies() -> None:
    found = heading("Telegram From the Embassy in A to the Department of State")

    assert found.senders == (Correspondent("Embassy in A", is_corporate=True),)
    assert found.recipients == (Correspondent("Department of State", is_corporate=True),)


def test_persons_have_name_office_and_the_id_they_point_to() -> None:
    found = heading(
        "Memorandum From the President’s Assistant for Tea and Biscuits "
        '(<persName corresp="#p_LF1" type="from">Leaf</persName>) to '
        '<persName corresp="#p_BN1" type="to">President Bean</persName>'
    )

    assert found.senders == (
        Correspondent("Leaf", "President’s Assistant for Tea and Biscuits", "p_LF1"),
    )
    assert found.recipients == (Correspondent("President Bean", "", "p_BN1"),)


def test_an_assistant_to_the_president_is_an_office_not_a_letter_to_him() -> None:
    found = heading(
        "Memorandum From the Special Assistant to the President (Leaf) to Secretary Bean"
    )

    assert [(one.name, one.office) for one in found.senders] == [
        ("Leaf", "Special Assistant to the President")
    ]
    assert [(one.name, one.office) for one in found.recipients] == [("Bean", "Secretary")]


def test_place_and_date_at_the_end_are_not_the_recipient() -> None:
    found = heading("Letter From John Leaf of the Tea Board to President Bean, Paris, May 3, 1971")

    assert [(one.name, one.office) for one in found.senders] == [("John Leaf", "Tea Board")]
    assert [(one.name, one.office) for one in found.recipients] == [("Bean", "President")]


def test_several_posts_are_several_recipients() -> None:
    found = heading("Telegram From the Department of State to the Embassies in A, B, and C")

    assert [one.name for one in found.recipients] == [
        "Embassy in A",
        "Embassy in B",
        "Embassy in C",
    ]


def test_who_spoke_in_a_conversation_is_not_who_wrote() -> None:
    talk = heading('Telephone Conversation Between <persName type="from">Bean</persName> and Leaf')
    by = heading("Memorandum of Conversation, by the Director of the Tea Board (Leaf)")

    assert (talk.senders, talk.recipients) == ((), ())
    assert [one.name for one in by.senders] == ["Leaf"]


def test_a_withheld_name_or_place_makes_nobody() -> None:
    withheld = heading(
        "Telegram From the Station in [<hi>place not declassified</hi>] to the Chief of Tea "
        "([name not declassified])"
    )

    assert withheld.senders == ()
    assert [(one.name, one.office) for one in withheld.recipients] == [("Chief of Tea", "")]
