"""Stored files are compared with their digests; what is wrong is named and nothing is mended."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from collections_app import fixity
from collections_app.fixity import Wanted, check_fixity, is_wrong, last_unfinished
from collections_app.models import CheckRun, Derivative, DigitalFile, FileFixity
from collections_app.progress import Progress
from declassification.models import RequestEvent
from declassification.stages import Stage
from tests.collections_app.preservation.masters import (
    damage,
    leave_stray,
    make_master,
    path_of,
)
from tests.declassification.make import make_request
from tests.make import make_copy, make_derivative, make_item, make_page

pytestmark = pytest.mark.django_db


def run_command(*options: str) -> str:
    out = StringIO()
    call_command("check_fixity", *options, stdout=out)
    return out.getvalue()


def make_letter(content: bytes = b"a letter", **fields: Any) -> RequestEvent:
    request = make_request(stage=Stage.IN_PROCESS)
    event = RequestEvent(
        request=request, kind="note", date=timezone.localdate(), stage=request.stage, **fields
    )
    event.letter.save("letter.pdf", ContentFile(content), save=False)
    event.save()
    return event


def test_files_that_are_what_they_were_are_said_to_be_so() -> None:
    master = make_master()
    said = run_command()
    assert "1 unchanged" in said
    master.refresh_from_db()
    assert master.fixity_ok is True
    assert master.fixity_checked_at is not None


def test_a_changed_byte_is_found_and_named_with_item_copy_and_file() -> None:
    copy = make_copy(reference_code="Box 4, folder 2")
    master = make_master(copy=copy, name="scan of the fax.tif")
    damage(path_of(master))
    with pytest.raises(CommandError) as refusal:
        run_command()
    assert refusal.value.returncode == 1
    line = FileFixity.objects.get().report_line
    for words in (copy.item.ref, "Box 4, folder 2", "scan of the fax.tif", "changed"):
        assert words in line
    master.refresh_from_db()
    assert master.fixity_ok is False


def test_a_file_that_was_cut_short_is_said_to_be_shorter() -> None:
    master = make_master(content=b"0123456789")
    path_of(master).write_bytes(b"01234")
    check_fixity()
    assert "5 bytes instead of 10" in FileFixity.objects.get().report_line


def test_a_missing_file_is_found() -> None:
    path_of(make_master()).unlink()
    run = check_fixity()
    assert run.counts["missing"] == 1
    assert is_wrong(run)


def test_an_unreadable_file_is_a_finding_and_the_others_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = make_master(), make_master()
    real = fixity.stored_files.open_stored

    def failing(alias: str, name: str) -> Any:
        if name == bad.file.name:
            raise OSError(5, "Input/output error")
        return real(alias, name)

    monkeypatch.setattr(fixity.stored_files, "open_stored", failing)
    run = check_fixity()
    assert (run.counts["unreadable"], run.counts["ok"]) == (1, 1)
    good.refresh_from_db()
    assert good.fixity_ok is True


def test_a_link_in_the_place_of_a_file_counts_as_changed(tmp_path: Path) -> None:
    master = make_master()
    (tmp_path / "twin").write_bytes(path_of(master).read_bytes())
    path_of(master).unlink()
    path_of(master).symlink_to(tmp_path / "twin")
    assert check_fixity().counts["changed"] == 1


def test_files_of_every_room_are_compared() -> None:
    content = b"\xff\xd8\xff\xe0 an image"
    digest = "f" * 64
    make_derivative(content=content, sha256=digest)
    make_letter(letter_sha256=digest)
    run = check_fixity()
    assert run.counts["changed"] == 2
    owners = set(FileFixity.objects.values_list("owner", flat=True))
    assert owners == {
        "collections_app.derivative.file",
        "declassification.requestevent.letter",
    }


def test_a_file_without_a_digest_gets_one_which_then_holds() -> None:
    event = make_letter()
    assert "without a digest until now" in run_command()
    assert FileFixity.objects.get().sha256
    path = Path(event.letter.path)
    path.write_bytes(b"another letter")
    assert check_fixity().counts["changed"] == 1


def test_a_file_mended_since_is_well_again() -> None:
    master = make_master()
    good = path_of(master).read_bytes()
    damage(path_of(master))
    assert is_wrong(check_fixity())
    path_of(master).write_bytes(good)
    assert not is_wrong(check_fixity())
    assert FileFixity.objects.get().state == FileFixity.State.OK


def test_only_files_not_compared_for_some_days_are_compared() -> None:
    old, new = make_master(), make_master()
    check_fixity()
    FileFixity.objects.filter(owner_pk=old.pk).update(
        checked_at=timezone.now() - timedelta(days=40)
    )
    assert "Compared: 1 files" in run_command("--since-days", "30")
    new.refresh_from_db()
    assert FileFixity.objects.filter(checked_at__isnull=True).count() == 0


def test_the_longest_unchecked_come_first() -> None:
    masters = [make_master() for _ in range(3)]
    for days, master in enumerate(masters, start=1):
        check_fixity(Wanted(oldest=0))
        FileFixity.objects.filter(owner_pk=master.pk).update(
            checked_at=timezone.now() - timedelta(days=days)
        )
    check_fixity(Wanted(oldest=1))
    last = FileFixity.objects.order_by("-checked_at").first()
    assert last is not None
    assert last.owner_pk == masters[2].pk


class Killed(BaseException):
    """Stands for the end of the process between two files."""


class KilledAfter(Progress):
    def __init__(self, files: int) -> None:
        self.files = files

    def done(self, number: int = 1) -> None:
        self.files -= number
        if self.files < 0:
            raise Killed


def test_a_run_that_was_killed_has_kept_its_batches_and_is_gone_on_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fixity, "FILES_AT_ONCE", 2)
    for _ in range(7):
        make_master()
    with pytest.raises(Killed):
        check_fixity(progress=KilledAfter(5))
    assert FileFixity.objects.filter(state="ok").count() == 4
    unfinished = last_unfinished()
    assert unfinished is not None
    assert "7 unchanged" in run_command("--resume")
    assert CheckRun.objects.get().finished_at is not None
    with pytest.raises(CommandError, match="nothing to go on with"):
        run_command("--resume")


def test_what_is_deleted_during_a_run_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    master = make_master()
    real = fixity.stored_files.digest_of

    def deleted_meanwhile(*args: Any) -> Any:
        DigitalFile.objects.filter(pk=master.pk).delete()
        path_of(master).unlink()
        return real(*args)

    monkeypatch.setattr(fixity.stored_files, "digest_of", deleted_meanwhile)
    run = check_fixity()
    assert not is_wrong(run)
    assert not FileFixity.objects.exists()


def test_bytes_that_no_record_names_are_reported_and_stay() -> None:
    stray = leave_stray()
    with pytest.raises(CommandError):
        run_command()
    assert stray.exists()
    assert FileFixity.objects.get().state == FileFixity.State.STRAY


def test_strays_are_removed_only_when_asked() -> None:
    stray, master = leave_stray(), make_master()
    with pytest.raises(CommandError):
        run_command("--remove-strays")
    assert not stray.exists()
    assert path_of(master).exists()
    assert "1 unchanged" in run_command()


def test_a_recent_upload_under_way_is_no_stray() -> None:
    leave_stray(days_old=0)
    assert not is_wrong(check_fixity())


def test_a_damaged_master_takes_nothing_from_readers() -> None:
    copy = make_copy(item=make_item(published=True), opened=True, is_shown=True)
    master = make_master(copy=copy)
    page = make_page(copy=copy, file=master)
    make_derivative(page=page)
    damage(path_of(master))
    before = Derivative.objects.public().count()
    check_fixity()
    assert before == Derivative.objects.public().count() == 1


def test_problems_kept_with_a_run_are_bounded() -> None:
    run = CheckRun.objects.create(kind=CheckRun.Kind.FIXITY)
    for number in range(1000):
        run.note(f"file {number} " + "x" * 500)
    run.finish()
    run.refresh_from_db()
    assert run.problems_total == 1000
    assert len(run.problems) == 200
    assert max(map(len, run.problems)) == 300
