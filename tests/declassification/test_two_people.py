"""Two people who act on one request at once can not both succeed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from declassification.models import AccessRequest, Refused
from declassification.stages import Outcome, Stage
from tests.declassification.make import RECEIVED, make_request


@pytest.mark.django_db
def test_who_acts_on_what_is_no_longer_so_is_refused_with_the_new_state() -> None:
    request = make_request(stage=Stage.SENT)
    hers = AccessRequest.objects.get(pk=request.pk)
    his = AccessRequest.objects.get(pk=request.pk)
    hers.record_receipt(by=None, on=RECEIVED)
    with pytest.raises(Refused, match=r"has acted on .* meanwhile; it is now “received”"):
        his.acknowledge(by=None, on=RECEIVED)
    assert not request.events.filter(kind="acknowledged").exists()


@pytest.mark.django_db
def test_even_a_verb_that_leaves_the_state_makes_older_views_stale() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    his = AccessRequest.objects.get(pk=request.pk)
    request.add_note(by=None, on=RECEIVED, note="They telephoned: it is granted.")
    with pytest.raises(Refused, match="Look at it again"):
        his.decide(by=None, on=date(2016, 6, 1), outcome=Outcome.NO_RECORDS)


# On PostgreSQL the row is locked; on SQLite a transaction that writes excludes every other.
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_is_kept() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    start = Barrier(2, timeout=20)

    def decide(outcome: str) -> str:
        try:
            mine = AccessRequest.objects.select_related("authority", "regime").get(pk=request.pk)
            start.wait()
            mine.decide(by=None, on=date(2016, 6, 1), outcome=outcome)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return outcome

    outcomes = [Outcome.NO_RECORDS, Outcome.NEITHER]
    with ThreadPoolExecutor(max_workers=2) as people:
        results = list(people.map(decide, outcomes))
    request.refresh_from_db()
    assert sorted(results) == sorted(["refused", request.outcome])
    assert request.events.filter(kind="decided").count() == 1
