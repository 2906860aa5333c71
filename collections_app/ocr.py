"""Reading by machine: the words of a page image, by the program tesseract where it is installed."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from PIL import Image

from collections_app.page_words import Line, ReadPage, Word, read_page

PROGRAM = "tesseract"
# Languages of the house by what the program calls them.
NAMES = {"en": "eng", "fr": "fra", "nl": "nld", "de": "deu", "sw": "swa", "es": "spa", "it": "ita"}
LONGEST_EDGE = 4000
SECONDS = 180
# The program's own doubt, in per cent: words below are noise, pages below are pictures.
LEAST_FOR_A_WORD, LEAST_FOR_A_PAGE = 30, 55
COLUMNS = 12


class ReadingFailed(Exception):
    """Raised when the program ends with an error or takes too long over a page."""


def is_available() -> bool:
    """Say whether pages are read by machine here: wished for, and the program installed."""
    return settings.OCR and installed_program() is not None


def installed_program() -> str | None:
    """Return the path of the program, if there is one."""
    return shutil.which(PROGRAM)


@cache
def version(program: str) -> str:
    """Return what the program says of itself: “Tesseract 5.3.0”."""
    said = _said(program, "--version")
    found = re.search(r"tesseract v?([\d.]+)", said)
    return f"Tesseract {found.group(1)}" if found else "Tesseract"


@cache
def installed_languages(program: str) -> frozenset[str]:
    """Return the languages that the program can read here, under its own names."""
    return frozenset(_said(program, "--list-langs").split()[1:])


def read_image(image: Image.Image, languages: Iterable[str]) -> ReadPage | None:
    """Return the text of a page image, or None where nothing can be read on it.

    `languages` are codes of the house; those of OCR_LANGUAGES stand in where none of them can be
    read here. Raises `ReadingFailed`.
    """
    program = installed_program()
    if program is None:
        return None
    chosen = readable_languages(program, languages)
    if not chosen:
        return None
    table = _run(program, chosen, image)
    return _read(table, version(program))


def readable_languages(program: str, languages: Iterable[str]) -> list[str]:
    """Return which languages a page is read in, under the program's own names."""
    there = installed_languages(program)
    for codes in (languages, settings.OCR_LANGUAGES):
        found = [NAMES[code] for code in codes if NAMES.get(code) in there]
        if found:
            return found
    return []


def _run(program: str, languages: list[str], image: Image.Image) -> str:
    shown = image
    if max(image.size) > LONGEST_EDGE:
        shown = image.copy()
        shown.thumbnail((LONGEST_EDGE, LONGEST_EDGE), reducing_gap=2.0)
    page = io.BytesIO()
    shown.convert("L").save(page, "PPM")
    command = [program, "stdin", "stdout", "-l", "+".join(languages), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603  no shell, and nothing of it comes from a file
            command,
            input=page.getvalue(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as late:
        raise ReadingFailed(f"took more than {SECONDS} seconds") from late
    except OSError as problem:
        raise ReadingFailed(str(problem)) from problem
    if done.returncode:
        raise ReadingFailed(done.stderr.decode(errors="replace").strip()[-300:])
    return done.stdout.decode(errors="replace")


def _read(table: str, source: str) -> ReadPage | None:
    """Read the program's table: one row a word, with its block, paragraph, line and place."""
    paragraphs: dict[tuple[str, str], dict[str, list[Word]]] = {}
    width = height = 1
    doubts: list[float] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t", COLUMNS - 1)
        if len(cells) < COLUMNS:
            continue
        if cells[0] == "1":
            width, height = max(1, int(cells[8])), max(1, int(cells[9]))
        if cells[0] != "5" or float(cells[10]) < LEAST_FOR_A_WORD or not cells[11].strip():
            continue
        doubts.append(float(cells[10]))
        left, top, wide, high = (int(cell) for cell in cells[6:10])
        box = (left / width, top / height, (left + wide) / width, (top + high) / height)
        lines = paragraphs.setdefault((cells[2], cells[3]), {})
        lines.setdefault(cells[4], []).append(Word(cells[11], box))
    if not doubts or sum(doubts) / len(doubts) < LEAST_FOR_A_PAGE:
        return None
    in_order: list[list[Line]] = [[*lines.values()] for lines in paragraphs.values()]
    return read_page(in_order, source)


def _said(program: str, question: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  no shell
            [program, question], capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout + done.stderr).decode(errors="replace")
