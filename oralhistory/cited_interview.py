"""An interview and its passages as a reader cites them: who, when, which words, at which second."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from collections_app.languages import address_in
from oralhistory.assembly import InterviewPage
from oralhistory.citation import interview_citation
from oralhistory.clock import read_clock, seconds, whole_clock
from oralhistory.told_passages import CueView

# What a script puts in the place of, when words are copied.
TIME, ADDRESS = "[time]", "[address]"
MOST_PASSAGES = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says in a quotation."""

    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an interview with their source. `refused` says why there are none."""

    said: list[Said]
    citation: str
    address: str
    refused: str = ""


class QuotationForm(forms.Form):
    """From when to when a reader wants to quote."""

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for name, label in (("from", pgettext("moment", "From")), ("to", pgettext("moment", "To"))):
            self.fields[name] = forms.CharField(
                label=label, max_length=14, widget=forms.TextInput(attrs={"placeholder": "0:12:34"})
            )

    @property
    def between(self) -> tuple[int, int]:
        """Both moments, in milliseconds."""
        return self.cleaned_data["from"], self.cleaned_data["to"]

    def clean(self) -> dict[str, int]:
        """Raise `ValidationError` at the field for what is no time, and for an end too early."""
        read: dict[str, int] = {}
        for name in ("from", "to"):
            try:
                read[name] = read_clock(self.cleaned_data.get(name, ""))
            except ValueError as problem:
                if name not in self.errors:
                    self.add_error(name, ValidationError(str(problem)))
        if len(read) == 2 and read["to"] <= read["from"]:
            self.add_error("to", ValidationError(_("The quotation must end after it begins.")))
        return read


class CitedInterview:
    """Writes the citations of one interview page; `absolute` makes an address a whole one."""

    def __init__(self, page: InterviewPage, absolute: Callable[[str], str]) -> None:
        self.page, self.absolute = page, absolute
        self.interview = page.card.interview

    @property
    def as_a_whole(self) -> str:
        return self._cited("", self._address(""))

    @property
    def pattern(self) -> str:
        """The citation of a passage, with the words `TIME` and `ADDRESS` to be exchanged."""
        return self._cited(TIME, ADDRESS)

    def quotation(self, start_ms: int, end_ms: int) -> Quotation:
        """Return the words said from one moment to another, with their source."""
        chosen = [
            cue
            for cue in self.page.cues
            if cue.start_ms is not None
            and cue.start_ms < end_ms
            and max(cue.end_ms or 0, cue.start_ms + 1) > start_ms
        ]
        refused = _refused(chosen)
        if refused:
            return Quotation([], "", "", refused)
        start = min(cue.start_ms or 0 for cue in chosen)
        end = max(cue.end_ms or cue.start_ms or 0 for cue in chosen)
        address = self._address(f"#t={seconds(start) or '0'},{seconds(end)}")
        said = [
            Said(speaker, " ".join(" ".join(cue.words.split()) for cue in cues))
            for speaker, cues in groupby(chosen, key=lambda cue: cue.said_by)
        ]
        return Quotation(said, self._cited(_span(start, end), address), address)

    def _address(self, fragment: str) -> str:
        path = address_in(settings.LANGUAGE_CODE, self.interview.get_absolute_url())
        if fragment and self.page.transcript and self.page.transcripts[1:]:
            path += f"?language={self.page.transcript.language_id}"
        return self.absolute(path) + fragment

    def _cited(self, time: str, address: str) -> str:
        interview, transcript = self.interview, self.page.transcript
        words = [transcript.cited_as if transcript else "", time]
        return interview_citation(
            narrators=[name.in_words for name in self.page.card.narrators],
            interviewers=[name.in_words for name in self.page.card.interviewers],
            title=interview.title,
            place=interview.place.name if interview.place else "",
            date=interview.date_words,
            transcript=", ".join(part for part in words if part),
            ref=interview.ref,
            site=settings.SITE_NAME,
            address=address,
        )


def _refused(chosen: list[CueView]) -> str:
    if not chosen:
        return _("Nothing that can be read is said then.")
    if len(chosen) > MOST_PASSAGES:
        return _("That is {number} passages; take at most {most} at once.").format(
            number=len(chosen), most=MOST_PASSAGES
        )
    if not all(cue.is_quotable for cue in chosen):
        return _("Somebody who speaks then does not allow quotation. The words can be read above.")
    return ""


def _span(start_ms: int, end_ms: int) -> str:
    start, end = whole_clock(start_ms), whole_clock(end_ms)
    return start if start == end else f"{start}–{end}"
