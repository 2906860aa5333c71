"""Days and hours read the same in every list: the day first, the hours to 24."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize

from collections_app.models import ChangeSet
from tests import cast
from tests.collections_app.desks import at_desk


@pytest.mark.django_db
def test_a_list_of_the_desks_shows_the_day_before_the_month_and_24_hours() -> None:
    moment = datetime(2026, 11, 22, 15, 2, tzinfo=UTC)
    deed = ChangeSet.objects.create(title="A deed of the afternoon")
    ChangeSet.objects.filter(pk=deed.pk).update(at=moment)
    page = at_desk(cast.cataloguer()).get(reverse("admin:collections_app_changeset_changelist"))
    assert "22 November 2026, 15:02" in page.content.decode()


def test_days_and_hours_without_a_format_of_their_own_are_written_the_same_way() -> None:
    moment = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)
    with timezone.override(UTC):
        assert localize(moment) == "4 March 2026, 09:05"
        assert localize(moment.time()) == "09:05"
    assert localize(date(2026, 3, 4)) == "4 March 2026"
