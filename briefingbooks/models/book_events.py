from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from collections_app.models.log_entries import LogEntry


class BookEvent(LogEntry):
    """What was done to a book on its way to readers, by whom and when; kept, never rewritten.

    `by` is empty where the house's own programs did it. `words` are the reason given, or what was
    changed; `public_from` and `zone` say which instant was chosen, on whose clock; `change_note`
    is what readers are told of a release.
    """

    class Kind(models.TextChoices):
        SENT = "sent", "sent to review"
        TAKEN_BACK = "taken_back", "taken back to drafting"
        CLEARED = "cleared", "cleared"
        CHANGED = "changed", "changed since it was cleared: the clearance ended"
        SCHEDULED = "scheduled", "scheduled"
        RELEASED = "released", "released"
        WITHDRAWN = "withdrawn", "withdrawn"

    book = models.ForeignKey(
        "briefingbooks.Book", on_delete=models.CASCADE, related_name="release_log"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(blank=True, help_text="For the house only.")
    public_from = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    change_note = models.TextField(blank=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
