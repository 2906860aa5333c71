from collections_app.citation import (
    Held,
    Obtained,
    holding_line,
    item_citation,
    release_sentence,
    source_line,
)

HELD = Held(archive="National Archives", city="Kigali", collection="Code cables", reference="Box 4")


def test_the_holding_line_goes_from_archive_to_reference() -> None:
    assert holding_line(HELD) == "National Archives, Code cables, Box 4"


def test_an_archive_that_may_not_be_named_is_not_named() -> None:
    assert holding_line(Held()) == "An archive not yet described here"


def test_the_source_line_says_how_the_copy_came_to_be_seen() -> None:
    obtained = Obtained(
        how="released under the US Freedom of Information Act",
        released_on="4 May 2006",
        released_by="the Department of State",
        obtained_by="a researcher",
        obtained_on="2007",
    )
    assert source_line(HELD, obtained) == (
        "National Archives, Code cables, Box 4. Released under the US Freedom of Information Act "
        "by the Department of State on 4 May 2006. Obtained by a researcher, 2007."
    )


def test_a_missing_statement_is_said() -> None:
    assert source_line(HELD).endswith("Box 4. How the copy was obtained is not stated.")


def test_a_reference_that_ends_with_a_full_stop_does_not_get_a_second() -> None:
    held = Held(archive="National Archives", reference="Box 4, no.")
    assert "no.." not in source_line(held, Obtained(how="donated"))


def test_a_release_without_a_known_law_is_still_a_release() -> None:
    assert release_sentence(Obtained(released_on="4 May 2006")) == "Released on 4 May 2006"
    assert release_sentence(Obtained()) == ""


def cite(title: str = "Request for protection", held: Held | None = HELD) -> str:
    return item_citation(
        title=title,
        date="11 January 1994",
        held=held,
        ref="FTP-0001",
        site="Open Record",
        address="https://record.example.org/items/FTP-0001/",
    )


def test_a_citation_goes_from_the_narrow_to_the_wide() -> None:
    assert cite() == (
        "“Request for protection,” 11 January 1994, Box 4, Code cables, National Archives, Kigali. "
        "Open Record, FTP-0001, https://record.example.org/items/FTP-0001/ "
        "(accessed [day of your visit])."
    )


def test_a_citation_without_an_archive_names_none() -> None:
    assert cite(held=None).startswith("“Request for protection,” 11 January 1994. Open Record")


def test_a_city_in_the_name_of_the_archive_is_not_said_twice() -> None:
    held = Held(archive="City Archive of Kigali", city="Kigali")
    assert cite(held=held).count("Kigali") == 1


def test_a_question_in_a_title_keeps_its_mark_and_quotations_are_nested() -> None:
    assert cite("Who knew?").startswith("“Who knew?” 11")
    assert cite("The “fax”").startswith("“The ‘fax’,” 11")
