"""A folder is there whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from collections_app.whole_folders import NOTICE, NotWritten, in_sizes, whole_folder


def test_a_folder_appears_when_everything_in_it_is_written(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "kept") as draft:
        (draft / "a").write_text("a")
        assert not (tmp_path / "kept").exists()
        assert (tmp_path / ".kept.incomplete" / NOTICE).exists()
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("problem", "words"),
    [(errno.ENOSPC, "The disk is full"), (errno.EDQUOT, "The disk is full"), (errno.EIO, "error")],
)
def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, problem: int, words: str) -> None:
    with pytest.raises(NotWritten, match=words), whole_folder(tmp_path / "kept"):
        raise OSError(problem, os.strerror(problem))
    assert not list(tmp_path.iterdir())


def test_what_is_killed_while_the_disk_takes_it_is_still_known_as_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    had_a_notice = []
    notice = tmp_path / ".kept.incomplete" / NOTICE
    monkeypatch.setattr(os, "sync", lambda: had_a_notice.append(notice.exists()))
    with whole_folder(tmp_path / "kept"):
        pass
    assert had_a_notice == [True]


def test_a_folder_of_that_name_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / ".kept.incomplete" / "letter.txt"
    theirs.parent.mkdir()
    theirs.touch()
    with pytest.raises(NotWritten, match="in the way"), whole_folder(tmp_path / "kept"):
        pytest.fail("nothing is begun")
    assert theirs.exists()


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "kept"):
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path: Path) -> None:
    for name in (".kept.incomplete", ".another day.incomplete"):
        (tmp_path / name / "files").mkdir(parents=True)
        (tmp_path / name / NOTICE).write_text("")
    mine = tmp_path / ".mine.incomplete"
    mine.mkdir()
    with whole_folder(tmp_path / "kept") as draft:
        assert not (draft / "files").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine.incomplete", "kept"]


def test_two_programs_do_not_write_the_same_folder(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "kept") as draft:
        (draft / "a").write_text("a")
        with pytest.raises(NotWritten, match="at this moment"), whole_folder(tmp_path / "kept"):
            pass
        with whole_folder(tmp_path / "other"):
            pass
        assert (draft / "a").exists()
    assert (tmp_path / "kept" / "a").exists()


@pytest.mark.parametrize("what", ["a folder with something", "a file", "a link", "no place"])
def test_nothing_is_written_over(tmp_path: Path, what: str) -> None:
    target = tmp_path / "kept"
    if what == "a folder with something":
        target.mkdir()
        (target / "mine").touch()
    elif what == "a file":
        target.touch()
    elif what == "a link":
        target.symlink_to(tmp_path)
    else:
        target = tmp_path / "nowhere" / "kept"
    with pytest.raises(NotWritten), whole_folder(target):
        pytest.fail("nothing is begun")


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with whole_folder(tmp_path / "kept") as draft:
        (draft / "a").touch()
    assert (tmp_path / "kept" / "a").exists()


def test_sizes_are_said_as_people_say_them() -> None:
    sizes = [in_sizes(number) for number in (0, 999, 1500, 2_000_000, 10**14)]
    assert sizes == ["0 bytes", "999 bytes", "1.5 kB", "2.0 MB", "100.0 TB"]
