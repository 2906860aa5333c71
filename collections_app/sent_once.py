"""A form for anybody that is kept once however often it is sent, and that programs fall for."""

from uuid import UUID, uuid4

from django import forms


class SentOnceForm(forms.Form):
    """A trap that only programs fill in, and a number by which the same form is known again."""

    # People neither see nor hear of it.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))
    sent_as = forms.CharField(required=False, initial=uuid4, widget=forms.HiddenInput)

    @property
    def is_trapped(self) -> bool:
        """Whether a program has filled in what no person sees."""
        return bool(self.data.get("website"))

    def sent_once_as(self) -> UUID:
        """Return the number of this form, so that it is kept once however often it is sent."""
        try:
            return UUID(self.cleaned_data.get("sent_as", ""))
        except ValueError:
            return uuid4()
