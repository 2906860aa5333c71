"""Two people at one record at the same moment: two sessions in a browser, two threads at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page

from collections_app.models import ArchivalItem, User
from tests import cast
from tests.collections_app.desks import at_desk, form_on, page_of
from tests.make import make_item

WIDTHS = (360, 1280)


def sitting_at(browser: Browser, server: Any, person: User, width: int = 1280) -> Page:
    """Return a page of a browser session of its own in which a person has signed in."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    cookie = at_desk(person).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": server.url, "httpOnly": True}]
    )
    return context.new_page()


@pytest.mark.parametrize("width", WIDTHS)
def test_two_sessions_on_one_record_lose_nothing(
    browser: Browser, live_server: Any, width: int, tmp_path: Path
) -> None:
    item = make_item(title="Cable", abstract="Short")
    url = f"{live_server.url}{page_of(item)}"
    hers = sitting_at(browser, live_server, cast.cataloguer(), width)
    his = sitting_at(browser, live_server, cast.administrator(), width)
    for page in (hers, his):
        page.goto(url)
    hers.fill("#id_title", "Fax")
    hers.click("input[name=_continue]")
    hers.wait_for_selector(".messagelist .success")
    his.fill("#id_title", "Telegram")
    his.fill("#id_abstract", "Longer")
    his.click("input[name=_continue]")
    his.wait_for_selector(".conflict")
    assert "was Cable now Fax" in " ".join(his.inner_text(".conflict").split())
    assert his.input_value("#id_title") == "Telegram"
    assert his.input_value("#id_abstract") == "Longer"
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    assert not his.evaluate(wider)
    his.screenshot(path=str(tmp_path / "conflict.png"), full_page=True)
    his.click("input[name=_continue]")
    his.wait_for_selector(".messagelist .success")
    item.refresh_from_db()
    assert (item.title, item.abstract) == ("Telegram", "Longer")


# On PostgreSQL the row is locked; on SQLite a transaction that writes excludes every other.
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_told() -> None:
    item = make_item(title="Cable", abstract="Short")
    url, start = page_of(item), Barrier(2, timeout=30)
    desks = [at_desk(cast.cataloguer()), at_desk(cast.administrator())]
    forms = [form_on(desk, url) for desk in desks]

    def save(number: int) -> int:
        try:
            start.wait()
            fields = forms[number] | {"abstract": f"Typed by {number}", "_save": "Save"}
            return desks[number].post(url, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as people:
        answers = list(people.map(save, range(2)))
    # Who was first is led on; who came second gets the form back.
    assert sorted(answers) == [200, 302]
    winner = answers.index(302)
    assert ArchivalItem.objects.get().abstract == f"Typed by {winner}"
    assert item.changes.exclude(history_user=None).count() == 1
