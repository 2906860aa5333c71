"""A checked withdrawal sheet written: all of its lines in one transaction, or nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from collections_app import dependants
from collections_app.history import create_many
from collections_app.models import ArchivalItem, ChangeSet
from collections_app.models.changes import recording
from declassification.explaining import counted
from declassification.models import AccessRequest, Refused, RequestedDocument
from declassification.sheets.checking import ADDED, Line, SheetRow, check
from declassification.sheets.columns import REF
from declassification.transitions import TRANSITIONS

if TYPE_CHECKING:
    from collections_app.models import User

NOT_COPIED = (REF, "pages")
HIGHEST_POSITION = 32_767


def refuse_ended(request: AccessRequest) -> None:
    """Raise `Refused` where a request has been answered or has ended: nothing is added to it."""
    step = TRANSITIONS["supersede"]
    if request.stage not in step.sources:
        stage = request.get_stage_display()
        raise Refused(f"{request.number} is “{stage}”: no document can be added to it any more.")


def bring_in(
    request: AccessRequest, rows: Sequence[SheetRow], *, by: "User | None", name: str
) -> int:
    """Let the request ask for what the rows list, note it in its log, and return how many came.

    Rows that the request asks for already are left out. Raises `Refused` where the request has
    ended or somebody acted on it meanwhile, and `ValidationError` where a row has an error now:
    nothing is written then.
    """
    title = f"Withdrawal sheet brought into {request.number}"
    with (
        request.together(),
        transaction.atomic(),
        recording(by=by, source=ChangeSet.Source.IMPORT, title=title, reason=name),
    ):
        refuse_ended(request._locked())
        checked = check(request, rows)
        if checked.wrong:
            words = counted(checked.wrong, "row")
            raise ValidationError(f"{words} can not be brought in: check the file again.")
        wanted = [line for line in checked.lines if line.becomes == ADDED]
        if not wanted:
            raise ValidationError("Nothing in the file is new to this request.")
        create_many(RequestedDocument, _documents(request, wanted))
        items = [line.item_id for line in wanted if line.item_id is not None]
        for item in ArchivalItem.objects.filter(pk__in=items):
            dependants.announce_change(item, by=by)
        note = f"{counted(len(wanted), 'document')} brought in from the sheet “{name}”."
        request.add_note(by=by, on=request.authority.today(), note=note)
    return len(wanted)


def _documents(request: AccessRequest, lines: Sequence[Line]) -> list[RequestedDocument]:
    last = request.documents.aggregate(last=Max("position"))["last"] or 0
    made = []
    for number, line in enumerate(lines, start=1):
        words = {name: text for name, text in line.cells.items() if name not in NOT_COPIED}
        document = RequestedDocument(
            request=request,
            item_id=line.item_id,
            pages=int(line.cells["pages"]) if "pages" in line.cells else None,
            position=min(last + number, HIGHEST_POSITION),
            **words,
        )
        document.clean_fields(exclude=["request", "item"])
        made.append(document)
    return made
