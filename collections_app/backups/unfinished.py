"""The note that a restore has begun and not ended. Kept in DATA_DIR, as no database is certain."""

import json
from pathlib import Path

from django.conf import settings

NOTE = "restore-unfinished.json"


def note_path() -> Path:
    """Return where the note lies while there is one."""
    return Path(settings.DATA_DIR) / NOTE


def begun() -> str:
    """Return the key of the backup whose restore has begun and not ended; empty for none."""
    try:
        return str(json.loads(note_path().read_text()).get("backup", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def begin(key: str, folder: Path) -> None:
    """Note that the restore of a backup begins."""
    note_path().parent.mkdir(parents=True, exist_ok=True)
    words = "A restore began and has not ended. Run it again: manage.py restore DIR."
    note = {"backup": key, "folder": str(folder), "note": words}
    note_path().write_text(json.dumps(note, indent=1))


def end() -> None:
    """Note that it has come to its end."""
    note_path().unlink(missing_ok=True)
