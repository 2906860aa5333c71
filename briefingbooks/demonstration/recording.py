"""The sound of the demonstration interview: brought as a recording is, silenced for readers.

The file in the repository is whole. What is withheld in it is invented, as are its voices; readers
still get nothing but the copy that is made here.
"""

from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from oralhistory import sound
from oralhistory.models import Interview, MediaFile
from oralhistory.recordings import take_facts
from oralhistory.silencing import silence, waiting

WITHOUT_PROGRAM = (
    "The program ffmpeg is not installed: the recording of {} stays closed. Install it (apt-get "
    "install ffmpeg) and load the demonstration again."
)
STAYS_CLOSED = "The recording of {} stays closed: {}"


def load_recording(demonstration: Demonstration) -> None:
    """Give the interview made in this run its recording, kept as one that was uploaded.

    An interview that was found keeps what it has.
    """
    for interview in demonstration.keys("silent interview").values():
        facts = reading.document("interview_sound.toml")
        media = MediaFile(interview=interview, duration_ms=facts["duration_ms"])
        upload = SimpleUploadedFile(facts["file"], (reading.DATA / facts["file"]).read_bytes())
        take_facts(media, upload)
        media.file = upload
        media.full_clean()
        media.save()
        demonstration.written.append(media.file)


def make_public_copies(demonstration: Demonstration) -> Iterator[str]:
    """Make the copies that readers hear, where they are missing; yield why one can not be made.

    To be called when everything is kept. Done again where an earlier run was without ffmpeg.
    """
    for interview in demonstration.keys("interview").values():
        if not waiting(interview):
            continue
        if sound.is_available():
            silence(interview.pk)
        yield from _still_closed(interview)


def _still_closed(interview: Interview) -> Iterator[str]:
    if not sound.is_available():
        yield WITHOUT_PROGRAM.format(interview.ref)
    elif waiting(interview):
        interview.silence_plan.refresh_from_db()
        yield STAYS_CLOSED.format(interview.ref, interview.silence_plan.message)
