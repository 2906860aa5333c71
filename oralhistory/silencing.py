"""The copies of recordings that readers get: made here, silent where something is withheld.

A recording is closed in the moment in which something more of it is withheld
(`MediaFileQuerySet.agreed`). In the background a copy is then made from each access copy, silent
and blank in the windows and a little beyond, read again as a player reads it and measured; only
then it stands in the place of the old one. Whatever fails leaves the recording closed.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from collections_app import background, dependants
from collections_app.models import User
from collections_app.models.files import private_storage
from collections_app.storing import all_or_nothing, store
from oralhistory import sound
from oralhistory.models import Interview, MediaFile, SilencePlan
from oralhistory.recordings import digest_of

logger = logging.getLogger(__name__)

Role = MediaFile.Role
BEYOND_MS = 250  # silent before and behind each window: nobody marks a passage to the millisecond
MOST_TRIES = 5
FOLDER = "open-record-silencing-"
SHORTER_MS = 1_500  # by how much a copy may differ in length
NO_PROGRAM = "The program ffmpeg is not installed; recordings stay closed without it."
STILL_HEARD = "something is still heard or seen where nothing should be"
OTHER_LENGTH = "the copy came out of another length"
FAILED = "A copy could not be made of “{}”: {}."


@task()
def silence_interview(key: int) -> None:
    """Make the copies that an interview lacks; repeated, nothing is left to do."""
    silence(key)


@task()
def forget_recordings(names: list[str]) -> None:
    """Remove bytes of copies that no record names any more, also where a process died over it."""
    for name in names:
        if not MediaFile.objects.filter(file=name).exists():
            private_storage().delete(name)


def follow_interview(interview: Interview, by: User | None) -> None:
    """After any change of an interview: have copies made that readers lack."""
    if waiting(interview):
        background.enqueue(silence_interview, interview.pk)


def waiting(interview: Interview) -> list[MediaFile]:
    """Return the access copies of which there is no copy for what is withheld now.

    None where nobody knows when recordings must be silent.
    """
    plan = SilencePlan.objects.filter(interview=interview).first()
    if plan is None or plan.windows is None:
        return []
    copies = MediaFile.objects.filter(interview=interview, role=Role.ACCESS)
    done = MediaFile.objects.filter(
        interview=interview, role=Role.REDACTED, silences=plan.digest, measured_at__isnull=False
    )
    return list(copies.exclude(pk__in=done.values("derived_from")))


def silence(key: int) -> None:
    """Bring the public copies of an interview in accord with what is withheld from it.

    Raises what the storage raises; the desk is told of every failure.
    """
    for _ in range(MOST_TRIES):
        interview = Interview.objects.filter(pk=key).first()
        waits = waiting(interview) if interview else []
        if interview is None or not waits:
            SilencePlan.objects.filter(interview=key).exclude(message="").update(message="")
            return
        if not sound.is_available():
            _tell(interview, NO_PROGRAM)
            return
        plan = SilencePlan.objects.get(interview=interview)
        failures = [said for source in waits if (said := _attempt(source, plan))]
        if failures:
            _tell(interview, " ".join(failures))
            return
    background.enqueue(silence_interview, key)


def _attempt(source: MediaFile, plan: SilencePlan) -> str:
    """Make the copy of one recording; returns what to say where that failed."""
    try:
        _make(source, plan)
    except sound.SoundFailed as problem:
        return FAILED.format(source, problem)
    return ""


def _make(source: MediaFile, plan: SilencePlan) -> None:
    _clear_after_the_dead()
    with tempfile.TemporaryDirectory(prefix=f"{FOLDER}{os.getpid()}-") as folder:
        original, copy = Path(folder, "original"), Path(folder, "copy")
        with source.file.open("rb") as stored, original.open("wb") as taken:
            shutil.copyfileobj(stored, taken)
        facts = sound.facts_of(original)
        unknown = MediaFile.objects.filter(pk=source.pk, duration_ms__isnull=True)
        unknown.update(duration_ms=facts.duration_ms)
        copy = copy.with_suffix(".mp4" if facts.has_pictures else ".mp3")
        exact = own_windows(source, plan.windows or [], facts.duration_ms)
        wider = own_windows(source, plan.windows or [], facts.duration_ms, beyond=BEYOND_MS)
        sound.write_silent(original, copy, wider, facts)
        made = sound.facts_of(copy)
        if abs(made.duration_ms - facts.duration_ms) > SHORTER_MS:
            raise sound.SoundFailed(OTHER_LENGTH)
        if sound.heard_in(copy, exact, made):
            raise sound.SoundFailed(STILL_HEARD)
        _keep(source, plan, copy, facts)


def _clear_after_the_dead() -> None:
    """Remove what a process that was killed left of recordings outside the storage."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*-*"):
        pid = folder.name.removeprefix(FOLDER).partition("-")[0]
        if pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def own_windows(
    source: MediaFile, windows: Sequence[Sequence[int]], duration_ms: int, *, beyond: int = 0
) -> list[sound.Window]:
    """Return the windows within one recording, in milliseconds from its own beginning."""
    found = []
    for start, end in windows:
        first = max(start - source.offset_ms - beyond, 0)
        last = min(end - source.offset_ms + beyond, duration_ms)
        if first < last:
            found.append((first, last))
    return found


def _keep(source: MediaFile, plan: SilencePlan, path: Path, facts: sound.Facts) -> None:
    """Put a copy in the place of the former one, unless something else is withheld by now."""
    made = MediaFile(
        interview_id=source.interview_id,
        role=Role.REDACTED,
        derived_from=source,
        session_id=source.session_id,
        label=source.label,
        position=source.position,
        offset_ms=source.offset_ms,
        duration_ms=facts.duration_ms,
        media_type="video/mp4" if facts.has_pictures else "audio/mpeg",
        bytes=path.stat().st_size,
        silences=plan.digest,
        measured_at=timezone.now(),
    )
    with path.open("rb") as stream, all_or_nothing() as written:
        if (
            not SilencePlan.objects.select_for_update()
            .filter(pk=plan.pk, digest=plan.digest)
            .exists()
        ):
            return
        if not MediaFile.objects.filter(pk=source.pk).exists():
            return
        content = File(stream)
        made.sha256 = digest_of(content)
        forget_copies(source)
        store(made.file, f"recording{path.suffix}", content, written)
        made.save()
        dependants.announce_change(source.interview)


def forget_copies(source: MediaFile) -> None:
    """Delete the copies made from a recording, and their bytes once that is kept."""
    former = MediaFile.objects.filter(derived_from=source, role=Role.REDACTED)
    names = [copy.file.name for copy in former]
    if names:
        former.delete()
        background.enqueue(forget_recordings, names)


def _tell(interview: Interview, message: str) -> None:
    """Say at the desk why recordings stay closed."""
    # What a recording is called may name somebody; logs are read by more people than desks are.
    logger.warning("Recordings of %s stay closed; the desk says why.", interview.ref)
    with transaction.atomic():
        SilencePlan.objects.filter(interview=interview).update(message=message[:500])
