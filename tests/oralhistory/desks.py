"""How tests work at the desks of oral history: addresses, people, and what forms send."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collections_app.models import User
from oralhistory.models import Interview
from tests.make import make_language
from tests.oralhistory.make import make_interview

GROUPS = ["participations", "sessions", "media", "transcripts", "documents_mentioned"]
OF_A_PASSAGE = ["redactions", "annotations"]


def at(noun: str, page: str, *args: Any) -> str:
    return reverse(f"admin:oralhistory_{noun}_{page}", args=args)


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def sign_in(client: Client, person: Callable[[], User]) -> User:
    user = person()
    client.force_login(user)
    return user


def empty_groups(groups: Sequence[str] = GROUPS) -> dict[str, Any]:
    return {
        f"{group}-{name}": 0
        for group in groups
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
    }


def described(**fields: Any) -> dict[str, Any]:
    """What the form of an interview sends."""
    return {
        "title": "A day in Huye",
        "summary": "What the narrator tells of.",
        "workflow": "planned",
        "date_edtf": "2010-03-12",
        "date_certainty": "exact",
        "languages": [make_language().pk],
        **empty_groups(),
        **fields,
    }


def one_recording(content: bytes, role: str = "access", **fields: Any) -> dict[str, Any]:
    return {
        "media-TOTAL_FORMS": 1,
        "media-0-role": role,
        "media-0-position": 0,
        "media-0-file": SimpleUploadedFile("tape.mp3", content),
        **fields,
    }


def make_conversation() -> Interview:
    return make_interview(
        narrators=[
            {"public_name": "Rose", "speaker_labels": "R"},
            {"public_name": "Jean", "speaker_labels": "Q"},
        ]
    )


def act(client: Client, noun: str, action: str, records: list[Any], **fields: Any) -> Any:
    sent = {"action": action, "_selected_action": [record.pk for record in records], **fields}
    return client.post(at(noun, "changelist"), sent)
