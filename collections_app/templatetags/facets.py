"""The values of a facet as check boxes: a template for each value costs more than all queries."""

from collections.abc import Iterable

from django import template
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from collections_app.facets import FacetValue

register = template.Library()
CHECKED = SafeString(" checked")
_VALUE = (
    '<li><label><input type="checkbox" name="{}" value="{}"{}> <span>{}</span> '
    '<span class="count"><span class="visually-hidden">{} </span>{}</span></label></li>'
)


@register.simple_tag
def facet_values(name: str, values: Iterable[FacetValue]) -> SafeString:
    """Show the values of a question with their numbers; the form around sends what is checked."""
    documents = _(", documents:")
    return format_html_join(
        "",
        _VALUE,
        (
            (name, one.value, CHECKED if one.is_chosen else "", one.label, documents,
             localize(one.count))
            for one in values
        ),
    )  # fmt: skip
