from typing import Any

from django.db import models

from collections_app.models.files import Page

# Identity and place of one rectangle of ours: [excision, x, y, width, height].
BurntArea = list[Any]


class Burning(models.Model):
    """What was last burnt into the images of a page, or why that failed.

    Whether a page is closed is said by its excisions; this says what the desk should do about it.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="burning")
    areas = models.JSONField(default=list, help_text="What is burnt in: [excision, x, y, w, h].")
    message = models.CharField(max_length=500, blank=True, help_text="Why it failed, in words.")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"what is burnt into {self.page}"
