"""Editions at the desk: which is given out, which waits for its files, which was closed and why."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from briefingbooks.admin.release_forms import RELEASE
from briefingbooks.editions.closing import give_again, strike
from briefingbooks.editions.making import steps_of
from briefingbooks.editions.tasks import make_files_of, reissue_when_owed
from briefingbooks.models import Book, Edition, EditionPart, Issue, Stage
from collections_app import background
from oralhistory.admin.questions import ask, is_answered

PAGE = "admin:briefingbooks_book_release"
STRIKE = "admin:briefingbooks_edition_strike"
AGAIN = "admin:briefingbooks_edition_again"
GIVE = "admin:briefingbooks_edition_give"


class StrikeForm(forms.Form):
    """Words that are taken out of an edition for good."""

    words = forms.CharField(
        label="Words to take out",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Exactly as they stand in the edition, one passage to a line. The original is "
        "closed for good; a reissue with a notice in their place stands under the same number. "
        "There is no way back.",
    )

    def clean_words(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["words"].splitlines()]
        return [line for line in lines if line]


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as the desk shows it: where it stands, what is in its way, what may be done."""

    edition: Edition
    state: str
    problem: str
    closed: list[str]
    strike_url: str
    again_url: str
    give_url: str


class EditionDesk(ModelAdmin):
    """The part of a book's desk that looks after its editions."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        under = "<int:key>/release/editions/<int:number>"
        again = view(require_POST(self.again_view))
        give = view(require_POST(self.give_view))
        return [
            path(f"{under}/strike/", view(self.strike_view), name="briefingbooks_edition_strike"),
            path(f"{under}/again/", again, name="briefingbooks_edition_again"),
            path(f"{under}/give/", give, name="briefingbooks_edition_give"),
            *super().get_urls(),
        ]

    def editions_said(self, request: HttpRequest, book: Book) -> list[EditionRow]:
        """Return the editions of a book, the latest first."""
        may = request.user.has_perm(RELEASE)
        return [_row(one, may=may) for one in book.editions.order_by("-number")]

    def strike_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """Ask for the words, and take them out of every issue of the edition."""
        edition = self._edition(request, key, number)
        form = StrikeForm(request.POST if is_answered(request) else None)
        if form.is_valid() and self._strike(request, edition, form):
            self.log_change(request, edition.book, f"Words taken out of edition {number}.")
            messages.success(request, "Nothing of it is given out until its reissue is there.")
            return redirect(PAGE, key)
        return ask(
            self,
            request,
            action="strike",
            title=f"Take words out of edition {number}",
            form=form,
            records=[edition.book],
            lines=[str(edition)],
            back_url=reverse(PAGE, args=[key]),
        )

    def _strike(self, request: HttpRequest, edition: Edition, form: StrikeForm) -> bool:
        by: Any = request.user
        try:
            strike(edition, form.cleaned_data["words"], by=by)
        except ValidationError as refusal:
            form.add_error("words", refusal)
            return False
        return True

    def again_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """Have what is missing of an edition made: files of an issue, or a reissue."""
        edition = self._edition(request, key, number)
        for issue in edition.issues.unclosed().filter(finished_at=None):
            background.enqueue(make_files_of, issue.pk)
        if edition.is_closed():
            background.enqueue(reissue_when_owed, edition.pk)
        messages.success(request, "It is tried again. Load this page anew in a minute.")
        return redirect(PAGE, key)

    def give_view(self, request: HttpRequest, key: int, number: int) -> HttpResponse:
        """Give out again an edition that was withdrawn with its book."""
        edition = self._edition(request, key, number)
        try:
            give_again(edition)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            self.log_change(request, edition.book, f"Edition {number} given out again.")
            messages.success(request, f"Edition {number} is given out again.")
        return redirect(PAGE, key)

    def _edition(self, request: HttpRequest, key: int, number: int) -> Edition:
        if not request.user.has_perm(RELEASE):
            raise PermissionDenied
        edition = Edition.objects.filter(book=key, number=number).select_related("book").first()
        if edition is None:
            raise Http404
        return edition


def _row(edition: Edition, *, may: bool) -> EditionRow:
    given = edition.issues.standing().order_by("number").first()
    open_issue = given or edition.issues.unclosed().order_by("number").first()
    address = [edition.book_id, edition.number]
    is_closed = open_issue is None or bool(open_issue.problem)
    is_stuck = given is None and is_closed and not edition.withdrawn_at
    can_be_given = edition.withdrawn_at and edition.book.stage == Stage.RELEASED
    original = edition.issues.get(number=1)
    return EditionRow(
        edition=edition,
        state=_state(edition, given, open_issue),
        problem=edition.problem or (open_issue.problem if open_issue else ""),
        closed=[] if given == original else _closed(original),
        strike_url=reverse(STRIKE, args=address) if may else "",
        again_url=reverse(AGAIN, args=address) if may and is_stuck else "",
        give_url=reverse(GIVE, args=address) if may and can_be_given else "",
    )


def _state(edition: Edition, given: Issue | None, open_issue: Issue | None) -> str:
    if edition.withdrawn_at:
        return f"withdrawn with the book {edition.withdrawn_at:%-d %B %Y}"
    if given is not None:
        return "given out" if given.number == 1 else f"reissued {given.made_at:%-d %B %Y}"
    if open_issue is None:
        return "closed: a reissue is owed"
    steps = list(steps_of(open_issue))
    done = sum(is_done for _, is_done in steps)
    waiting = next((words for words, is_done in steps if not is_done), "")
    return f"its files are being made: {done} of {len(steps)} done, next: {waiting}"


def _closed(original: Issue) -> list[str]:
    """Say what of the original is closed, for the house, each once."""
    return sorted({_said(part) for part in original.parts.closed()})


def _said(part: EditionPart) -> str:
    record = part.item or part.interview or part.label
    return f"{part.get_kind_display()}: {record}" if record else part.get_kind_display()
