"""What a cataloguer may write as a date, what days it means and how it reads."""

import pytest

from collections_app.dates import LONGEST, UnknownDate, parse, undated, words

OPEN = None


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """The two bounds as ISO text, for short tables."""
    understood = parse(edtf)
    days = (understood.earliest, understood.latest)
    return days[0] and days[0].isoformat(), days[1] and days[1].isoformat()


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("1994-01-11", "1994-01-11", "1994-01-11"),
        ("1994-02", "1994-02-01", "1994-02-28"),
        ("1996-02", "1996-02-01", "1996-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("1994", "1994-01-01", "1994-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("1994?", "1994-01-01", "1994-12-31"),
        ("1994-01-11~", "1994-01-11", "1994-01-11"),
        ("1994-01%", "1994-01-01", "1994-01-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("19X4", "1904-01-01", "1994-12-31"),
        ("000X", "0001-01-01", "0009-12-31"),
        ("1994-XX", "1994-01-01", "1994-12-31"),
        ("1994-XX-XX", "1994-01-01", "1994-12-31"),
        ("1994-XX-11", "1994-01-11", "1994-12-11"),
        ("1994-XX-31", "1994-01-31", "1994-12-31"),
        ("1994-02-XX", "1994-02-01", "1994-02-28"),
        ("1994-04-1X", "1994-04-10", "1994-04-19"),
        ("1994-04-X1", "1994-04-01", "1994-04-21"),
        ("1994-1X", "1994-10-01", "1994-12-31"),
        ("1994-X2-30", "1994-12-30", "1994-12-30"),
        ("199X-02-29", "1992-02-29", "1996-02-29"),
        ("XXXX-04-07", OPEN, OPEN),
        ("1994-21", "1994-03-01", "1994-05-31"),
        ("1994-22", "1994-06-01", "1994-08-31"),
        ("1994-23", "1994-09-01", "1994-11-30"),
        ("1994-24", "1994-12-01", "1995-02-28"),
        ("1995-24", "1995-12-01", "1996-02-29"),
        ("1994-29", "1994-09-01", "1994-11-30"),
        ("1994-34", "1994-04-01", "1994-06-30"),
        ("1994-39", "1994-09-01", "1994-12-31"),
        ("1994-40", "1994-01-01", "1994-06-30"),
        ("1994-04-06/1994-07-19", "1994-04-06", "1994-07-19"),
        ("1993/1994-02", "1993-01-01", "1994-02-28"),
        ("1994/1994", "1994-01-01", "1994-12-31"),
        ("1994-04-06/1994-04-XX", "1994-04-06", "1994-04-30"),
        ("1994-22/1994-23", "1994-06-01", "1994-11-30"),
        ("../1994", OPEN, "1994-12-31"),
        ("/1994", OPEN, "1994-12-31"),
        ("/1994-04-06", OPEN, "1994-04-06"),
        ("1994-04-06/..", "1994-04-06", OPEN),
        ("1994-04-06/", "1994-04-06", OPEN),
        ("../..", OPEN, OPEN),
        ("[1994-04-07,1994-04-06]", "1994-04-06", "1994-04-07"),
        ("[1994-04-06..1994-07-19]", "1994-04-06", "1994-07-19"),
        ("[..1993-12]", OPEN, "1993-12-31"),
        ("[1990,1994..]", "1990-01-01", OPEN),
        ("{1993,1994-02}", "1993-01-01", "1994-02-28"),
    ],
)
def test_a_date_means_the_days_between_its_bounds(
    edtf: str, earliest: str | None, latest: str | None
) -> None:
    assert bounds(edtf) == (earliest, latest)
    understood = parse(edtf)
    assert understood.is_open_start == (earliest is None)
    assert understood.is_open_end == (latest is None)


@pytest.mark.parametrize(
    ("edtf", "certainty"),
    [
        ("1994", "exact"),
        ("199X", "exact"),
        ("1994~", "approximate"),
        ("1994?", "questionable"),
        ("1994%", "questionable"),
        ("1994-?01-11", "questionable"),
        ("1994-04~/1994-07", "approximate"),
        ("1994-04~/1994-07?", "questionable"),
        ("[1994-04-06~,1994-04-07]", "approximate"),
        ("1994-21~", "approximate"),
    ],
)
def test_the_weakest_part_gives_the_certainty_of_the_whole(edtf: str, certainty: str) -> None:
    assert parse(edtf).certainty == certainty


@pytest.mark.parametrize(
    ("edtf", "precision"),
    [
        ("1994-01-11", "day"),
        ("1994-01", "month"),
        ("1994-01-XX", "month"),
        ("1994-21", "season"),
        ("1994", "year"),
        ("1994-XX", "year"),
        ("199X", "decade"),
        ("19XX", "century"),
        ("1994-XX-11", "partial"),
        ("1994/1995", "interval"),
        ("[1994,1995]", "set"),
    ],
)
def test_the_precision_is_the_finest_part_that_is_known(edtf: str, precision: str) -> None:
    assert parse(edtf).precision == precision


@pytest.mark.parametrize(
    ("edtf", "english", "french"),
    [
        ("1994-01-11", "11 January 1994", "11 janvier 1994"),
        ("1994-04-01", "1 April 1994", "1er avril 1994"),
        ("1994-01", "January 1994", "janvier 1994"),
        ("1994", "1994", "1994"),
        ("1994~", "about 1994", "vers 1994"),
        ("1994?", "possibly 1994", "peut-être 1994"),
        ("1994%", "possibly about 1994", "peut-être vers 1994"),
        ("1994-01-11~", "about 11 January 1994", "vers le 11 janvier 1994"),
        ("199X", "1990s", "années 1990"),
        ("199X~", "about the 1990s", "vers les années 1990"),
        ("19XX", "between 1900 and 1999", "entre 1900 et 1999"),
        ("19XX~", "between 1900 and 1999 (approximate)", "entre 1900 et 1999 (date approximative)"),
        ("XXXX", "year unknown", "année inconnue"),
        ("XXXX-04-07", "7 April, year unknown", "7 avril, année inconnue"),
        ("XXXX-1X", "partly known (XXXX-1X)", "connue en partie (XXXX-1X)"),
        ("199X-04-07", "7 April, 1990s", "7 avril, années 1990"),
        ("1994-04-XX", "April 1994, day unknown", "avril 1994, jour inconnu"),
        ("1994-XX", "1994, month unknown", "1994, mois inconnu"),
        ("1994-XX-XX", "1994, month and day unknown", "1994, mois et jour inconnus"),
        ("1994-XX-11", "11th of an unknown month, 1994", "11 d’un mois inconnu, 1994"),
        ("1994-XX-22", "22nd of an unknown month, 1994", "22 d’un mois inconnu, 1994"),
        ("1994-04-1X", "between 10 and 19 April 1994", "entre le 10 et le 19 avril 1994"),
        ("1994-X2-30", "30 December 1994", "30 décembre 1994"),
        (
            "1994-?01-11",
            "11 January 1994 (month uncertain)",
            "11 janvier 1994 (mois incertain)",
        ),
        (
            "1994~-01-?11",
            "11 January 1994 (year approximate, day uncertain)",
            "11 janvier 1994 (année approximative, jour incertain)",
        ),
        ("1994-21", "spring 1994", "printemps 1994"),
        ("1994-21?", "possibly spring 1994", "peut-être le printemps 1994"),
        ("1993-24", "winter 1993–1994", "hiver 1993–1994"),
        ("1994-32", "winter 1994 (southern hemisphere)", "hiver 1994 (hémisphère sud)"),
        ("1994-33", "first quarter of 1994", "premier trimestre 1994"),
        ("1994-41", "second half of 1994", "second semestre 1994"),
        ("1994-04-06/1994-07-19", "6 April to 19 July 1994", "du 6 avril au 19 juillet 1994"),
        ("1994-04-06/1994-04-19", "6 to 19 April 1994", "du 6 au 19 avril 1994"),
        ("1994-04/1994-07", "April to July 1994", "d’avril à juillet 1994"),
        ("1993-12/1994-01", "December 1993 to January 1994", "de décembre 1993 à janvier 1994"),
        ("1990/1994", "1990 to 1994", "de 1990 à 1994"),
        ("1994/1994", "1994", "1994"),
        ("198X/199X", "1980s to the 1990s", "des années 1980 aux années 1990"),
        ("1994-22/1994-23", "summer 1994 to autumn 1994", "de l’été 1994 à l’automne 1994"),
        ("1990~/1994", "about 1990 to 1994", "vers 1990 – 1994"),
        (
            "1994-04-XX/1994-07-19",
            "April 1994, day unknown – 19 July 1994",
            "avril 1994, jour inconnu – 19 juillet 1994",
        ),
        ("1994-04-06/..", "from 6 April 1994 onward", "à partir du 6 avril 1994"),
        (
            "1994-04-06/",
            "from 6 April 1994, end not known",
            "à partir du 6 avril 1994, fin inconnue",
        ),
        ("1994-04~/", "from about April 1994, end not known", "vers avril 1994, fin inconnue"),
        ("../1994", "until 1994", "jusqu’en 1994"),
        (
            "/1994-07-19",
            "until 19 July 1994, start not known",
            "jusqu’au 19 juillet 1994, début inconnu",
        ),
        ("/1994-22", "until summer 1994, start not known", "jusqu’à l’été 1994, début inconnu"),
        ("../1994~", "until about 1994", "vers 1994 au plus tard"),
        ("/..", "start not known, no end", "début inconnu, sans fin"),
        (
            "[1994-04-06..1994-07-19]",
            "between 6 April and 19 July 1994",
            "entre le 6 avril et le 19 juillet 1994",
        ),
        (
            "[1994-04-06,1994-04-07]",
            "one of: 6 April 1994; 7 April 1994",
            "l’une de ces dates\u00a0: 6 avril 1994\u00a0; 7 avril 1994",
        ),
        (
            "{1960,1961-12}",
            "all of: 1960; December 1961",
            "toutes ces dates\u00a0: 1960\u00a0; décembre 1961",
        ),
        ("{1990..1994}", "all of: 1990 to 1994", "toutes ces dates\u00a0: de 1990 à 1994"),
        ("[..1994-01]", "January 1994 or before", "janvier 1994 ou avant"),
        ("[1994..]", "1994 or later", "1994 ou après"),
        ("{1994..}", "1994 and later", "1994 et après"),
    ],
)
def test_a_date_reads_well_in_both_languages(edtf: str, english: str, french: str) -> None:
    assert words(parse(edtf)) == english
    assert words(parse(edtf), "fr") == french


def test_a_date_without_a_value_is_undated_in_full_words() -> None:
    assert (undated(), undated("fr-CA")) == ("undated", "sans date")


def test_the_certainty_of_the_record_is_spoken_where_the_date_has_no_sign() -> None:
    assert words(parse("1994"), "en", "approximate") == "about 1994"
    assert words(parse("1994"), "fr", "questionable") == "peut-être 1994"
    assert words(parse("1994/1995"), "en", "approximate") == "1994 to 1995 (approximate)"
    assert words(parse("1994?"), "en", "approximate") == "possibly 1994"
    assert words(parse("1994"), "en", "inferred") == "1994"


@pytest.mark.parametrize(
    ("edtf", "canonical"),
    [
        ("[1667, 1668, 1670..1672]", "[1667,1668,1670..1672]"),
        ("?1945-01", "1945?-01"),
        ("?1945", "1945?"),
        ("~1994-~01", "1994-01~"),
        ("1994?-?01-11", "1994-01?-11"),
        ("?1994-01-11~", "1994%-~01-~11"),
        ("1994-?01-11?", "1994-01-11?"),
    ],
)
def test_a_date_has_one_spelling(edtf: str, canonical: str) -> None:
    assert parse(edtf).edtf == canonical


@pytest.mark.parametrize("edtf", ["1994", "1994-01", "1994-01-11"])
def test_a_plain_date_may_stand_in_a_time_element(edtf: str) -> None:
    assert parse(edtf).iso == edtf


@pytest.mark.parametrize(
    "edtf", ["1994~", "199X", "1994-XX", "1994-21", "1994/1995", "[1994,1995]", "1994-?01"]
)
def test_a_time_element_never_claims_more_than_the_date(edtf: str) -> None:
    assert parse(edtf).iso == ""


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("11 January 1994", "1994-01-11"),
        ("Tuesday, 11 January 1994", "1994-01-11"),
        ("January 11th, 1994", "1994-01-11"),
        ("11-Jan-1994", "1994-01-11"),
        ("1994 January 11", "1994-01-11"),
        ("11 janvier 1994", "1994-01-11"),
        ("le 1er avril 1994", "1994-04-01"),
        ("January 1994", "1994-01"),
        ("août 1994", "1994-08"),
        ("13/01/1994", "1994-01-13"),
        ("01/13/1994", "1994-01-13"),
        ("11/11/1994", "1994-11-11"),
        ("1994/01/11", "1994-01-11"),
        ("1994-1-11", "1994-01-11"),
        ("19940111", "1994-01-11"),
        ("01/1994", "1994-01"),
        ("1994-31-01", "1994-01-31"),
        ("c. 1994", "1994~"),
        ("circa January 1994", "1994-01~"),
        ("vers 1994", "1994~"),
        ("possibly 1994", "1994?"),
        ("1994 (?)", "1994?"),
        ("1990s", "199X"),
        ("années 1990", "199X"),
        ("spring 1994", "1994-21"),
        ("été 1994", "1994-22"),
        ("before 1994", "[..1993]"),
        ("before 1 January 1994", "[..1993-12-31]"),
        ("after December 1993", "[1994-01..]"),
        ("since 1994", "1994/.."),
        ("until 19 July 1994", "../1994-07-19"),
        ("6 April to 19 July 1994", "1994-04-06/1994-07-19"),
        ("6-19 July 1994", "1994-07-06/1994-07-19"),
        ("April 6 to July 19, 1994", "1994-04-06/1994-07-19"),
        ("du 6 avril au 19 juillet 1994", "1994-04-06/1994-07-19"),
        ("1994-04-06 - 1994-07-19", "1994-04-06/1994-07-19"),
        ("between 6 April and 19 July 1994", "[1994-04-06..1994-07-19]"),
        ("1993–1994", "1993/1994"),
        ("1993-94", "1993/1994"),
        ("199u", "199X"),
        ("uuuu-04-07", "XXXX-04-07"),
        ("1994?~", "1994%"),
        ("1994/open", "1994/.."),
        ("unknown/1994", "/1994"),
        (" 1863-03-29", "1863-03-29"),
    ],
)
def test_a_date_in_human_words_is_refused_with_the_form_to_write(
    written: str, offered: str
) -> None:
    with pytest.raises(UnknownDate) as refusal:
        parse(written)
    assert str(refusal.value).endswith(f": write {offered}")
    assert parse(offered).edtf == offered


def test_figures_in_either_order_are_offered_both_ways() -> None:
    with pytest.raises(UnknownDate) as refusal:
        parse("11/01/1994")
    assert str(refusal.value).endswith(
        "write 1994-01-11 for 11 January 1994 or 1994-11-01 for 1 November 1994"
    )


@pytest.mark.parametrize(
    ("edtf", "reason"),
    [
        ("1994-02-30", "There is no 30 February 1994: that month has 28 days."),
        ("1994-04-31", "There is no 31 April 1994"),
        ("1994-02-3X", "No day of the calendar fits 1994-02-3X"),
        ("1994-01-32", "There is no day 32"),
        ("1994-13", "There is no month 13"),
        ("1994-42", "nor a season of that number"),
        ("1994-21-05", "There is no month 21"),
        ("0000", "The year 0000 is not supported"),
        ("-0044", "Years before the year 1 are not supported"),
        ("Y20067890", "more than four digits are not supported"),
        ("Y17E7", "Exponential years are not supported"),
        ("1953S2", "Significant digits are not supported"),
        ("2001-02-03T09:30:01", "A time of day does not belong in the date"),
        ("199X-21", "A season of a year not fully specified is not supported"),
        ("?1994-21", "The sign of doubt of a season stands at its end"),
        ("9999-24", "This season ends after the year 9999"),
        ("1995/1994", "The interval ends before it begins"),
        ("1994-07-19/1994-04-06", "The interval ends before it begins"),
        ("1994-04-06/1994-04", "the end is unclear: write 1994-04-06/1994-04-30, or"),
        ("1994-04/1994", "write 1994-04/1994-12-31, or 1994-04/ if the end is not known."),
        ("/", "An interval needs a date on at least one side"),
        ("[1994]", "A set needs more than one date: write 1994"),
        ("[]", "A date is missing in the set"),
        ("[1994,,1995]", "A date is missing in the set"),
        ("[..]", "can only stand first"),
        ("[1990,..1994]", "can only stand first"),
        ("[1994..,1996]", "can only stand first"),
        ("[1994..1990]", "The row 1994..1990 ends before it begins"),
        ("[1990-01..1994]", "both ends of a row must be whole dates of one kind"),
        ("[199X..2000]", "both ends of a row must be whole dates of one kind"),
        ("[1994-21,1995]", "A season cannot stand in a set"),
        ("11/01/94", "Write 1994-01-11, 1994-01 or 1994"),
        ("early April 1994", "Write 1994-01-11, 1994-01 or 1994"),
        ("", "Leave the date empty"),
        ("   ", "Leave the date empty"),
        ("n.d.", "the record then reads “undated”"),
        ("sans date", "the record then reads “undated”"),
        (f"[{','.join(['1994'] * 40)}]", f"longer than {LONGEST} characters"),
        (f"[{','.join(['?1994-01-11~'] * 9)}]", f"longer than {LONGEST} characters"),
    ],
)
def test_what_is_not_a_date_is_refused_with_its_reason(edtf: str, reason: str) -> None:
    with pytest.raises(UnknownDate) as refusal:
        parse(edtf)
    assert reason in str(refusal.value)
