"""A choice among many is written as Django writes it, at once."""

from django import forms

from collections_app.plain_select import PlainSelect


class Asked(forms.Form):
    plain = forms.ChoiceField(
        widget=PlainSelect(attrs={"class": "wide"}),
        choices=[("", "any"), ("a&b", "<A> & B"), ("c", "C")],
    )


def test_names_values_and_labels_are_escaped_and_the_answer_is_selected() -> None:
    written = str(Asked({"plain": "a&b"})["plain"])
    assert written.count("<option") == 3
    assert '<option value="a&amp;b" selected>&lt;A&gt; &amp; B</option>' in written
    assert '<option value="">any</option>' in written
    for attribute in ('name="plain"', 'id="id_plain"', 'class="wide"'):
        assert attribute in written


def test_without_an_answer_the_empty_choice_is_selected() -> None:
    assert '<option value="" selected>any</option>' in str(Asked()["plain"])
