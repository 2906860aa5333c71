"""How long the files of a large book take, how large they are and what memory they want.

Run it with `.venv/bin/python bench/book_files.py [--entries 200] [--notes 500] [--images 40]`. The
book is made here and asks no database. Memory is the most that the process, or the one that
typesets, has held.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

WORDS = ["the", "cable", "was", "sent", "from", "Kigali", "and", "answered", "on", "a", "day", "in"]
WORDS_A_SECTION = 900


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--images", type=int, default=40)
    return parser.parse_args()


def make_book(entries: int, notes: int, images: int) -> tuple[object, dict, object]:
    """Make a book of this size, with page images of 1,131 by 1,600 pixels, and its facts."""
    from briefingbooks.pages import NoteView, SectionView
    from collections_app.thumbnails import Image
    from tests.briefingbooks.formats.make import (
        a_call,
        a_page,
        a_picture,
        an_entry,
        html,
        some_facts,
    )

    chance = random.Random(1994)

    def words(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    labels = [f"n{number}" for number in range(1, notes + 1)]
    sections = [
        SectionView(
            f"s{start}",
            f"Section {start // 25 + 1}",
            html(
                "".join(
                    f"<p>{words(WORDS_A_SECTION // 25)}{a_call(label, start + at)}</p>"
                    for at, label in enumerate(labels[start : start + 25], start=1)
                )
            ),
        )
        for start in range(0, notes, 25)
    ]
    address = "/files/{:08}-0000-0000-0000-000000000000/thumbnail.jpg"
    cards = [
        an_entry(
            number,
            f"doc-{number}",
            title=words(9),
            annotation=html(f"<p>{words(60)}</p>"),
            analysis=html(f"<p>{words(60)}</p>"),
            thumbnail=Image(address.format(number), 226, 320) if number <= images else None,
        )
        for number in range(1, entries + 1)
    ]
    told = [
        NoteView(number, label, html(f"<p>{words(25)}</p>"), [(1, f"fnref-{label}")])
        for number, label in enumerate(labels, start=1)
    ]
    pictures = {
        address.format(number): a_picture(1131, 1600, number % 256)
        for number in range(1, images + 1)
    }
    return a_page(sections=sections, entries=cards, notes=told), pictures, some_facts()


def measure(name: str, make: Callable[[], bytes]) -> None:
    began, used = time.monotonic(), time.process_time()
    content = make()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    seconds = time.monotonic() - began
    print(
        f"{name:10} {seconds:7.1f} s  {time.process_time() - used:6.1f} s of this process  "
        f"{children.ru_utime:6.1f} s of others  {len(content) / 1e6:6.2f} MB  "
        f"memory {own.ru_maxrss / 1024:.0f} MB here, {children.ru_maxrss / 1024:.0f} MB there"
    )


def main() -> None:
    wanted = arguments()
    import django

    django.setup()
    from briefingbooks.formats.document import edition_html
    from briefingbooks.formats.epub import book_epub
    from briefingbooks.formats.offline import offline_zip
    from briefingbooks.formats.pdf import book_pdf

    book = make_book(wanted.entries, wanted.notes, wanted.images)
    print(f"{wanted.entries} entries, {wanted.notes} notes, {wanted.images} images")
    for name, make in [
        ("HTML", edition_html),
        ("EPUB", book_epub),
        ("ZIP", offline_zip),
        ("PDF", book_pdf),
    ]:
        measure(name, lambda make=make: make(*book))


if __name__ == "__main__":
    main()
