"""The stored files of interviews: recordings, transcripts as they came, signed agreements.

Nothing said about an agreement names a person: reports are read by more people than agreements.
"""

from collections_app.stored_files import register as keeps
from oralhistory.models import MediaFile, ReleaseAgreement, Transcript


def register() -> None:
    """Say which records name stored files. To be called once every model is known."""
    keeps(
        MediaFile,
        "file",
        digest="sha256",
        size="bytes",
        say=lambda media: f"{media.interview.ref}, {media}, {media.original_name}",
        related=("interview",),
    )
    keeps(
        Transcript,
        "original",
        digest="sha256",
        say=lambda transcript: f"{transcript}, the file as it came",
        related=("interview",),
    )
    keeps(
        ReleaseAgreement,
        "document",
        digest="document_sha256",
        say=lambda agreement: f"{agreement.participation.interview.ref}, an agreement",
        related=("participation__interview",),
    )
