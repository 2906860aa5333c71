"""Whole or not at all: where an export may stand, and what becomes of the one before it."""

import os
import signal
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.http import HttpResponseServerError

from briefingbooks.exporting import exporting, replacing
from briefingbooks.exporting.exporting import State, live_address
from briefingbooks.exporting.gathering import Gathering
from collections_app.progress import Progress
from collections_app.whole_folders import NotWritten
from tests.briefingbooks.exporting.exported import LIVE, export
from tests.make import make_item

pytestmark = pytest.mark.django_db
ROOT = Path(exporting.__file__).resolve().parent.parent.parent


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


def nothing_beside(target: Path) -> bool:
    return [path.name for path in target.parent.iterdir() if path != target] == []


def test_a_folder_with_other_things_in_it_is_left_as_it_is(target: Path) -> None:
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match="holds no export"):
        export(target)
    assert [path.name for path in target.iterdir()] == ["letter.txt"]
    assert nothing_beside(target)


def test_a_file_or_a_link_in_its_place_is_refused(target: Path, tmp_path: Path) -> None:
    target.write_text("mine")
    with pytest.raises(CommandError, match="is no folder"):
        export(target)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(CommandError, match="is no folder"):
        export(link)


def test_a_place_among_the_program_and_its_data_is_refused() -> None:
    for place in (Path(settings.BASE_DIR) / "site", Path(settings.DATA_DIR) / "site"):
        with pytest.raises(CommandError, match="lies in the"):
            export(place)
    with pytest.raises(CommandError, match="or holds it"):
        export(Path(settings.BASE_DIR).parent)


def test_a_folder_that_is_not_there_or_not_open_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        export(tmp_path / "nowhere" / "site")
    monkeypatch.setattr(replacing.os, "access", lambda *_: False)
    with pytest.raises(CommandError, match="Nothing can be written"):
        export(tmp_path / "site")


def test_a_disk_without_room_is_told_before_anything_is_written(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 10, 1000))
    with pytest.raises(CommandError, match=r"1\.0 kB are free"):
        export(target)
    assert not target.exists()
    assert nothing_beside(target)


def test_a_page_that_fails_leaves_the_former_export_as_it_was(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_item(title="First", published=True)
    export(target)
    before = (target / "SHA256SUMS").read_bytes()
    answer = HttpResponseServerError()
    with monkeypatch.context() as patched:
        patched.setattr(Gathering, "_take", broken_after(Gathering._take, 5, answer))
        with pytest.raises(CommandError, match="with an error"):
            export(target)
    assert (target / "SHA256SUMS").read_bytes() == before
    assert nothing_beside(target)


def test_a_site_without_its_style_sheets_or_at_another_address_is_not_exported(
    target: Path, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(CommandError, match=r"archive\.example/sitemap\.xml with 301"):
        export(target, address="http://archive.example")
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    with pytest.raises(CommandError, match="collectstatic was not run"):
        export(target)
    assert nothing_beside(target)


def broken_after(take: Any, good: int, answer: Any) -> Any:
    """Answer some addresses as they are, and the next with an error."""
    taken = []

    def taking(self: Gathering, number: int, address: str, response: Any) -> None:
        taken.append(address)
        take(self, number, address, answer if len(taken) > good else response)

    return taking


KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from briefingbooks.exporting import exporting
from collections_app.progress import Progress
from django.utils import timezone
exporting.refuse_too_little_room = lambda target: None
exporting.state = lambda: exporting.State("", timezone.now())
def killed(self, progress):
    (self.folder / "index.html").write_text("half of it")
    os.kill(os.getpid(), signal.SIGKILL)
exporting.Gathering.gather = killed
exporting.export_site(Path(sys.argv[1]), "", Progress())
"""


def test_an_export_that_is_killed_leaves_the_former_and_the_next_one_cleans_up(
    target: Path,
) -> None:
    make_item(title="First", published=True)
    export(target)
    before = (target / "SHA256SUMS").read_bytes()
    script = target.with_name("killed.py")
    script.write_text(KILLED)
    where = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, target], env=where, check=False)
    assert done.returncode == -signal.SIGKILL
    assert (target / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in target.parent.glob(".*")] == [".site.incomplete"]
    script.unlink()
    export(target)
    assert (target / "index.html").is_file()
    assert nothing_beside(target)


def test_a_program_killed_between_two_renames_has_its_former_export_put_back(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(target)
    former = (target / "SHA256SUMS").read_bytes()
    target.rename(target.with_name(".site.former"))
    monkeypatch.setattr(Gathering, "gather", no_room)
    with pytest.raises(CommandError, match="disk is full"):
        export(target)
    assert (target / "SHA256SUMS").read_bytes() == former
    assert nothing_beside(target)


def no_room(self: Gathering, progress: Progress) -> None:
    raise OSError(28, "No space left on device")


def test_content_that_changes_while_it_is_written_is_fetched_again(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = make_item(title="Taken back meanwhile", published=True)
    gather, rounds = Gathering.gather, []

    def gathering(self: Gathering, progress: Progress) -> None:
        gather(self, progress)
        if not rounds:
            item.withdraw(by=None, reason="Asked for.")
        rounds.append(1)

    monkeypatch.setattr(Gathering, "gather", gathering)
    assert "fetched again" in export(target)
    assert len(rounds) == 2
    assert not (target / f"items/{item.ref}").exists()
    assert "Taken back" not in (target / "items/index.html").read_text()


def test_content_that_never_rests_is_not_exported_and_the_former_stays(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(target)
    former = (target / "SHA256SUMS").read_bytes()
    monkeypatch.setattr(State, "still_holds", lambda _: False)
    with pytest.raises(CommandError, match="Export while nobody writes"):
        export(target)
    assert (target / "SHA256SUMS").read_bytes() == former
    assert nothing_beside(target)


def test_an_embargo_that_passes_while_it_is_written_ends_the_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = exporting.state()
    assert begun.still_holds()
    make_item(published=True)
    assert not begun.still_holds()
    begun = exporting.state()
    monkeypatch.setattr(exporting, "first_between", lambda _at, until: until)
    assert not begun.still_holds()


@pytest.mark.parametrize(
    "address", ["archive.example", "https://archive.example/path", "https://", "ftp://a.example"]
)
def test_what_is_no_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(NotWritten, match="is no address of a site"):
        live_address(address)


def test_this_machine_is_no_live_site(settings: Any) -> None:
    with pytest.raises(NotWritten, match="is this machine"):
        live_address("http://localhost:8000")
    assert live_address(f"{LIVE}/") == LIVE
    settings.SITE_URL = "https://own.example"
    assert live_address("") == "https://own.example"
    settings.SITE_URL = ""
    assert live_address("") == ""
    settings.LOCAL_MODE, settings.ALLOWED_HOSTS = False, [".a.example", "b.example"]
    assert live_address("") == "https://b.example"
