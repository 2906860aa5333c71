"""The public numbers, the feed and the filters: of published requests alone."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from collections_app.models import Copy, Extent
from declassification.models import AccessRequest, Authority
from declassification.stages import Outcome, Stage
from tests import cast
from tests.declassification.make import make_appeal, make_authority, make_decision, make_request
from tests.make import make_copy, make_item, make_subject

pytestmark = pytest.mark.django_db
NUMBERS, FEED, LIST = "/requests/statistics/", "/feeds/requests.atom", "/requests/"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def answered(days: int, **fields: Any) -> AccessRequest:
    request = make_request(stage=Stage.RECEIVED, **fields)
    on = date(2016, 5, 3) + timedelta(days=days)
    request.decide(by=None, on=on, outcome=Outcome.NO_RECORDS, public_note="Answered.")
    return request


def words(client: Client, url: str) -> str:
    page = html.fromstring(client.get(url).content.decode())
    return " ".join(page.xpath("//main")[0].text_content().split())


def numbers_of(client: Client, authority: str) -> str:
    page = html.fromstring(client.get(NUMBERS).content.decode())
    rows = page.xpath(f"//tr[th/a[text()='{authority}']]")
    return " ".join(cell.text or "-" for row in rows for cell in row.xpath("td"))


def entries(client: Client) -> list[Any]:
    response = client.get(FEED)
    assert response["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content).findall("a:entry", ATOM)


def test_an_authority_is_told_by_what_it_answered_and_how_long_it_took(client: Client) -> None:
    authority = make_authority(name="Slow Agency")
    for days in (10, 20, 100):
        answered(days, authority=authority, published=True)
    make_request(stage=Stage.RECEIVED, authority=authority, published=True)
    assert numbers_of(client, "Slow Agency") == "4 3 0 0 0 3 20 100 -"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"published": True, "public_from": timezone.now() + timedelta(days=9)},
        {"published": True, "authority": "hidden"},
        {"published": True, "is_demonstration": True, "authority": "fictional"},
    ],
    ids=["internal", "embargoed", "of a hidden authority", "a demonstration"],
)
def test_what_is_not_published_or_is_a_demonstration_is_in_no_number_and_no_feed(
    client: Client, fields: dict[str, Any]
) -> None:
    shown = answered(10, published=True, authority=make_authority(name="Open Agency"))
    is_demonstration = fields.get("authority") == "fictional"
    authority = make_authority(name="Other Agency", is_fictional=is_demonstration)
    other = answered(20, **(fields | {"authority": authority}))
    if fields.get("authority") == "hidden":
        authority.withdraw(by=None, reason="A mistake.", notice=False)
    assert "Other Agency" not in words(client, NUMBERS)
    assert numbers_of(client, "Open Agency") == "1 1 0 0 0 1 10 10 -"
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries(client)] == [
        f"{shown.number} {shown.title}"
    ]
    assert other.number not in client.get(FEED).content.decode()


def released(before: Copy, extent: str, authority: Authority, **fields: Any) -> Copy:
    """Publish a request of 2016 to which the document of an earlier copy was released."""
    kind = {Extent.IN_FULL: "released_full", Extent.EXCISED: "released_part"}[Extent(extent)]
    request = make_request(stage=Stage.IN_PROCESS, items=[before.item], authority=authority)
    decision = make_decision(document=request.documents.get(), determination=kind)
    if fields:
        Copy.objects.filter(pk=decision.copy_id).update(**fields)
    request.publish(by=cast.director())
    assert decision.copy is not None
    return decision.copy


def earlier(**fields: Any) -> Copy:
    facts = {"released_on": date(2004, 5, 6), "extent": Extent.IN_FULL, **fields}
    return make_copy(item=make_item(published=True), **facts)


def test_the_share_of_releases_that_hide_what_was_shown_is_told_by_authority(
    client: Client,
) -> None:
    authority = make_authority(name="Hiding Agency")
    released(earlier(), Extent.EXCISED, authority)
    for _ in range(2):
        released(earlier(extent=Extent.EXCISED), Extent.IN_FULL, authority)
    released(earlier(), Extent.IN_FULL, make_authority(name="Open Agency"))
    assert numbers_of(client, "Hiding Agency").endswith(" 33 % (1 of 3)")
    assert numbers_of(client, "Open Agency").endswith(" 0 % (0 of 1)")


def test_the_share_counts_public_releases_and_compares_public_copies_alone(client: Client) -> None:
    authority = make_authority(name="Quiet Agency")
    released(earlier(is_internal=True), Extent.EXCISED, authority)
    assert numbers_of(client, "Quiet Agency").endswith(" 0 % (0 of 1)")
    hidden = released(earlier(), Extent.EXCISED, authority)
    assert numbers_of(client, "Quiet Agency").endswith(" 50 % (1 of 2)")
    hidden.item.withdraw(by=cast.director(), reason="A mistake.", notice=False)
    assert numbers_of(client, "Quiet Agency").endswith(" 0 % (0 of 1)")


def test_the_feed_has_the_latest_public_word_first_and_nothing_of_the_house(
    client: Client,
) -> None:
    older, newer = answered(10, published=True), answered(20, published=True)
    older.add_note(by=None, on=date(2016, 12, 1), note="STRATEGY")
    found = entries(client)
    assert [newer.number in found[0].findtext("a:title", namespaces=ATOM), len(found)] == [True, 2]
    assert found[0].findtext("a:updated", namespaces=ATOM) == "2016-05-23T12:00:00+00:00"
    assert b"STRATEGY" not in client.get(FEED).content
    assert client.get(LIST).content.decode().count(f'href="{FEED}"') == 2


def test_the_list_is_narrowed_by_authority_turning_point_and_state(client: Client) -> None:
    fax = make_subject(label_en="The fax", kind="turning_point", published=True)
    mine = answered(10, title="Answered one", published=True, turning_point=fax)
    make_request(title="Waiting one", stage=Stage.RECEIVED, published=True)
    hidden = make_subject(label_en="Hidden point", kind="turning_point")
    make_request(title="Another one", stage=Stage.RECEIVED, published=True, turning_point=hidden)
    for query in (f"authority={mine.authority.pk}", f"turning_point={fax.slug}", "state=answered"):
        found = words(client, f"{LIST}?{query}")
        assert "Answered one" in found
        assert "Waiting one" not in found
        assert "1 request published" in found
    assert "Hidden point" not in words(client, LIST)


@pytest.mark.parametrize("query", ["authority=x", "state=%00", "turning_point=hidden", "page=-1"])
def test_a_question_that_makes_no_sense_is_no_error(client: Client, query: str) -> None:
    make_request(title="Waiting one", stage=Stage.RECEIVED, published=True)
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_appeals_are_told_once_filed_unless_kept_and_without_our_reasons(client: Client) -> None:
    request = answered(40, published=True)
    filed_on = date(2016, 7, 11)
    make_appeal(
        request=request, filed_on=filed_on, public_summary="The search.", grounds="OUR REASONS"
    )
    make_appeal(request=request, on=filed_on, level="court", public_summary="IN PREPARATION")
    make_appeal(
        request=request,
        on=filed_on,
        filed_on=filed_on,
        level="mediation",
        public_summary="KEPT FROM READERS",
        is_told=False,
        counsel="COUNSEL",
    )
    page = client.get(request.get_absolute_url()).content.decode()
    assert "Appeal within the agency, against a denial in full" in page
    assert "The search." in page
    for kept in ("OUR REASONS", "IN PREPARATION", "KEPT FROM READERS", "COUNSEL", "Mediation"):
        assert kept not in page


@pytest.mark.parametrize("many", [1, 11])
def test_numbers_and_feed_cost_the_same_queries_for_one_and_for_eleven(
    client: Client, many: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(many):
        answered(10, published=True, authority=make_authority(name=f"A{number}"))
    client.get(NUMBERS)
    with django_assert_num_queries(3):
        client.get(NUMBERS)
    with django_assert_num_queries(1):
        client.get(FEED)
