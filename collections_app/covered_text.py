"""Words of a PDF page that a reader can not see and a program can read: bad redactions.

A page is judged by what is really painted, not by the geometry of boxes. It is rendered with and
without its text; where nothing changes, the letters there are not seen. It is rendered with its
text alone; where letters appear then, something hid them, whatever it was: a box, a pattern, an
image, a comment, black on black. The invisible letters that a scan got from a reading machine are
hidden where the scan itself shows a bar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from typing import cast

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw as pdfium

from collections_app.covered_words import (
    in_whole_words,
    is_harmless,
    is_passage,
    is_same_text,
    is_word,
    runs_of,
    stands_in_a_line,
    whole_words,
)
from collections_app.page_words import Box, around
from collections_app.pdf_text import Letter, address, displayed

DOTS_TO_A_POINT = 2.0
LONGEST_EDGE = 2200
# Of the area of a letter, this share must change with it; less is the edge of a neighbour.
SHOWN_SHARE = 0.06
SHOWN_STEP = 16
# No text is printed in this colour, so that white and black letters both appear on it.
UNDER_TEXT_ALONE = (255, 0, 255, 255)
DARK, PALE = 110, 225
BAR_SHARE = 0.95
FLAT_STEP = 24
# What is so much darker than the paper is ink; less of it than this share is dirt.
INK_STEP, SPECKS_SHARE = 70, 0.05
SCANNED_SHARE = 0.8
ALIGNED_SHARE = 0.7
ENOUGH_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found on a page: covered words, and the numbers of all letters that are unseen.

    Unseen letters are those that no reader sees on the page. The invisible letters that a scan got
    from a reading machine are none of them, as long as the scan shows something in their place.
    """

    covered: list[str] = field(default_factory=list)
    unseen: frozenset[int] = frozenset()


def judge(page: pypdfium2.PdfPage, letters: Sequence[Letter]) -> Judgement:
    """Find the covered words of a page. Afterwards the page is not fit to be rendered again."""
    placed = [number for number, one in enumerate(letters) if one.box and one.letter.isalnum()]
    if not placed:
        return Judgement()
    sight = _Sight(page, letters)
    drawn = [number for number in placed if not letters[number].is_invisible]
    hidden = sight.hidden(drawn)
    if len(hidden) > SCANNED_SHARE * len(drawn) and sight.is_scan():
        of_scan, hidden = [*placed], set()
    else:
        of_scan = [number for number in placed if letters[number].is_invisible]
    barred, unread = sight.barred(of_scan)
    covered = sight.covered(hidden) | barred
    # A reading machine takes the black edge of a scan for a stroke now and then.
    strokes = {run[0] for run in runs_of(letters, barred) if len(run) == 1}
    withheld = (run for run in runs_of(letters, covered - strokes) if sight.is_withheld(run))
    runs = list(islice(withheld, ENOUGH_FINDINGS))
    words = ["".join(letters[number].letter for number in run) for run in runs]
    return Judgement(words + sight.marked(placed), frozenset(hidden | covered | unread))


class _Sight:
    """One page in the renderings that tell what is seen of its letters."""

    def __init__(self, page: pypdfium2.PdfPage, letters: Sequence[Letter]) -> None:
        self.page, self.letters = page, letters
        self.scale = min(DOTS_TO_A_POINT, LONGEST_EDGE / max(*page.get_size(), 1))
        objects = list(page.get_objects())
        self.texts = [one for one in objects if one.type == pdfium.FPDF_PAGEOBJ_TEXT]
        self.images = [one for one in objects if one.type == pdfium.FPDF_PAGEOBJ_IMAGE]
        containers = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM)
        self.others = [one for one in objects if one.type not in containers]
        self.shown = self._rendered()
        self.pixels = self.shown.convert("L")
        self.paper = _tone_of_paper(self.pixels)

    def hidden(self, numbers: Sequence[int]) -> set[int]:
        """Return the letters without which the page looks the same."""
        if not numbers:
            return set()
        without = self._rendered_without(self.texts)
        change = _change(self.shown, without)
        hidden = {number for number in numbers if not self._is_changed(change, number)}
        return hidden | self._hidden_beneath_others(set(numbers) - hidden)

    def _hidden_beneath_others(self, seen: set[int]) -> set[int]:
        """Return letters that lie under a box on which other letters are printed."""
        order = {address(one.raw): place for place, one in enumerate(self.texts)}
        lower = set()
        for one, other in _in_one_place(self.letters, seen):
            first, second = sorted(
                (one, other), key=lambda number: order.get(self.letters[number].text_object, 0)
            )
            if self.letters[first].text_object != self.letters[second].text_object:
                lower.add(first)
        if not lower:
            return set()
        objects = {self.letters[number].text_object for number in lower}
        beneath = [one for one in self.texts if address(one.raw) in objects]
        change = _change(self.shown, self._rendered_without(beneath))
        return {number for number in lower if not self._is_changed(change, number)}

    def covered(self, hidden: set[int]) -> set[int]:
        """Narrow hidden letters to those that would be seen if the page were its text alone.

        Letters in the colour of the paper are left out, unless they stand in a line of others.
        """
        if not hidden:
            return set()
        for one in self.others:
            pdfium.FPDFPageObj_SetIsActive(one.raw, False)
        alone = self._rendered(fill_color=UNDER_TEXT_ALONE, draw_annots=False)
        paper = Image.new("RGB", alone.size, UNDER_TEXT_ALONE[:3])
        ink = _change(alone, paper)
        inked = {number for number in hidden if self._is_changed(ink, number)}
        pale = {number for number in inked if self._is_pale(alone, number)}
        visible = {n for n, one in enumerate(self.letters) if one.box} - hidden
        in_line = {
            number
            for run in runs_of(self.letters, pale)
            if stands_in_a_line(self.letters, run, visible)
            for number in run
        }
        return (inked - pale) | in_line

    def barred(self, numbers: Sequence[int]) -> tuple[set[int], set[int]]:
        """Return the letters under bars of a scan, and those that are no reading of it.

        A bar is dark, or empty where a whole passage was read. Where many letters lie beside their
        words the reading is not trusted at all.
        """
        if not self.images:
            return set(), set(numbers)
        bars = {number for number in numbers if self._is_bar(number)}
        empty = {number for number in numbers if self._is_empty(number)} - bars
        empty = in_whole_words(self.letters, empty)
        if len(empty) > (1 - ALIGNED_SHARE) * len(numbers):
            return bars, set(numbers)
        runs = [run for run in runs_of(self.letters, empty) if is_passage(self.letters, run)]
        return bars | {number for run in runs for number in run}, empty

    def is_scan(self) -> bool:
        """Say whether one image fills the page: letters behind it are the reading of a machine."""
        width, height = self.page.get_size()
        for one in self.images:
            left, bottom, right, top = one.get_bounds()
            if (right - left) * (top - bottom) > 0.7 * width * height:
                return True
        return False

    def is_withheld(self, run: Sequence[int]) -> bool:
        """Say whether hidden letters were meant to be: no label, no repetition of what is seen."""
        text = "".join(self.letters[number].letter for number in run)
        around_it = "".join(one.letter for one in self.letters[max(0, run[0] - 2) : run[-1] + 3])
        if not is_word(text) or is_harmless(text, around_it):
            return False
        whole = whole_words(self.letters, run)
        place = around(self.letters[number].box or (0, 0, 0, 0) for number in whole)
        own = set(whole)
        over = "".join(
            one.letter
            for number, one in enumerate(self.letters)
            if number not in own and _center_in(one.box, place)
        )
        said = "".join(self.letters[number].letter for number in whole)
        return not any(is_same_text(said, seen) for seen in [over, self._comments_over(place)])

    def marked(self, numbers: Sequence[int]) -> list[str]:
        """Return words that someone marked to be redacted in a tool that has not done it yet."""
        places = [box for kind, box, _ in self._annotations if kind == pdfium.FPDF_ANNOT_REDACT]
        inside = {n for n in numbers if any(_center_in(self.letters[n].box, p) for p in places)}
        runs = runs_of(self.letters, inside)
        return ["".join(self.letters[number].letter for number in run) for run in runs]

    def _comments_over(self, place: Box) -> str:
        return "".join(words for _, box, words in self._annotations if _overlap(box, place))

    @cached_property
    def _annotations(self) -> list[tuple[int, Box, str]]:
        found = []
        for index in range(pdfium.FPDFPage_GetAnnotCount(self.page.raw)):
            annotation = pdfium.FPDFPage_GetAnnot(self.page.raw, index)
            edges = pdfium.FS_RECTF()
            if pdfium.FPDFAnnot_GetRect(annotation, edges):
                corners = [
                    displayed(self.page, edges.left, edges.top),
                    displayed(self.page, edges.right, edges.bottom),
                ]
                across, down = zip(*corners, strict=True)
                box = (min(across), min(down), max(across), max(down))
                kind = pdfium.FPDFAnnot_GetSubtype(annotation)
                found.append((kind, box, _words_of(annotation)))
            pdfium.FPDFPage_CloseAnnot(annotation)
        return found

    def _rendered(self, **words: object) -> Image.Image:
        bitmap = self.page.render(scale=self.scale, rev_byteorder=True, **words)
        try:
            return bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()

    def _rendered_without(self, objects: Iterable[pypdfium2.PdfObject]) -> Image.Image:
        chosen = list(objects)
        for one in chosen:
            pdfium.FPDFPageObj_SetIsActive(one.raw, False)
        try:
            return self._rendered()
        finally:
            for one in chosen:
                pdfium.FPDFPageObj_SetIsActive(one.raw, True)

    def _cut(self, image: Image.Image, number: int, by: int = 0) -> Image.Image:
        left, top, right, bottom = self.letters[number].box or (0, 0, 0, 0)
        wide, high = image.size
        x, y = _within(left * wide - by, wide - 1), _within(top * high - by, high - 1)
        x_end, y_end = _within(right * wide + 1 + by, wide), _within(bottom * high + 1 + by, high)
        return image.crop((x, y, max(x_end, x + 1), max(y_end, y + 1)))

    def _is_changed(self, change: Image.Image, number: int) -> bool:
        cut = self._cut(change, number)
        return cut.tobytes().count(255) >= SHOWN_SHARE * max(1, cut.width * cut.height)

    def _is_pale(self, alone: Image.Image, number: int) -> bool:
        """Say whether a letter is printed in white where the page is white."""
        lowest, _ = _extremes(self._cut(self.pixels, number))
        ink = self._cut(alone.getchannel("G"), number)
        return lowest >= PALE and _extremes(ink)[1] >= PALE

    def _is_bar(self, number: int) -> bool:
        """Say whether a scan shows something solid in a letter's place: dark, or of one tone."""
        cut = self._cut(self.pixels, number, by=1)
        steps = cut.histogram()
        if sum(steps[:DARK]) >= BAR_SHARE * sum(steps):
            return True
        lowest, highest = _extremes(cut)
        return highest - lowest < FLAT_STEP and highest < self.paper - FLAT_STEP

    def _is_empty(self, number: int) -> bool:
        steps = self._cut(self.pixels, number).histogram()
        return sum(steps[: max(0, self.paper - INK_STEP)]) < SPECKS_SHARE * sum(steps)


def _extremes(image: Image.Image) -> tuple[float, float]:
    return cast("tuple[float, float]", image.getextrema())


def _tone_of_paper(pixels: Image.Image) -> int:
    """Return the tone that a quarter of the page is not lighter than."""
    steps, left = pixels.histogram(), pixels.width * pixels.height // 4
    for tone in range(255, 0, -1):
        left -= steps[tone]
        if left <= 0:
            return tone
    return 0


def _within(place: float, most: int) -> int:
    return min(max(0, int(place)), most)


def _change(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return white where two images differ to the eye, black elsewhere."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda value: 255 if value >= SHOWN_STEP else 0)


def _in_one_place(letters: Sequence[Letter], numbers: set[int]) -> Iterable[tuple[int, int]]:
    """Yield pairs of different letters that are printed one over the other."""
    by_row: dict[int, list[int]] = {}
    for number in numbers:
        _, top, _, bottom = letters[number].box or (0, 0, 0, 0)
        for row in {int(top * 100), int((top + bottom) * 50), int(bottom * 100)}:
            by_row.setdefault(row, []).append(number)
    for numbers_of_row in by_row.values():
        numbers_of_row.sort(key=lambda number: (letters[number].box or (0,))[0])
        for one, other in pairwise(numbers_of_row):
            first, second = letters[one], letters[other]
            if first.letter != second.letter and _center_in(first.box, second.box or (0, 0, 0, 0)):
                yield one, other


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _center_in(box: Box | None, place: Box) -> bool:
    if box is None:
        return False
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return place[0] <= across <= place[2] and place[1] <= down <= place[3]


def _words_of(annotation: object) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    if not 2 < size <= 20_000:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
