"""HTML led elsewhere: links, images, and whatever a person can type."""

import pytest
from lxml import etree

from briefingbooks.formats import trees
from tests.briefingbooks.formats.make import HOSTILE, PHOTO, SITE, a_picture


def led(target: str, site_url: str = SITE) -> str:
    lead = trees.leader({"here": "notes.xhtml#here"}, "/books/fax/", site_url)
    return lead(target)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("#here", "notes.xhtml#here"),
        ("#nowhere", ""),
        ("/items/FTP-0001/#copies", f"{SITE}/items/FTP-0001/#copies"),
        ("editions/1/", f"{SITE}/books/fax/editions/1/"),
        ("https://www.un.org/en/", "https://www.un.org/en/"),
        ("HTTPS://un.org/a b|c\\d", "https://un.org/a%20b%7Cc%5Cd"),
        ("https://médiathèque.example/", "https://xn--mdiathque-53af.example/"),
        ("https://un.org/50%", "https://un.org/50%25"),
        ("https://un.org/#t=1#more", "https://un.org/#t=1%23more"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[broken/", ""),
        ("http://a b/", ""),
        ("//elsewhere.example/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_a_link_leads_inside_to_the_site_or_into_the_world(target: str, address: str) -> None:
    assert led(target) == address


def test_links_to_a_site_that_does_not_know_its_address_stay_words() -> None:
    tree = trees.parse('<p><a href="/items/X/" class="mention" rel="next">the cable</a></p>')
    trees.lead_links(tree, trees.leader({}, "/books/fax/", ""))
    assert trees.as_html(tree) == '<p><span class="mention">the cable</span></p>'


def test_what_no_xml_can_hold_is_left_out_and_the_rest_survives() -> None:
    escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    written = trees.as_xhtml(trees.parse(f"<p>{escaped}\x85\x9f\ufdd0</p>"))
    read = etree.fromstring(written)
    assert read.text is not None
    assert read.text.startswith('A <b>title</b> & "quotes"')
    assert "שלום \u202eevil" in read.text


def test_xhtml_closes_what_html_leaves_open() -> None:
    source = '<p lang="fr">a<br>b&nbsp;<img src="x" alt=""></p><hr>'
    written = trees.as_xhtml(trees.parse(source))
    read = etree.fromstring(f"<div>{written}</div>")
    assert [element.tag for element in read] == ["p", "hr"]
    assert read[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_an_identifier_stands_once() -> None:
    tree = trees.parse('<p id="a">1</p><p id="a">2</p><p id="b">3</p><p id="c d">4</p>')
    trees.keep_identifiers_once(tree, {"b"})
    assert trees.as_html(tree) == '<p id="a">1</p><p>2</p><p>3</p><p>4</p>'


def test_an_image_that_is_not_given_is_described_in_words() -> None:
    tree = trees.parse(f'<figure><img src="{PHOTO}" alt="A road &lt;1994&gt;"></figure>')
    assert not trees.place_pictures(tree, {})
    assert "[Image not in this file: A road &lt;1994&gt;]" in trees.as_html(tree)
    assert "<img" not in trees.as_html(tree)


def test_an_image_that_is_given_shows_it_from_its_own_folder() -> None:
    picture = a_picture()
    tree = trees.parse(f'<p><img src="{PHOTO}" alt="A road" loading="lazy"></p>')
    assert trees.place_pictures(tree, {PHOTO: picture}) == [picture]
    assert f'src="images/{picture.name}"' in trees.as_html(tree)
    assert "loading" not in trees.as_html(tree)
