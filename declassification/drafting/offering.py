"""Which templates a director is offered for a request, those that fit law and stage first."""

from dataclasses import dataclass, field

from declassification.drafting.facts import fitting_purposes
from declassification.models import AccessRequest, Appeal, LetterTemplate


@dataclass(slots=True)
class Offer:
    """One group of templates under its heading."""

    heading: str
    templates: list[LetterTemplate] = field(default_factory=list)


def offers(request: AccessRequest, appeal: Appeal | None = None) -> list[Offer]:
    """Return all templates in use, in groups from the nearest to the furthest; none is empty."""
    purposes = fitting_purposes(request, appeal)
    groups = [
        Offer("For this law, now"),
        Offer("For any law, now"),
        Offer("For this law, at another time"),
        Offer("For any law, at another time"),
        Offer("For other laws"),
    ]
    for template in LetterTemplate.objects.offered():
        is_now = template.purpose in purposes
        if template.regime_id is None:
            groups[1 if is_now else 3].templates.append(template)
        elif template.regime_id == request.regime_id:
            groups[0 if is_now else 2].templates.append(template)
        else:
            groups[4].templates.append(template)
    nearest = {purpose: place for place, purpose in enumerate(purposes)}
    for group in groups:
        group.templates.sort(key=lambda one: (nearest.get(one.purpose, 99), one.name))
    return [group for group in groups if group.templates]
