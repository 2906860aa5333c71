"""Every paragraph of a section can be cited by its own address."""

from briefingbooks.paragraphs import with_anchors


def test_paragraphs_are_counted_within_their_section() -> None:
    html = with_anchors("<p>One.</p>\n<p>Two.</p>", "the-warning")
    assert '<p id="the-warning-p1">One. <a class="permalink" href="#the-warning-p1"' in html
    assert 'aria-label="Link to paragraph 2">¶</a></p>' in html


def test_headings_keep_their_anchor_and_get_a_link() -> None:
    html = with_anchors('<h3 id="s-inside">Inside</h3>', "s")
    assert html.startswith('<h3 id="s-inside">Inside <a class="permalink" href="#s-inside"')


def test_what_stands_in_a_list_table_quotation_or_figure_is_not_counted() -> None:
    inside = (
        "<blockquote><p>Quoted.</p></blockquote><ul><li><p>Item.</p></li></ul>"
        '<figure class="photo"><p>Caption.</p></figure><pre>code</pre>'
    )
    html = with_anchors(f"{inside}<p>First.</p>", "s")
    assert inside in html
    assert '<p id="s-p1">First.' in html


def test_a_paragraph_that_has_an_anchor_keeps_it() -> None:
    html = with_anchors('<p id="kept" class="lead">Words.</p><p>More.</p>', "s")
    assert '<p id="kept" class="lead">Words. <a class="permalink" href="#kept"' in html
    assert 'id="s-p2"' in html


def test_text_without_paragraphs_stays_as_it_is() -> None:
    assert with_anchors("", "s") == ""
    assert with_anchors("Words & more", "s") == "Words & more"
