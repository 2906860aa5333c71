"""A stranger who visits this site from inside the program, by the door that everybody comes in."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http.response import HttpResponseBase

# A reserved name (RFC 2606), said where nobody knows the address of the live site.
NOWHERE = "https://site.invalid"


class StrangersRequest(WSGIRequest):
    """A request for a page under the address of the live site, whoever answers it here."""

    def get_host(self) -> str:
        host: str = self.META["HTTP_HOST"]
        return host


class Site:
    """The site as whoever signs in to nothing sees it, under its address on the network.

    `live` is that address without a slash at its end; empty where it is not known.
    """

    def __init__(self, live: str = "") -> None:
        self.live = live
        self.base = live or NOWHERE
        self.handler = BaseHandler()
        self.handler.load_middleware()

    def request(self, address: str) -> StrangersRequest:
        """Return a request for an address of this site, without cookie, session or choice."""
        path, _, question = address.partition("?")
        base = urlsplit(self.base)
        return StrangersRequest(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
                "SCRIPT_NAME": "",
                "QUERY_STRING": question,
                "SERVER_NAME": base.hostname or "",
                "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
                "SERVER_PROTOCOL": "HTTP/1.1",
                "HTTP_HOST": base.netloc,
                # Pages asked for with it are not kept: a crawl would push out what readers ask for.
                "HTTP_AUTHORIZATION": "None",
                "REMOTE_ADDR": "127.0.0.1",
                "wsgi.url_scheme": base.scheme,
                "wsgi.input": BytesIO(),
            }
        )

    @contextmanager
    def ask(self, address: str) -> Iterator[HttpResponseBase]:
        """Yield what a stranger is answered, through every middleware."""
        response: HttpResponseBase = self.handler.get_response(self.request(address))
        try:
            yield response
        finally:
            # The end of this answer is not the end of what the connection is used for.
            request_finished.disconnect(close_old_connections)
            try:
                response.close()
            finally:
                request_finished.connect(close_old_connections)
