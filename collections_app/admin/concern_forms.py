"""What each deed about a concern asks of whoever does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from collections_app.concern_targets import Suggestion
from collections_app.concerns import Follow
from collections_app.models import Concern, ConcernTarget

Stage = Concern.Stage
WORDS = "For those who handle concerns; nobody else reads it."


class WordsForm(forms.Form):
    """Some words for the record of the concern."""

    words = forms.CharField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=WORDS
    )

    def __init__(
        self, data: Any = None, *, concern: Concern, found: Iterable[Suggestion] = ()
    ) -> None:
        super().__init__(data)
        self.concern, self.found = concern, list(found)

    def keep_what_was_typed(self, data: Any) -> None:
        """Show again, as something to begin from, what was typed before more was looked up."""
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                ticked = data.getlist(name)
                shown = data.getlist("shown")
                new = [key for key in field.initial or [] if key not in shown]
                self.initial[name] = [*ticked, *new]
            else:
                self.initial[name] = data.get(name, "")


class NoteForm(WordsForm):
    """A note, which must say something."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["words"].required = True


class HideForm(WordsForm):
    """What to hide: what the address shows, what belongs to it, and what other addresses show."""

    addresses = forms.CharField(
        label="Look up other pages",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Addresses of pages on this site, one to a line; then press “Look up”.",
    )
    records = forms.MultipleChoiceField(
        label="Hide", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("addresses", "records", "words")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["records"]
        field.choices = [
            (one.key, f"{one.label} ({'on hold; ' if one.is_on_hold else ''}{one.why})")
            for one in self.found
        ]
        field.initial = [one.key for one in self.found if one.is_ticked]


class ShowForm(WordsForm):
    """What is shown again."""

    targets = forms.ModelMultipleChoiceField(
        ConcernTarget.objects.none(), label="Show again", widget=forms.CheckboxSelectMultiple
    )
    field_order = ("targets", "words")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["targets"]
        field.queryset = self.concern.targets.filter(lifted_at__isnull=True)


class DecisionForm(WordsForm):
    """What was decided, why, and what becomes of what is hidden."""

    words = None  # type: ignore[assignment]
    outcome = forms.ChoiceField(label="The request is", choices=Concern.Outcome.choices)
    decision = forms.CharField(
        label="Decision",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"What was decided, and why. {WORDS}",
    )
    follow = forms.ChoiceField(
        label="What is hidden now",
        choices=Follow.choices,
        widget=forms.RadioSelect,
        help_text="“For good” withdraws it without a notice, and nobody can show it again but at "
        "this desk. “Until it is corrected” leaves it hidden; show it again here when the text is "
        "corrected, or when the pseudonym is given at the person's own desk.",
    )


class ForgetForm(WordsForm):
    """What is erased."""

    words = None  # type: ignore[assignment]
    with_message = forms.BooleanField(
        label="Erase what they wrote too",
        required=False,
        help_text="Name and contact are erased in any case. There is no way back.",
    )


@dataclass(frozen=True, slots=True)
class Verb:
    """A deed: its words, what it asks, and when it can be done."""

    label: str
    form: type[WordsForm]
    is_possible: Callable[[Concern], bool]
    explanation: str = ""


FORMS: dict[str, Verb] = {
    "hide": Verb(
        "Hide everywhere now",
        HideForm,
        lambda concern: concern.stage != Stage.CLOSED,
        "What you tick disappears at once from every page, list, count, search, file and book, as "
        "if it did not exist, until it is shown again here. Readers see no notice. Others who work "
        "here see “On hold” and not why.",
    ),
    "show": Verb(
        "Show again",
        ShowForm,
        lambda concern: concern.targets.filter(lifted_at__isnull=True).exists(),
        "It is public again exactly as far as its own state says.",
    ),
    "decide": Verb(
        "Decide",
        DecisionForm,
        lambda concern: concern.stage != Stage.CLOSED,
        "The decision is kept with your name and the time.",
    ),
    "note": Verb("Add a note", NoteForm, lambda _concern: True),
    "close": Verb("Close", WordsForm, lambda concern: concern.stage == Stage.DECIDED),
    "forget": Verb(
        "Erase name and contact",
        ForgetForm,
        lambda concern: concern.stage == Stage.CLOSED and concern.contact_forgotten_at is None,
        "What was decided and done stays; who asked does not.",
    ),
}
