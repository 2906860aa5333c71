"""Asking one address whether it answers: little is sent, little is read, and not for long."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from collections_app.link_checks.gate import Gate, NameUnknown, NotAllowed

SECONDS_TO_CONNECT = 10.0
SECONDS_ALTOGETHER = 30.0
MOST_REDIRECTS = 5
MOST_BYTES = 16 * 1024
LONGEST = 1000
PERMANENT = {301, 308}
REDIRECTS = PERMANENT | {302, 303, 307}
ADDRESSES_TRIED = 2

KEPT_IN_PATH = "/%:=&~+!$,;'@()*[]-._|"
KEPT_IN_QUERY = KEPT_IN_PATH + "?"


class Silence(StrEnum):
    """Why there is no answer."""

    NAME = "its host has no address"
    NO_ANSWER = "no answer"
    CERTIFICATE = "its certificate is not valid"
    NOT_ALLOWED = "not asked"
    NONSENSE = "no address that can be asked"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: a status of HTTP, or why there is none.

    `moved_to` is where the address says that it moved for good. `was_heard` says whether any host
    answered on the way.
    """

    status: int | None = None
    silence: Silence | None = None
    words: str = ""
    moved_to: str = ""
    was_heard: bool = False


Wait = Callable[[str], object]


def ask(url: str, gate: Gate, wait: Wait = lambda host: None) -> Answer:  # noqa: ARG005
    """Ask an address, follow up to five redirects, each judged anew, and return what was found.

    `wait` is called with the host before each request, to pause.
    """
    here, moved_to, is_for_good, was_heard = url, "", True, False
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, location = _ask_once(here, gate, wait)
        except _Silent as silent:
            return Answer(None, silent.why, silent.words, moved_to, was_heard)
        was_heard = True
        if status not in REDIRECTS or not location:
            return Answer(status, None, "", moved_to, was_heard)
        is_for_good = is_for_good and status in PERMANENT
        here = _resolved(here, location)
        if is_for_good and len(here) <= LONGEST:
            moved_to = here
    return Answer(None, Silence.NO_ANSWER, "it redirects without end", moved_to, was_heard)


class _Silent(Exception):
    def __init__(self, why: Silence, words: str = "") -> None:
        self.why, self.words = why, words


def _resolved(here: str, location: str) -> str:
    # Header lines arrive as Latin-1 whatever they are.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    return urlunsplit(urlsplit(urljoin(here, location))._replace(fragment=""))


def _ask_once(url: str, gate: Gate, wait: Wait) -> tuple[int, str]:
    """Ask for the head; where that is refused, for the first bytes, as a reader would."""
    parts, host, port = _taken_apart(url)
    try:
        addresses = gate.addresses_of(host, port)
    except NotAllowed as refusal:
        raise _Silent(Silence.NOT_ALLOWED, str(refusal)) from refusal
    except NameUnknown as unknown:
        raise _Silent(Silence.NAME) from unknown
    wait(host)
    status, location = _exchange("HEAD", parts, host, port, addresses)
    if status >= http.HTTPStatus.BAD_REQUEST and status != http.HTTPStatus.TOO_MANY_REQUESTS:
        wait(host)
        status, location = _exchange("GET", parts, host, port, addresses)
    return status, location


def _taken_apart(url: str) -> tuple[SplitResult, str, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError as problem:
        raise _Silent(Silence.NONSENSE, str(problem)[:80]) from problem
    if parts.scheme not in ("http", "https") or not host:
        raise _Silent(Silence.NONSENSE, f"it leads to {parts.scheme or 'no'}: addresses")
    if "@" in parts.netloc:
        raise _Silent(Silence.NONSENSE, "it carries a name or password")
    return parts, host, port


def _exchange(
    method: str, parts: SplitResult, host: str, port: int, addresses: list[str]
) -> tuple[int, str]:
    problem: _Silent | None = None
    for address in addresses[:ADDRESSES_TRIED]:
        try:
            return _send(method, parts, _connection(parts.scheme, host, port, address))
        except ssl.SSLCertVerificationError as refusal:
            raise _Silent(Silence.CERTIFICATE, refusal.verify_message) from refusal
        except (OSError, http.client.HTTPException, ValueError) as silence:
            problem = _Silent(Silence.NO_ANSWER, _in_words(silence))
    raise problem or _Silent(Silence.NO_ANSWER)


def _in_words(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "it took too long"
    if isinstance(problem, ConnectionRefusedError):
        return "the connection was refused"
    return f"{type(problem).__name__}: {problem}"[:120]


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was judged; the name is only told to the host."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS_TO_CONNECT)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Secure(_Plain):
    """The same over TLS; the certificate must be valid for the name."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


def _connection(scheme: str, host: str, port: int, address: str) -> _Plain:
    return (_Secure if scheme == "https" else _Plain)(host, port, address)


def _send(method: str, parts: SplitResult, connection: _Plain) -> tuple[int, str]:
    """Send a request and return status and Location; what comes too slowly is cut off."""
    target = quote(parts.path or "/", safe=KEPT_IN_PATH)
    if parts.query:
        target += "?" + quote(parts.query, safe=KEPT_IN_QUERY)
    was_cut = threading.Event()
    cut_off = threading.Timer(SECONDS_ALTOGETHER, _cut, [connection, was_cut])
    cut_off.daemon = True
    cut_off.start()
    try:
        connection.request(method, target, headers=_headers(method))
        response = connection.getresponse()
        if method == "GET":
            response.read(MOST_BYTES)
        if was_cut.is_set():
            raise TimeoutError
        return response.status, response.headers.get("Location", "").strip()
    finally:
        cut_off.cancel()
        connection.close()


def _cut(connection: _Plain, was_cut: threading.Event) -> None:
    was_cut.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _headers(method: str) -> dict[str, str]:
    contact = f"; +mailto:{settings.CONTACT_EMAIL}" if settings.CONTACT_EMAIL.isascii() else ""
    contact = contact if settings.CONTACT_EMAIL else ""
    headers = {
        "User-Agent": f"OpenRecord-link-check/1.0 (checks links of an archive{contact})",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    if method == "GET":
        headers["Range"] = f"bytes=0-{MOST_BYTES - 1}"
    return headers
