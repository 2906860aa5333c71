"""Which words of a text lie beneath an area of its page."""

from collections_app.blackout import Area
from collections_app.text_areas import is_placed_throughout, moved_words, words_beneath
from collections_app.withheld_words import Marking

LINE = 0.1


def places(text: str) -> list[list[float]]:
    """Lay out words as a typewriter would: a line each 0.1 down, a letter each 0.02 across."""
    words: list[list[float]] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        for word in line.split():
            start = text.index(word, at)
            at = start + len(word)
            column = start - text.rfind("\n", 0, start) - 1
            words.append([start, at, column * 0.02, number * LINE, len(word) * 0.02, LINE * 0.6])
    return words


def beneath(text: str, area: Area) -> list[str]:
    return [text[start:end] for start, end in words_beneath(text, places(text), [area])]


def test_every_word_an_area_touches_is_beneath_it() -> None:
    text = "the driver left Kigali\nat noon with two men"
    assert beneath(text, Area(0.07, 0.01, 0.03, 0.03)) == ["driver"]
    assert beneath(text, Area(0.07, 0.01, 0.18, 0.12)) == ["driver", "left", "noon", "with"]
    assert beneath(text, Area(0.9, 0.5, 0.1, 0.1)) == []


def test_an_edge_in_common_is_a_touch() -> None:
    text = "the driver"
    assert beneath(text, Area(0.2, 0.0, 0.1, 0.01)) == ["driver"]


def test_both_halves_of_a_divided_word_go_together() -> None:
    text = "he met the infor-\nmant at noon"
    assert beneath(text, Area(0.22, 0.0, 0.01, 0.05)) == ["infor-", "mant"]
    assert beneath(text, Area(0.0, 0.1, 0.01, 0.05)) == ["infor-", "mant"]


def test_a_word_divided_over_three_lines_goes_as_a_whole() -> None:
    text = "in-\nfor-\nmant went"
    for line in (0.0, 0.1, 0.2):
        assert beneath(text, Area(0.0, line, 0.01, 0.05)) == ["in-", "for-", "mant"]


def test_a_dash_within_a_line_divides_nothing() -> None:
    assert beneath("ten - twelve", Area(0.12, 0.0, 0.01, 0.05)) == ["twelve"]


def test_a_text_is_placed_only_if_each_of_its_words_is() -> None:
    text = "one two"
    whole = places(text)
    assert is_placed_throughout(text, whole)
    assert not is_placed_throughout(text, None)
    assert not is_placed_throughout(text, whole[:1])
    assert not is_placed_throughout(text + " three", whole)
    assert not is_placed_throughout("on two", whole)
    assert not is_placed_throughout(text, [whole[0], [4, 7, 0.1, 0.1, 0.0, 0.1]])
    assert is_placed_throughout("", [])


def test_words_follow_the_brackets_that_are_put_around_them() -> None:
    text = "one two three"
    marking = Marking(text, [(4, 7)])
    after = moved_words(places(text), marking)
    assert [marking.text[int(w[0]) : int(w[1])] for w in after] == ["one", "two", "three"]
    assert is_placed_throughout(marking.text, after)
