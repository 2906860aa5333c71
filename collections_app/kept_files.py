"""The stored files of the ground floor: masters, images made from them, imported files."""

from collections_app.models import Derivative, DigitalFile, ImportBatch
from collections_app.stored_files import register as keeps


def register() -> None:
    """Say which records name stored files. To be called once every model is known."""
    keeps(
        DigitalFile,
        "file",
        digest="sha256",
        size="bytes",
        say=lambda file: f"{file.copy.item.ref or file.copy.item}, {file.copy}, {file}",
        related=("copy__item", "copy__repository"),
    )
    keeps(
        Derivative,
        "file",
        digest="sha256",
        size="bytes",
        say=lambda made: (
            f"{made.page.copy.item.ref or made.page.copy.item}, {made.page.copy}, {made}"
        ),
        related=("page__copy__item", "page__copy__repository"),
    )
    keeps(ImportBatch, "file", digest="sha256", size="bytes")
    keeps(ImportBatch, "report", say=lambda batch: f"{batch}, report", is_fixed=False)
