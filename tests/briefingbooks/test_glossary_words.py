"""Words of the glossary in texts: written out once, linked, and never inside what is quoted."""

import pytest

from briefingbooks.glossary_words import Explainer, finder, keys_in
from briefingbooks.pages import TermView

MISSION = "United Nations Assistance Mission for Rwanda"
UNAMIR = TermView("unamir", "abbreviation", "UNAMIR", MISSION, forms=("UNAMIR", "MINUAR"))
UN = TermView("un", "abbreviation", "UN", "United Nations", forms=("UN",))
CABLE = TermView("cable", "term", "code cable", forms=("code cable",))
PERSON = TermView("person", "person", "Ann Author", forms=("Ann Author",))
WRITTEN_OUT = f' <span class="expansion">({MISSION})</span>'
LINK = '<a class="term" href="#term-unamir">UNAMIR</a>'


def explained(*texts: str, terms: tuple[TermView, ...] = (UNAMIR, UN, CABLE, PERSON)) -> list[str]:
    found = finder(terms)
    assert found is not None
    explainer = Explainer(found, "en")
    return [explainer.html(text) for text in texts]


def test_an_abbreviation_is_written_out_at_its_first_use_and_linked_later() -> None:
    first, second = explained("<p>UNAMIR wrote. UNAMIR left.</p>", "<p>UNAMIR came.</p>")
    assert first == f"<p>{LINK}{WRITTEN_OUT} wrote. UNAMIR left.</p>"
    assert second == f"<p>{LINK} came.</p>"


@pytest.mark.parametrize(
    "quoted",
    [
        "“UNAMIR must”",
        "&quot;UNAMIR must&quot;",
        '"UNAMIR must"',
        "« UNAMIR must »",
        "<em>UNAMIR in Rwanda</em>",
        '<a href="/x/">UNAMIR</a>',
        "<q>UNAMIR</q>",
        "<code>UNAMIR</code>",
    ],
)
def test_nothing_is_added_to_what_is_quoted_or_linked(quoted: str) -> None:
    html = f"<p>It says {quoted} and then</p>"
    assert explained(html) == [html]
    assert WRITTEN_OUT in explained(html, "<p>UNAMIR</p>")[1]


@pytest.mark.parametrize(
    "block",
    [
        "<blockquote><p>UNAMIR</p></blockquote>",
        "<h3>UNAMIR</h3>",
        '<aside class="pull-quote"><p>UNAMIR</p></aside>',
        '<figure class="photo"><figcaption>UNAMIR</figcaption></figure>',
        '<div class="compare-block"><p>UNAMIR</p></div>',
    ],
)
def test_quotations_headings_figures_and_pull_quotes_stay_as_they_are(block: str) -> None:
    assert explained(block) == [block]


def test_a_quotation_that_is_never_closed_ends_with_its_paragraph() -> None:
    assert WRITTEN_OUT in explained("<p>“UNAMIR</p><p>UNAMIR</p>")[0]


@pytest.mark.parametrize("text", [f"{MISSION} (UNAMIR) came", f"UNAMIR (the {MISSION}) came"])
def test_what_the_author_writes_out_is_not_written_out_again(text: str) -> None:
    first, second = explained(f"<p>{text}.</p>", "<p>UNAMIR went.</p>")
    assert "expansion" not in first
    assert "expansion" not in second


def test_a_possessive_is_not_torn_apart() -> None:
    first, second = explained("<p>UNAMIR’s mandate.</p>", "<p>UNAMIR left.</p>")
    assert first == f"<p>{LINK}’s mandate.</p>"
    assert WRITTEN_OUT in second


def test_only_whole_words_in_their_own_capitals_are_abbreviations() -> None:
    html = "<p>UNAMIRs, unamir, XUN, UN-backed, code cables, CODE CABLE.</p>"
    assert explained(html)[0].count("<a ") == 1
    assert '<a class="term" href="#term-cable">CODE CABLE</a>' in explained(html)[0]


def test_other_forms_lead_to_the_same_entry() -> None:
    assert explained("<p>MINUAR.</p>")[0].startswith(
        '<p><a class="term" href="#term-unamir">MINUAR'
    )


def test_words_added_are_escaped_and_marked_with_their_language() -> None:
    term = TermView("a", "abbreviation", "A&B", "Amis & <i>B</i>", language="fr", forms=("A&B",))
    html = explained("<p>A&amp;B came.</p>", terms=(term,))[0]
    assert '<span class="expansion" lang="fr">(Amis &amp; &lt;i&gt;B&lt;/i&gt;)</span>' in html


def test_words_are_found_in_plain_text_for_the_record_of_their_use() -> None:
    found = finder([UNAMIR, CABLE])
    assert found is not None
    assert keys_in("“MINUAR” sent a Code Cable", found) == {"unamir", "cable"}
    assert finder([]) is None
