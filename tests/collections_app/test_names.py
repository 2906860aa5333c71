"""Names are found and compared whatever their case, accents, order and punctuation."""

import pytest

from collections_app.names import ALIKE, NameFinder, Sounding, keys_of, likeness, plain, words_of


def alike(one: str, other: str) -> float:
    return likeness(Sounding.of(one), Sounding.of(other))


@pytest.mark.parametrize(
    "words",
    [
        "signed by Béatrice Uwizeye.",
        "UWIZEYE, BEATRICE (nurse)",
        "d’Uwizeye Béatrice",
        "scan_uwizeye-beatrice2.tif",
        "Uwi\u00adzeye,\u200b Beatrice",
        "Béatrice\nUwizeye's statement",
        "https://example.org/beatrice_uwizeye",
    ],
)
def test_a_name_is_found_however_it_is_written(words: str) -> None:
    finder = NameFinder(["Uwizeye, Béatrice", "Béatrice Uwizeye"])
    assert finder.finds_in(words)


@pytest.mark.parametrize(
    "words", ["Uwizeyemana, Béatrice", "Béatrice alone", "Béatrice and Uwizeye", ""]
)
def test_other_names_are_not(words: str) -> None:
    assert not NameFinder(["Uwizeye, Béatrice", "Béatrice Uwizeye"]).finds_in(words)


def test_a_finder_says_whose_name_it_found_and_finds_nothing_where_there_is_none() -> None:
    finder = NameFinder([("Uwizeye, Ann", 1), ("Uwizeye Ann", 2), ("Bo", 3), ("…", 4)])
    assert list(finder.found_in("by Uwizeye, Ann.")) == [("uwizeye ann", {1, 2})]
    assert not NameFinder([])
    assert not NameFinder(["…"]).finds_in("…")


def test_thousands_of_names_cost_a_long_text_little() -> None:
    finder = NameFinder(f"Uwizeye{number}x, Ann" for number in range(5000))
    assert not finder.finds_in("nothing of the kind is said here " * 20_000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dallaire, Roméo", "Romeo Dallaire"),
        ("Dallaire, R.", "Roméo Dallaire"),
        ("Gen. Dallaire, Roméo A.", "Dallaire, Roméo"),
        ("Dalaire, Romeo", "Dallaire, Roméo"),
        ("Habyarimana, Juvénal", "Juvenal Habyalimana"),
        ("Bizimungu", "Bizimugu"),
        ("Sylvestre Ntibantunganya", "Ntibantunganya, Silvestre"),
        ("Boutros-Ghali, Boutros", "Boutros Boutros Ghali"),
        ("Kigali", "Kigari"),
        ("Ministry of Defence", "Ministry of Defense"),
    ],
)
def test_names_that_may_be_one_are_alike_and_share_a_key(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one) >= ALIKE
    assert keys_of(one) & keys_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("United Nations", "United Nations. Department of Peacekeeping Operations"),
        ("Mukamana, Marie", "Mukamana, Jeanne"),
        ("Rutaganira, Vincent", "Rutaganda, Georges"),
        ("United Nations", "United States"),
        ("", "Mukamana"),
    ],
)
def test_names_of_others_are_not_alike(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE


def test_plain_words_have_no_case_accents_or_invisible_letters() -> None:
    assert plain("  Roméo\u00ad  DALLAIRE ") == "romeo dallaire"
    assert words_of("Ørsted, J.-P. 1994_b") == ["orsted", "j", "p", "1994", "b"]
