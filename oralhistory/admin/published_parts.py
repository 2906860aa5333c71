"""What only those who may publish decide, once an interview is published: who is told and how.

Role, name and speaker decide what consent opens; changing one of them would open what a missing
or withdrawn agreement keeps closed.
"""

from typing import Any

from django import forms
from django.http import HttpRequest

from collections_app.publication import PublicationState
from oralhistory.models import Interview

MAY_PUBLISH = "oralhistory.publish_interview"
WHO_IS_TOLD = ("agent", "role", "identity_mode", "public_name")


def is_for_publishers(request: HttpRequest, interview: Interview | None) -> bool:
    """Say whether an interview is published and the person at the desk may not publish it."""
    if interview is None or interview.state != PublicationState.PUBLISHED:
        return False
    return not request.user.has_perm(MAY_PUBLISH)


class SettledParticipationForm(forms.ModelForm):
    """A participant of a published interview: part and name stand, whatever is sent.

    Whoever is new can still be added. The fields stay in the form, so that the checks of the
    record find them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for name in set(WHO_IS_TOLD) & set(self.fields):
            self.fields[name].disabled = True
            self.fields[name].help_text = "Published: changed by whoever may publish interviews."
