import pytest

from collections_app.frus.source_notes import doubts, read_marking, read_source_note
from collections_app.frus.volume import Level


def test_a_source_note_is_read_into_its_parts() -> None:
    text = (
        "Source: Exampleton Archive, RG 1, Box 742, Tea, Vol. I, Jan. 1970. Top Secret; Nodis; "
        "Immediate; Biscuit. Drafted by Bean on March 3; cleared by Leaf. A note reads: “Hot.”"
    )

    note = read_source_note(text, 7)

    assert (note.text, note.line) == (text, 7)
    assert note.repository == "Exampleton Archive"
    assert note.reference == "RG 1, Box 742, Tea, Vol. I, Jan. 1970"
    assert note.marking.level == Level.TOP_SECRET
    assert note.marking.caveats == ("Nodis", "Biscuit")
    assert note.marking.precedence == "Immediate"
    assert note.marking.text == "Top Secret; Nodis; Immediate; Biscuit"
    assert note.drafting == "Drafted by Bean on March 3; cleared by Leaf."
    assert note.remainder == "A note reads: “Hot.”"
    assert doubts(note) == []


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Secret.", Level.SECRET),
        ("Confidential; Priority.", Level.CONFIDENTIAL),
        ("Limited Official Use.", Level.LIMITED_OFFICIAL_USE),
        ("Official Use Only.", Level.OFFICIAL_USE_ONLY),
        ("Restricted.", Level.RESTRICTED),
        ("Unclassified.", Level.UNCLASSIFIED),
        ("No classification marking.", Level.NO_MARKING),
        ("No classification appears on the source text.", Level.NO_MARKING),
        ("Secret: Exdis.", Level.SECRET),
        ("Secert; Limdis.", Level.SECRET),
        ("Official–Informal; Secret; Eyes Only.", Level.SECRET),
        ("Drafted by Bean.", Level.NOT_STATED),
        ("The talk was about secret recipes.", Level.NOT_STATED),
    ],
)
def test_no_marking_is_not_unclassified_and_silence_is_neither(words: str, level: Level) -> None:
    note = read_source_note(f"Source: Exampleton Archive, Box 3. {words}", 1)

    assert note.marking.level == level


def test_a_caveat_before_the_level_and_a_withheld_caveat_are_kept() -> None:
    first = read_source_note("Source: A Library, Box 3. Official–Informal; Secret.", 1)
    second = read_source_note("Source: A Library, Box 3. Secret; [codeword not declassified].", 1)

    assert first.marking.caveats == ("Official–Informal",)
    assert second.marking.caveats == ("[codeword not declassified]",)


def test_caveats_without_a_level_leave_the_level_open() -> None:
    note = read_source_note("Source: A Library, Box 3. Priority; Biscuit. Repeated to Paris.", 1)

    assert note.marking.level == Level.NOT_STATED
    assert (note.marking.precedence, note.marking.caveats) == ("Priority", ("Biscuit",))


def test_a_marking_without_a_full_stop_ends_where_the_drafting_begins() -> None:
    note = read_source_note("Source: A Library, Box 3. Secret; Niact Drafted by Bean.", 1)

    assert note.marking.text == "Secret; Niact"
    assert note.drafting == "Drafted by Bean."


def test_a_file_number_of_older_volumes_is_a_reference_without_an_archive() -> None:
    note = read_source_note("891.00/8–548: Telegram", 1)

    assert (note.repository, note.reference) == ("", "891.00/8–548")


def test_a_printed_book_is_no_archive() -> None:
    note = read_source_note("Source: Public Papers: Bean, 1978, Book II, pp. 21–25. He spoke.", 1)

    assert note.is_published
    assert note.repository == ""
    assert note.reference == "Public Papers: Bean, 1978, Book II, pp. 21–25"


def test_a_slip_in_the_name_of_a_common_holder_is_put_right_but_stays_in_the_text() -> None:
    note = read_source_note("Source: Department of Sate, Central Files, TEA 1. Secret.", 1)

    assert note.repository == "Department of State"
    assert "Department of Sate" in note.text


@pytest.mark.parametrize("printed", ["TOP SECRET", "top secret", "Top Secret\nNIACT"])
def test_the_marking_at_the_head_of_a_text_is_read(printed: str) -> None:
    assert read_marking(printed).level == Level.TOP_SECRET


@pytest.mark.parametrize("text", ["Secret talks were held.", "Tea", ""])
def test_a_text_that_is_more_than_a_marking_is_none(text: str) -> None:
    assert read_marking(text).level == Level.NOT_STATED


def test_a_note_that_names_nothing_is_doubtful() -> None:
    assert doubts(read_source_note("Source: . Secret.", 1)) != []
