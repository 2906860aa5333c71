from datetime import timedelta

import pytest
from django.utils import timezone

from briefingbooks import press_text
from briefingbooks.models import PressRelease
from collections_app import dependants
from collections_app.models import Privacy
from collections_app.publication import NotReady
from tests.briefingbooks.make import make_book
from tests.briefingbooks.press_make import (
    announce,
    make_asset,
    make_boilerplate,
    make_contact,
    make_news,
    make_quote,
    make_release,
)
from tests.make import make_agent, make_item

pytestmark = pytest.mark.django_db


def blocking(release: PressRelease) -> list[str]:
    return [gap.message for gap in release.publication_gaps() if gap.blocks]


def test_a_release_with_date_book_and_contact_can_be_published() -> None:
    release = make_release()
    assert blocking(release) == []
    release.publish(by=None)
    assert release.is_public()


def test_a_release_is_not_published_before_the_book_that_it_announces() -> None:
    soon = timezone.now() + timedelta(days=1)
    release = make_release(book=make_book(public_from=soon))
    with pytest.raises(NotReady, match="is not public at the instant of the release"):
        release.publish(by=None)
    release.publish(by=None, public_from=soon)
    assert not release.is_public()
    assert release.is_public(at=soon)
    assert blocking(release) == []


def test_a_release_is_closed_while_a_book_that_it_announces_is_closed() -> None:
    book = make_book(published=True)
    release = make_release(book=book, published=True)
    announce(release, make_book(published=True))
    book.hold(by=None)
    assert not release.is_public()
    book.lift_hold(by=None)
    assert release.is_public()


def test_words_of_a_person_need_the_day_and_manner_of_their_approval() -> None:
    release = make_release()
    quote = make_quote(release=release, approved_on=None)
    assert blocking(release) == ["The words of Ann Speaker are not approved."]
    quote.approved_on, quote.approval = timezone.localdate(), ""
    quote.save()
    assert blocking(release) == ["The words of Ann Speaker are not approved."]
    quote.approval = "By letter."
    quote.save()
    assert blocking(release) == []


def test_words_whose_approval_is_taken_back_are_not_public() -> None:
    release = make_release()
    quote = make_quote(release=release)
    release.publish(by=None)
    assert quote.is_public()
    quote.approved_on = None
    quote.save()
    assert not quote.is_public()


def test_a_release_names_somebody_whom_the_press_may_ask() -> None:
    release = make_release(with_parts=False, issued_on=None)
    make_contact(release=release, is_printed=False)
    assert blocking(release) == [
        "The date of the dateline is not set.",
        "No contact is named whom the press may ask.",
    ]


def test_a_release_that_names_a_record_that_is_not_public_is_not_published() -> None:
    item = make_item(known_from="A list of the archive.")
    release = make_release(body_md=f"See {{doc}}`{item.ref}`.")
    assert blocking(release) == [f"The text names {item.ref}, which is not public."]
    item.publish(by=None)
    assert blocking(release) == []


def test_a_photograph_that_is_not_public_is_left_out_and_told() -> None:
    release = make_release()
    asset = make_asset(release=release, item=make_item(kind="photograph"))
    gaps = [gap for gap in release.publication_gaps() if not gap.blocks]
    assert [gap.field for gap in gaps] == ["assets"]
    release.publish(by=None)
    assert not asset.is_public()


@pytest.mark.parametrize(
    "make",
    [
        lambda release: make_quote(release=release, text="So says Ann Hidden."),
        lambda release: make_contact(release=release, name="Ann Hidden"),
        lambda release: make_boilerplate(release=release, text="Founded by Ann Hidden."),
        lambda release: make_asset(release=release, caption="Ann Hidden at home"),
    ],
)
def test_the_name_of_a_protected_person_keeps_a_release_from_the_press(make: object) -> None:
    make_agent(name="Hidden, Ann", privacy=Privacy.WITHHELD)
    release = make_release()
    make(release)  # type: ignore[operator]
    assert ["protected person" in words for words in blocking(release)] == [True]


def test_a_contact_for_the_house_may_have_a_protected_name() -> None:
    make_agent(name="Hidden, Ann", privacy=Privacy.WITHHELD)
    release = make_release()
    make_contact(release=release, name="Ann Hidden", is_printed=False)
    assert blocking(release) == []


def test_a_public_release_is_taken_back_when_a_boilerplate_comes_to_name_a_protected_person() -> (
    None
):
    make_agent(name="Hidden, Ann", privacy=Privacy.WITHHELD)
    release = make_release()
    boilerplate = make_boilerplate(release=release)
    release.publish(by=None)
    boilerplate.text = "Founded by Ann Hidden."
    boilerplate.save()
    dependants.announce_change(boilerplate)
    assert not release.is_public()


def test_news_with_a_protected_name_keeps_the_book_from_the_public() -> None:
    make_agent(name="Hidden, Ann", privacy=Privacy.WITHHELD)
    book = make_book()
    make_news(book=book, title="Ann Hidden speaks")
    assert [gap.field for gap in book.publication_gaps() if gap.blocks] == ["in the news"]


def test_a_text_has_no_notes_and_names_only_records_that_exist() -> None:
    item = make_item(published=True)
    assert press_text.problems_in(f"See {{doc}}`{item.ref}` and [us](https://example.org).") == []
    assert press_text.problems_in("A.[^a]\n\n[^a]: Note.") == ["A press release has no notes."]
    assert "can not mention a {entry}" in press_text.problems_in("{entry}`e7k3`")[0]
    wrong = press_text.problems_in("{doc}`FTP-9999`")
    assert wrong[0].startswith("Line 1: there is no item “FTP-9999”")
    assert press_text.problems_in("[here]()") == ["Line 1: The link “here” leads nowhere."]


@pytest.mark.parametrize(
    "sentence",
    [
        "More can be found on our website at and on our page.",
        "More can be found at .",
        "Find it at, or ask.",
        "For more, visit .",
        "See and tell.",
        "Write to or call us.",
    ],
)
def test_a_sentence_whose_link_was_lost_is_pointed_out(sentence: str) -> None:
    assert [one.line for one in press_text.lost_links(f"First.\n\n{sentence}")] == [3]


@pytest.mark.parametrize(
    "sentence",
    [
        "It went on and on.",
        "They went to and fro, on and off.",
        "More stands at https://example.org and on [our page](https://example.org).",
        "He was called on.",
        "The list they looked at, and the one they did not.",
        "It is open to the public and free.",
    ],
)
def test_ordinary_sentences_are_not_taken_for_lost_links(sentence: str) -> None:
    assert press_text.lost_links(sentence) == []


def test_a_lost_link_is_a_warning_and_does_not_block() -> None:
    release = make_release(body_md="More can be found at and on our page.")
    gaps = release.publication_gaps()
    assert [(gap.field, gap.blocks) for gap in gaps] == [("body_md", False)]
    assert "“can be found at and on”" in gaps[0].message
