"""Forms of the editors' desks: a text that mentions what does not exist is refused at its field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from briefingbooks.models import Book, ChronologyEvent, Entry, Section
from briefingbooks.references import problems_in, replaced
from briefingbooks.texts import FIELDS, texts_of
from oralhistory.clock import clock, read_clock


class MomentField(forms.CharField):
    """A moment of a recording, typed as 0:12:34 and kept in milliseconds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "Hours, minutes, seconds: 0:12:34.", **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        try:
            return read_clock(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial) or "", data)


class TextForm(forms.ModelForm):
    """A form over a part of a book; its texts are checked together with the rest of the book."""

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
    start_ms = MomentField(required=False, label="excerpt from")
    end_ms = MomentField(required=False, label="excerpt to")

    class Meta:
        model = Entry
        exclude: tuple[str, ...] = ()


class EventForm(TextForm):
    class Meta:
        model = ChronologyEvent
        exclude: tuple[str, ...] = ()
