"""A house at work, as a program: `fill FILES SIZE`, `add FILES SIZE` or `work STOPFILE`.

Fills an installation with stored files of every room, adds masters to it, or adds and deletes
masters without a pause until a file appears.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from collections_app.models import Copy, DigitalFile  # noqa: E402
from collections_app.removal import forget_bytes_of  # noqa: E402
from declassification.models import RequestEvent  # noqa: E402
from declassification.stages import Stage  # noqa: E402
from tests.collections_app.preservation.masters import make_master  # noqa: E402
from tests.declassification.make import make_request  # noqa: E402
from tests.make import make_copy, make_derivative, make_page  # noqa: E402
from tests.oralhistory.make import make_interview, make_media  # noqa: E402


def fill(files: int, size: int) -> None:
    with transaction.atomic():
        copy = make_copy(opened=True, is_shown=True)
        for _ in range(files):
            make_master(copy=copy, content=os.urandom(size))
        image = os.urandom(size)
        digest = hashlib.sha256(image).hexdigest()
        make_derivative(page=make_page(copy=copy), content=image, sha256=digest)
        request = make_request(stage=Stage.IN_PROCESS)
        letter = os.urandom(size)
        event = RequestEvent(
            request=request, kind="note", date=timezone.localdate(), stage=request.stage,
            letter_sha256=hashlib.sha256(letter).hexdigest(),
        )  # fmt: skip
        event.letter.save("letter.pdf", ContentFile(letter), save=False)
        event.save()
        make_media(interview=make_interview(title="Entretien à Kigali"))


def add(files: int, size: int) -> None:
    copy = Copy.objects.first()
    for _ in range(files):
        make_master(copy=copy, content=os.urandom(size))


def work(stop: Path) -> None:
    copy = Copy.objects.first()
    assert copy is not None
    while not stop.exists():
        with transaction.atomic():
            make_master(copy=copy, content=os.urandom(5_000))
        with transaction.atomic():
            oldest = DigitalFile.objects.order_by("pk")[:1].values_list("pk", flat=True)
            some = DigitalFile.objects.filter(pk__in=list(oldest))
            forget_bytes_of(some)
            some.delete()
        stop.with_name("at-work").touch()
        time.sleep(0.005)


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(Path(sys.argv[2]))
    else:
        {"fill": fill, "add": add}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
