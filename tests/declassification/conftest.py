import pytest
from django.test import Client

from tests import cast


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    """The browser of a signed-in director."""
    client.force_login(cast.director())
    return client
