"""The dated record: bounds and certainty follow the EDTF value, whatever way it is kept."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from collections_app.models import ArchivalItem
from collections_app.models.historical import DATE_ORDER
from tests.make import make_item

pytestmark = pytest.mark.django_db


def bounds(item: ArchivalItem) -> tuple[date | None, date | None]:
    return item.date_earliest, item.date_latest


def test_saving_computes_the_bounds_and_the_canonical_value() -> None:
    item = make_item()
    item.date_edtf = " [1994-04-06, 1994-04-07] "
    item.save()
    item.refresh_from_db()
    assert item.date_edtf == "[1994-04-06,1994-04-07]"
    assert bounds(item) == (date(1994, 4, 6), date(1994, 4, 7))


def test_saving_the_date_alone_keeps_its_bounds_too() -> None:
    item = make_item(date_edtf="1994-01-11")
    item.date_edtf = "1993~"
    item.save(update_fields=["date_edtf"])
    item.refresh_from_db()
    assert bounds(item) == (date(1993, 1, 1), date(1993, 12, 31))
    assert item.date_certainty == "approximate"


def test_saving_something_else_leaves_the_date_alone() -> None:
    item = make_item(date_edtf="1994-01-11")
    item.date_edtf, item.title = "not a date", "Another title"
    item.save(update_fields=["title"])
    item.refresh_from_db()
    assert (item.title, item.date_edtf) == ("Another title", "1994-01-11")


def test_a_record_read_without_its_date_keeps_the_stored_bounds() -> None:
    kept = make_item(date_edtf="1994-01-11")
    item = ArchivalItem.objects.defer("date_edtf", "date_certainty").get(pk=kept.pk)
    item.set_date_bounds()
    assert "date_edtf" in item.get_deferred_fields()
    assert bounds(item) == (date(1994, 1, 11), date(1994, 1, 11))


def test_taking_the_date_away_takes_bounds_and_certainty_away() -> None:
    item = make_item(date_edtf="1994-01-11~")
    item.date_edtf = ""
    item.save()
    assert (*bounds(item), item.date_certainty) == (None, None, "exact")
    assert (item.date_words, item.date_words_in("fr"), item.date_iso) == (
        "undated",
        "sans date",
        "",
    )


def test_a_date_not_understood_is_an_error_at_its_field() -> None:
    item = make_item()
    item.date_edtf = "11 January 1994"
    for keep in (item.full_clean, item.save):
        with pytest.raises(ValidationError) as refusal:
            keep()
        assert set(refusal.value.message_dict) == {"date_edtf"}
        assert "write 1994-01-11" in refusal.value.message_dict["date_edtf"][0]


def test_signs_of_doubt_set_the_certainty_and_take_it_away_again() -> None:
    item = make_item(date_edtf="1994?")
    assert item.date_certainty == "questionable"
    for read_again in (False, True):
        item.date_edtf = "1994~"
        item.save()
        assert item.date_certainty == "approximate"
        item = ArchivalItem.objects.get(pk=item.pk) if read_again else item
        item.date_edtf = "1994-01-11"
        item.save()
        assert item.date_certainty == "exact"


def test_a_certainty_chosen_by_the_curator_stays_and_is_spoken() -> None:
    item = make_item(date_edtf="1994", date_certainty="approximate")
    item.date_edtf = "1993"
    item.save()
    assert (item.date_certainty, item.date_words) == ("approximate", "about 1993")


def test_a_date_in_words_alone_keeps_the_certainty_it_is_given() -> None:
    item = make_item(date_edtf="", date_display="Easter week", date_certainty="approximate")
    assert (item.date_certainty, item.date_words) == ("approximate", "Easter week")


def test_an_inferred_date_stays_inferred_and_needs_a_basis() -> None:
    with pytest.raises(ValidationError) as refusal:
        make_item(date_edtf="1994~", date_certainty="inferred")
    assert set(refusal.value.message_dict) == {"date_basis"}
    item = make_item(date_edtf="1994~", date_certainty="inferred", date_basis="Named in a cable.")
    assert item.date_certainty == "inferred"
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchivalItem.objects.filter(pk=item.pk).update(date_basis="")


def test_the_database_refuses_bounds_out_of_order() -> None:
    item = make_item(date_edtf="1994-01-11")
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchivalItem.objects.filter(pk=item.pk).update(date_earliest=date(1995, 1, 1))


def test_the_curators_words_stand_before_the_computed_ones() -> None:
    item = make_item(date_edtf="1994-04-06", date_display="the night of 6 April 1994")
    assert item.date_words == item.date_words_in("fr") == "the night of 6 April 1994"
    assert item.date_iso == "1994-04-06"
    item.date_display = ""
    assert (item.date_words, item.date_words_in("fr")) == ("6 April 1994", "6 avril 1994")


def test_the_order_of_dates_puts_undated_records_last() -> None:
    morning = make_item(date_edtf="1994-01-01", date_time=time(8, 30))
    whole_year, undated = make_item(date_edtf="1994"), make_item(date_edtf="")
    evening = make_item(date_edtf="1994-01-01", date_time=time(20))
    no_start, earlier = make_item(date_edtf="../1995"), make_item(date_edtf="1993-12-24")
    ordered = list(ArchivalItem.objects.order_by(*DATE_ORDER))
    assert ordered == [earlier, morning, evening, whole_year, no_start, undated]
