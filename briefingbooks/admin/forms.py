"""Forms of the editors' desks: a text that mentions what does not exist is refused at its field."""

from typing import Any

from django import forms
from django.db.models import Model

from briefingbooks.admin.writing import make_writing_desk
from briefingbooks.models import Book, ChronologyEvent, Entry, Section
from briefingbooks.quoting import passages_of, passages_to_choose_from
from briefingbooks.references import problems_in, replaced
from briefingbooks.texts import FIELDS, texts_of
from oralhistory.admin.clock_field import ClockField
from oralhistory.models import PublicCue

HOURS = "Hours, minutes, seconds: 0:12:34."


class TextForm(forms.ModelForm):
    """A form over a part of a book; its texts are checked together with the rest of the book."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book = self.instance if isinstance(self.instance, Book) else None
        if book is None and getattr(self.instance, "book_id", None):
            book = self.instance.book
        for name in self.fields_with_text():
            if name in self.fields:
                make_writing_desk(self.fields[name], name, self.instance, book)

    def fields_with_text(self) -> tuple[str, ...]:
        return FIELDS.get(self._meta.model, ())

    def book_of(self) -> Book | None:
        return self.cleaned_data.get("book") or getattr(self.instance, "book", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        book = self.book_of()
        words = {field: cleaned.get(field) or "" for field in self.fields_with_text()}
        if book is not None and book.pk is not None and words:
            self._refuse_problems(book, self.instance, words)
        return cleaned

    def _refuse_problems(self, book: Book, owner: Model, words: dict[str, str]) -> None:
        texts = replaced(texts_of(book), owner, **words)
        for text, message in problems_in(book, texts):
            if text.where == "":
                self.add_error(text.field, message)
            else:
                self.add_error(None, f"In the {text.where}: {message}")


class BookForm(TextForm):
    """The book's own texts are checked like those of its parts."""

    class Meta:
        model = Book
        exclude: tuple[str, ...] = ()

    def fields_with_text(self) -> tuple[str, ...]:
        return ("summary_md", "about_md")

    def book_of(self) -> Book | None:
        return self.instance


class SectionForm(TextForm):
    class Meta:
        model = Section
        exclude: tuple[str, ...] = ()


class EntryForm(TextForm):
    """An entry; of testimony the passages are found when the excerpt is chosen."""

    EXCERPT = (
        *("interview", "quoted_language", "start_ms", "end_ms"),
        *("first_passage", "last_passage"),
    )

    start_ms = ClockField(required=False, label="excerpt from", help_text=HOURS)
    end_ms = ClockField(required=False, label="excerpt to", help_text=HOURS)
    first_passage = forms.IntegerField(
        required=False,
        min_value=1,
        label="or from passage",
        help_text="The number of the passage, in an interview without times.",
    )
    last_passage = forms.IntegerField(required=False, min_value=1, label="to passage")
    quote_anew = forms.BooleanField(
        required=False,
        label="take the quotation anew",
        help_text="Quote the words as readers may read them now, in the place of those quoted.",
    )

    class Meta:
        model = Entry
        exclude: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = self.instance
        if entry.first_key and entry.start_ms is None:
            places = [cue.position for cue in passages_of(entry)]
            self.initial["first_passage"] = min(places, default=None)
            self.initial["last_passage"] = max(places, default=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_moved = not set(self.EXCERPT).isdisjoint(self.changed_data)
        if is_moved or not self.instance.first_key:
            self._name_passages(cleaned)
        return cleaned

    def _name_passages(self, cleaned: dict[str, Any]) -> None:
        """Find the passages of the excerpt, by which later versions find them again."""
        chosen = Entry(
            interview=cleaned.get("interview"), quoted_language=cleaned.get("quoted_language")
        )
        chosen.start_ms, chosen.end_ms = cleaned.get("start_ms"), cleaned.get("end_ms")
        first, last = cleaned.get("first_passage"), cleaned.get("last_passage")
        cues = self._numbered(chosen, first, last) if first or last else passages_of(chosen)
        self.instance.first_key = cues[0].key if cues else ""
        self.instance.last_key = cues[-1].key if cues else ""

    def _numbered(self, chosen: Entry, first: int | None, last: int | None) -> list[PublicCue]:
        if chosen.start_ms is not None or chosen.end_ms is not None:
            self.add_error("first_passage", "Give times or passages, not both.")
            return []
        numbers = (first or last, last or first)
        cues = list(passages_to_choose_from(chosen).filter(position__range=numbers))
        if not cues:
            self.add_error("first_passage", "Readers can read no such passage of this interview.")
        return cues


class EventForm(TextForm):
    class Meta:
        model = ChronologyEvent
        exclude: tuple[str, ...] = ()
