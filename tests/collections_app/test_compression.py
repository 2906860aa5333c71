"""Pages travel compressed; bytes of the archive pass as they are."""

import pytest
from django.test import Client

from tests.make import make_derivative

pytestmark = pytest.mark.django_db
ACCEPTS = {"Accept-Encoding": "gzip"}


def test_a_page_is_compressed(client: Client) -> None:
    answer = client.get("/", headers=ACCEPTS)
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]


def test_an_image_of_a_page_passes_as_it_is(client: Client) -> None:
    image = make_derivative(content=b"\xff\xd8\xff" + b"x" * 4000)
    answer = client.get(image.get_absolute_url(), headers=ACCEPTS)
    assert answer.status_code == 200
    assert not answer.has_header("Content-Encoding")
    assert answer["Content-Length"] == "4003"
