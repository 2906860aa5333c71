"""Editions in tests have their page and what it names; the other files take seconds each."""

import pytest

from briefingbooks.editions import making

PAGE_ALONE = making.MAKERS[:2]


@pytest.fixture(autouse=True)
def page_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out PDF, EPUB and offline copy, except where a test asks for every file."""
    if "every_file" not in request.keywords:
        monkeypatch.setattr(making, "MAKERS", PAGE_ALONE)
