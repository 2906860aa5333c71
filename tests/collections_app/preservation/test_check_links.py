"""What becomes of links over days: when one is called gone, and whose word stands."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string

from collections_app import background, dependants
from collections_app.link_checks import running
from collections_app.link_checks.asking import Answer, Silence
from collections_app.link_checks.running import Waiting, Wanted, check_links
from collections_app.link_checks.verdicts import note_answer
from collections_app.links_said import links_said
from collections_app.models import CheckRun, ExternalLink, LinkStatus
from tests import cast
from tests.collections_app.desks import at_desk, list_of, page_of, send
from tests.collections_app.preservation.hosts import Hosts, serving
from tests.make import make_item, make_item_link, make_link

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOT_FOUND = Answer(404, was_heard=True)
FOUND = Answer(200, was_heard=True)


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with serving() as served:
        yield served


def answered(link: ExternalLink, answer: Answer, *, day: float) -> str:
    """Note an answer so many days after Monday; return the status that readers are told."""
    note_answer(link, answer, MONDAY + timedelta(days=day))
    return link.status


def ask_all(hosts: Hosts, **wanted: Any) -> CheckRun:
    return check_links(Wanted(pause=0, **wanted), gate=hosts.gate)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (FOUND, "ok"),
        (Answer(206, was_heard=True), "ok"),
        (Answer(416, was_heard=True), "ok"),
        (Answer(200, moved_to="https://b.example/", was_heard=True), "redirected"),
        (Answer(401, was_heard=True), "blocked"),
        (Answer(403, was_heard=True), "blocked"),
        (Answer(429, was_heard=True), "blocked"),
        (Answer(999, was_heard=True), "blocked"),
        (NOT_FOUND, "suspect"),
        (Answer(410, was_heard=True), "suspect"),
        (Answer(500, was_heard=True), "suspect"),
        (Answer(None, Silence.NAME), "suspect"),
        (Answer(None, Silence.NO_ANSWER, "it took too long"), "suspect"),
        (Answer(None, Silence.CERTIFICATE, "expired"), "suspect"),
        (Answer(None, Silence.NOT_ALLOWED, "port 22"), "unchecked"),
    ],
)
def test_an_answer_has_its_status(answer: Answer, status: str) -> None:
    link = make_link()
    assert answered(link, answer, day=0) == status


def test_a_link_is_gone_after_failing_on_three_days_that_lie_three_days_apart() -> None:
    link = make_link()
    assert answered(link, NOT_FOUND, day=0) == "suspect"
    assert answered(link, NOT_FOUND, day=1) == "suspect"
    assert answered(link, NOT_FOUND, day=2) == "suspect"
    assert answered(link, NOT_FOUND, day=3) == "gone"
    assert answered(link, NOT_FOUND, day=9) == "gone"


def test_many_failures_on_one_day_are_one_failure() -> None:
    link = make_link()
    for hour in range(12):
        answered(link, NOT_FOUND, day=hour / 24)
    assert link.failures == 1
    assert answered(link, NOT_FOUND, day=30) == "suspect"


def test_one_good_day_begins_the_count_anew() -> None:
    link = make_link()
    answered(link, NOT_FOUND, day=0)
    answered(link, NOT_FOUND, day=2)
    assert answered(link, FOUND, day=3) == "ok"
    assert answered(link, NOT_FOUND, day=4) == "suspect"
    assert link.failures == 1
    assert link.first_failed_at == MONDAY + timedelta(days=4)


def test_a_bad_certificate_never_makes_a_link_gone() -> None:
    link = make_link()
    for day in range(10):
        assert answered(link, Answer(None, Silence.CERTIFICATE), day=day) == "suspect"


def test_what_is_not_asked_keeps_its_status_and_the_day_of_its_last_check() -> None:
    link = make_link()
    answered(link, FOUND, day=0)
    assert answered(link, Answer(None, Silence.NOT_ALLOWED, "a private network"), day=5) == "ok"
    assert link.last_checked == MONDAY.date()
    assert "private network" in link.said_last


def test_the_word_of_a_person_stands_and_the_checks_go_on() -> None:
    link, person = make_link(), cast.cataloguer()
    link.decide(LinkStatus.OK, by=person)
    for day in range(8):
        assert answered(link, NOT_FOUND, day=day) == "ok"
    assert link.found == "gone"
    link.save()
    link.leave_to_checks(by=person)
    assert link.status == "gone"
    assert not link.status_is_decided


def test_a_run_keeps_what_each_link_answered(hosts: Hosts) -> None:
    good, moved = make_link(url=hosts.url("/a")), make_link(url=hosts.on("/b", 301, "/c"))
    lost = make_link(url=hosts.on("/d", 404))
    run = ask_all(hosts)
    for link in (good, moved, lost):
        link.refresh_from_db()
    assert [link.status for link in (good, moved, lost)] == ["ok", "redirected", "suspect"]
    assert moved.final_url == hosts.url("/c")
    assert (run.counts["asked"], run.counts["newly_suspect"]) == (3, 1)
    assert lost.url in run.problems[0]


def test_what_is_no_address_does_not_stop_a_run(hosts: Hosts) -> None:
    bad, good = make_link(), make_link(url=hosts.url("/a"))
    ExternalLink.objects.filter(pk=bad.pk).update(url="http://[half/")
    assert ask_all(hosts).counts["asked"] == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == ("ok", "suspect")


def test_checks_leave_no_row_in_the_history_of_a_link(hosts: Hosts) -> None:
    link = make_link(url=hosts.url("/a"))
    before = link.changes.count()
    ask_all(hosts)
    assert link.changes.count() == before
    changed_at = link.updated_at
    link.refresh_from_db()
    assert link.updated_at == changed_at


def test_pages_are_told_when_a_status_changes_and_only_then(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(dependants, "announce_change", lambda link, **_: told.append(link.pk))
    link = make_link(url=hosts.url("/a"))
    ask_all(hosts)
    ask_all(hosts, fresh_too=True)
    assert told == [link.pk]


def test_where_no_host_answers_nothing_is_said_of_any_link(hosts: Hosts) -> None:
    links = [make_link(url=f"http://host-{number}.example/") for number in range(3)]
    hosts.unknown |= {f"host-{number}.example" for number in range(3)}
    run = ask_all(hosts)
    assert "No host answered" in run.ended_early
    for link in links:
        link.refresh_from_db()
        assert (link.status, link.failures, link.checked_at) == ("unchecked", 0, None)


def test_a_network_that_fails_in_the_middle_stops_the_run(hosts: Hosts) -> None:
    make_link(url=hosts.url("/a"))
    for number in range(12):
        make_link(url=f"http://host-{number}.example/")
        hosts.unknown.add(f"host-{number}.example")
    run = ask_all(hosts)
    assert run.ended_early
    assert not ExternalLink.objects.filter(failures__gt=0).exists()
    assert len(hosts.resolved) < 13


def test_one_silent_host_among_others_that_answer_is_believed_to_be_silent(hosts: Hosts) -> None:
    lost = make_link(url="http://lost.example/")
    make_link(url=hosts.url("/a"))
    hosts.unknown.add("lost.example")
    assert not ask_all(hosts).ended_early
    lost.refresh_from_db()
    assert (lost.status, lost.failures) == ("suspect", 1)


def test_a_host_is_not_asked_twice_within_the_pause() -> None:
    slept: list[float] = []
    waiting = Waiting(2.0, sleep=slept.append)
    for host in ("a.example", "b.example", "a.example"):
        waiting(host)
    assert slept[:2] == [0.0, 0.0]
    assert 1.9 < slept[2] <= 2.0


def test_hosts_take_turns(hosts: Hosts) -> None:
    for path in ("/1", "/2", "/3"):
        make_link(url=hosts.url(path, host="one.example"))
    make_link(url=hosts.url("/4", host="two.example"))
    ask_all(hosts)
    assert [host for _, host, _ in hosts.asked][:2] == ["one.example", "two.example"]


def test_a_killed_run_is_gone_on_with_by_the_next(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        make_link(url=hosts.url(f"/{number}"))
    real, calls = running.ask, []

    def killed(url: str, *rest: Any) -> Answer:
        calls.append(url)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(url, *rest)

    monkeypatch.setattr(running, "ask", killed)
    with pytest.raises(KeyboardInterrupt):
        ask_all(hosts)
    assert ExternalLink.objects.filter(status="ok").count() == 2
    monkeypatch.setattr(running, "ask", real)
    assert ask_all(hosts).counts["asked"] == 2
    assert len(hosts.asked) == 4


def test_only_links_of_a_host_or_only_some_are_asked(hosts: Hosts) -> None:
    make_link(url=hosts.url("/1", host="one.example"))
    make_link(url=hosts.url("/2", host="two.example"))
    make_link(url=hosts.url("/?q=://one.example", host="two.example"))
    assert ask_all(hosts, host="one.example").counts["asked"] == 1
    assert ask_all(hosts, limit=1).counts["asked"] == 1


def test_the_command_says_what_it_found_and_fails_for_what_is_newly_gone(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "Gate", lambda: hosts.gate)
    link = make_link(url=hosts.on("/gone", 410))
    out = StringIO()
    for day in range(3):
        with time_machine.travel(MONDAY + timedelta(days=day), tick=True):
            call_command("check_links", "--pause", "0", stdout=out)
    with (
        time_machine.travel(MONDAY + timedelta(days=4), tick=True),
        pytest.raises(CommandError, match="Newly called gone: 1") as refusal,
    ):
        call_command("check_links", "--pause", "0", stdout=out)
    assert refusal.value.returncode == 1
    assert f"{link.url}: did not answer last time (answered 410)" in out.getvalue()
    with time_machine.travel(MONDAY + timedelta(days=5), tick=True):
        call_command("check_links", "--pause", "0", stdout=out)


def test_the_command_fails_differently_without_a_network(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "Gate", lambda: hosts.gate)
    make_link(url="http://lost.example/")
    hosts.unknown.add("lost.example")
    with pytest.raises(CommandError) as refusal:
        call_command("check_links", stdout=StringIO())
    assert refusal.value.returncode == 2


def test_a_link_that_is_gone_leads_to_its_archived_copy_and_names_the_original() -> None:
    link = make_link(
        url="https://lost.example/page", title="The page",
        archived_url="https://archive.example/2019/page", archived_at="2019-05-03",
    )  # fmt: skip
    link.decide(LinkStatus.GONE, by=None)
    use = make_item_link(item=make_item(), link=link)
    said = render_to_string("collections_app/_external_links.html", {"links": links_said([use])})
    assert 'href="https://archive.example/2019/page"' in said
    assert 'href="https://lost.example/page"' not in said
    assert "The original stood at https://lost.example/page" in said
    assert "3 May 2019" in said


def test_a_link_that_answers_leads_to_where_it_always_led() -> None:
    link = make_link(url="https://alive.example/page", archived_url="https://archive.example/x")
    use = make_item_link(item=make_item(), link=link)
    said = render_to_string("collections_app/_external_links.html", {"links": links_said([use])})
    assert 'href="https://alive.example/page"' in said
    assert 'href="https://archive.example/x"' in said


def test_at_the_desk_a_status_is_decided_and_left_again() -> None:
    link, person = make_link(), cast.cataloguer()
    desk = at_desk(person)
    send(desk, page_of(link), {"decision": "gone"})
    link.refresh_from_db()
    assert (link.status, link.status_is_decided, link.decided_by) == ("gone", True, person)
    send(desk, page_of(link), {"title": "Another title"})
    link.refresh_from_db()
    assert (link.title, link.status) == ("Another title", "gone")
    send(desk, page_of(link), {"decision": ""})
    link.refresh_from_db()
    assert (link.status, link.status_is_decided) == ("unchecked", False)


def test_a_changed_address_is_a_new_address() -> None:
    link = make_link()
    answered(link, NOT_FOUND, day=0)
    link.save()
    send(at_desk(cast.cataloguer()), page_of(link), {"url": "https://other.example/"})
    link.refresh_from_db()
    assert (link.status, link.failures, link.last_checked) == ("unchecked", 0, None)


def test_many_links_are_decided_at_once_in_one_deed() -> None:
    links = [make_link(), make_link()]
    fields = {
        "action": "decide_gone", "index": "0",
        "_selected_action": [str(link.pk) for link in links],
    }  # fmt: skip
    at_desk(cast.cataloguer()).post(list_of(ExternalLink), fields, follow=True)
    assert set(ExternalLink.objects.values_list("status", "status_is_decided")) == {("gone", True)}
    deeds = {link.changes.latest().change_set for link in links}
    assert [deed.source for deed in deeds] == ["bulk"]


def test_the_desk_has_links_asked_after_its_answer(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "Gate", lambda: hosts.gate)
    link = make_link(url=hosts.url("/a"))
    fields = {"action": "check_now", "index": "0", "_selected_action": [str(link.pk)]}
    at_desk(cast.cataloguer()).post(list_of(ExternalLink), fields, follow=True)
    assert not hosts.asked
    background.drain()
    link.refresh_from_db()
    assert link.status == "ok"


def test_an_editor_without_leave_to_change_links_can_not_have_them_asked() -> None:
    desk = at_desk(cast.transcriber())
    assert desk.get(list_of(ExternalLink)).status_code == 403
