"""A web server on this machine that stands for every host of the tests of links."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from collections_app.link_checks.gate import Gate, NameUnknown

HERE = "127.0.0.1"
INSIDE = "10.1.2.3"

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Hosts:
    """What the server answers, by path, and what it was asked."""

    port: int
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    resolved: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "alive.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def on(self, path: str, status: int, location: str = "") -> str:
        """Have a path answer with a status; return its address."""

        def reply(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if location:
                handler.send_header("Location", location)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.replies[path] = reply
        return self.url(path)

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        if host in self.unknown:
            raise NameUnknown(host)
        return [INSIDE] if host in self.inside else [HERE]

    @property
    def gate(self) -> Gate:
        """The gate of the tests, which lets through to this server and nowhere else."""
        return Gate(
            ports=frozenset({self.port, 80, 443}),
            resolve=self.resolve,
            allows=lambda address: address == HERE,
        )


@contextmanager
def serving() -> Iterator[Hosts]:
    """Serve for the length of a test."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("Host", "").partition(":")[0]
            hosts.asked.append((self.command, host, self.path))
            hosts.agents.append(self.headers.get("User-Agent", ""))
            path = self.path.partition("?")[0]
            reply = hosts.replies.get(path) or hosts.replies.get(f"{self.command} {path}")
            if reply is not None:
                reply(self)
                return
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(b"ok")

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer((HERE, 0), Handler)
    server.daemon_threads = True
    hosts = Hosts(server.server_port)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield hosts
    finally:
        server.shutdown()
        server.server_close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer so slowly that no single wait is too long."""
    try:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for number in range(1000):
            handler.wfile.write(f"X-{number}: y\r\n".encode())
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def pour(handler: BaseHTTPRequestHandler) -> None:
    """Answer with more than anybody wants."""
    handler.send_response(405 if handler.command == "HEAD" else 200)
    handler.end_headers()
    if handler.command == "GET":
        try:
            for _ in range(4000):
                handler.wfile.write(b"x" * 65536)
        except OSError:
            handler.server.poured = True  # type: ignore[attr-defined]
