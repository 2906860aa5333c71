"""One address is asked: redirects are judged, names are looked up once, slowness has an end."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from collections_app.link_checks import asking
from collections_app.link_checks.asking import Silence, ask
from tests.collections_app.preservation.hosts import INSIDE, Hosts, drip, pour, serving


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with serving() as served:
        yield served


def test_an_address_that_answers_is_asked_for_its_head_alone(hosts: Hosts) -> None:
    answer = ask(hosts.url("/page?a=b c&d=é"), hosts.gate)
    assert (answer.status, answer.moved_to, answer.was_heard) == (200, "", True)
    assert hosts.asked == [("HEAD", "alive.example", "/page?a=b%20c&d=%C3%A9")]


def test_the_program_says_who_it_is_and_how_to_reach_us(hosts: Hosts, settings: Any) -> None:
    settings.CONTACT_EMAIL = "desk@archive.example"
    ask(hosts.url(), hosts.gate)
    assert hosts.agents == [
        "OpenRecord-link-check/1.0 (checks links of an archive; +mailto:desk@archive.example)"
    ]


def test_where_the_head_is_refused_the_first_bytes_are_asked_for(hosts: Hosts) -> None:
    hosts.on("HEAD /page", 405)
    assert ask(hosts.url("/page"), hosts.gate).status == 200
    assert [method for method, _, _ in hosts.asked] == ["HEAD", "GET"]


def test_a_host_that_asks_for_patience_is_not_asked_again(hosts: Hosts) -> None:
    assert ask(hosts.on("/page", 429), hosts.gate).status == 429
    assert len(hosts.asked) == 1


def test_a_lasting_move_is_told_and_a_passing_one_is_not(hosts: Hosts) -> None:
    new = hosts.url("/new")
    assert ask(hosts.on("/lasting", 301, "/new"), hosts.gate).moved_to == new
    assert ask(hosts.on("/passing", 302, "/new"), hosts.gate).moved_to == ""
    assert ask(hosts.on("/first", 308, "/passing"), hosts.gate).moved_to == hosts.url("/passing")
    assert ask(hosts.on("/later", 307, "/lasting"), hosts.gate).moved_to == ""


def test_redirects_without_end_are_not_followed_without_end(hosts: Hosts) -> None:
    answer = ask(hosts.on("/round", 302, "/round"), hosts.gate)
    assert answer.silence == Silence.NO_ANSWER
    assert "without end" in answer.words
    assert len(hosts.asked) == asking.MOST_REDIRECTS + 1


def test_a_redirect_into_a_private_network_is_not_followed(hosts: Hosts) -> None:
    hosts.inside.add("metadata.example")
    start = hosts.on("/door", 302, "http://metadata.example/latest/meta-data/")
    answer = ask(start, hosts.gate)
    assert answer.silence == Silence.NOT_ALLOWED
    assert [path for _, _, path in hosts.asked] == ["/door"]


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:22/", "http://[::1]/", "http://169.254.169.254/latest/", "//10.0.0.1/x"],
)
def test_a_redirect_to_a_private_address_is_judged_as_any_other(hosts: Hosts, target: str) -> None:
    judged = asking.Gate(
        ports=frozenset({hosts.port, 80}),
        resolve=lambda host, _: ["127.0.0.1"] if host == "alive.example" else [host],
        allows=lambda address: address == "127.0.0.1" and len(hosts.asked) == 0,
    )
    assert ask(hosts.on("/door", 301, target), judged).silence == Silence.NOT_ALLOWED
    assert len(hosts.asked) <= 2


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://alive.example/", "gopher://x/", "http://a:b@c.example/"]
)
def test_a_redirect_to_something_else_than_the_web_is_not_followed(
    hosts: Hosts, target: str
) -> None:
    answer = ask(hosts.on("/door", 302, target), hosts.gate)
    assert answer.silence == Silence.NONSENSE
    assert answer.was_heard


@pytest.mark.parametrize(
    "url", ["http://[half/", "http://alive.example:99999/", "http:///x", "https://u:p@h.example/"]
)
def test_what_is_no_address_is_an_answer_and_no_error(hosts: Hosts, url: str) -> None:
    assert ask(url, hosts.gate).silence == Silence.NONSENSE


def test_the_connection_is_made_to_the_address_that_was_judged(
    hosts: Hosts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is answered differently the second time leads nowhere else."""
    connected = []
    real = asking.socket.create_connection

    def noted(address: Any, *rest: Any) -> Any:
        connected.append(address[0])
        return real(address, *rest)

    monkeypatch.setattr(asking.socket, "create_connection", noted)
    answers = iter([["127.0.0.1"], [INSIDE]])
    rebinding = asking.Gate(
        ports=frozenset({hosts.port}),
        resolve=lambda *_: next(answers),
        allows=lambda address: address == "127.0.0.1",
    )
    assert ask(hosts.url(), rebinding).status == 200
    assert connected == ["127.0.0.1"]


def test_an_unknown_host_and_a_refused_connection_are_told_apart(hosts: Hosts) -> None:
    hosts.unknown.add("gone.example")
    assert ask("http://gone.example/", hosts.gate).silence == Silence.NAME
    answer = ask("http://alive.example:80/", hosts.gate)
    assert answer.silence == Silence.NO_ANSWER
    assert "refused" in answer.words
    assert not answer.was_heard


def test_an_answer_that_drips_is_cut_off(hosts: Hosts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS_ALTOGETHER", 0.4)
    hosts.replies["/slow"] = drip
    began = time.monotonic()
    assert ask(hosts.url("/slow"), hosts.gate).silence == Silence.NO_ANSWER
    assert time.monotonic() - began < 5


def test_an_answer_that_never_ends_is_not_read_to_its_end(hosts: Hosts) -> None:
    hosts.replies["/large"] = pour
    began = time.monotonic()
    assert ask(hosts.url("/large"), hosts.gate).status == 200
    assert time.monotonic() - began < 5


def test_an_answer_that_is_not_http_is_an_answer_and_no_error(hosts: Hosts) -> None:
    hosts.replies["/junk"] = lambda handler: (
        handler.wfile.write(b"\x00\x01 SSH-2.0\r\n\r\n") and None
    )
    assert ask(hosts.url("/junk"), hosts.gate).silence == Silence.NO_ANSWER


def test_a_redirect_with_letters_outside_ascii_is_followed(hosts: Hosts) -> None:
    hosts.on("/old", 301, "/n\u00e9e".encode().decode("latin-1"))
    answer = ask(hosts.url("/old"), hosts.gate)
    assert answer.status == 200
    assert hosts.asked[-1][2] == "/n%C3%A9e"
