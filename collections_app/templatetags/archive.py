"""Marks that stand inside a sentence, where a template's line end would become a space."""

from datetime import date, datetime

from django import template
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.languages import day_words
from collections_app.page_texts import NoteCall, Withheld

register = template.Library()

WITHHELD_BY_US = gettext_lazy("withheld by us")
# A longer reason stands beneath the page and would break the line it interrupts.
SHORT = 90


@register.simple_tag
def historical_date(words: str, iso: str) -> SafeString:
    """Show a date as it reads, and to machines where it is a plain year, month or day."""
    if not iso:
        return format_html("{}", words)
    return format_html('<time datetime="{}">{}</time>', iso, words)


@register.simple_tag
def day(value: date) -> SafeString:
    """Show a day, of an instant the day where this house is."""
    local = template_localtime(value)
    return format_html('<time datetime="{}">{}</time>', f"{local:%Y-%m-%d}", day_words(local))


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """Show an instant with its hour, and the zone it is said in."""
    local = template_localtime(value)
    said = f"{day_words(local)}, {local:%H:%M} {date_format(local, 'e')}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), said)


@register.simple_tag
def withheld(passage: Withheld, tag: str = "span", with_reason: bool = False) -> SafeString:
    """Show a withheld passage as a bar that carries words; as a block where `tag` is "p"."""
    parts = [passage.words, *passage.grounds]
    if passage.by_us:
        is_said = str(WITHHELD_BY_US) in passage.words.lower()
        parts += [] if is_said else [str(WITHHELD_BY_US)]
        parts += [passage.reason] if with_reason and 0 < len(passage.reason) <= SHORT else []
    said = format_html_join(" · ", "{}", ((part,) for part in parts))
    css = "withheld is-block" if tag == "p" else "withheld"
    return format_html('<{0} class="{1}">{2}</{0}>', tag, css, said)


@register.simple_tag
def note_call(note: NoteCall) -> SafeString:
    """Call a printed note; the note leads back to the call."""
    return format_html(
        '<a class="note-call" href="#{}" id="{}" role="doc-noteref" aria-label="{}">{}</a>',
        note.anchor,
        note.call_anchor,
        _("Note {number}").format(number=note.label),
        note.label,
    )
