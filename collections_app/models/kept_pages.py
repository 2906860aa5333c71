from django.db import models

from collections_app.versioned_database.version import TABLE


class ContentVersion(models.Model):
    """One row: the word for the state of everything readers may see (`versioned_database`)."""

    token = models.CharField(max_length=32)

    class Meta:
        db_table = TABLE

    def __str__(self) -> str:
        return self.token


class KeptPage(models.Model):
    """A page as everybody was sent it in one state of the content; good for nothing in another.

    It may be removed at any time: the page is then made anew. `address` is a digest of the address
    and of the program that made the page, `made_at` and `until` are microseconds since 1970.
    """

    address = models.BinaryField(max_length=32)
    coding = models.CharField(max_length=8, blank=True, help_text="gzip, br, or nothing.")
    token = models.CharField(max_length=32)
    made_at = models.BigIntegerField()
    until = models.BigIntegerField()
    size = models.PositiveIntegerField()
    etag = models.CharField(max_length=80)
    media_type = models.CharField(max_length=80)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address", "coding"], name="keptpage_once_in_each_coding"
            )
        ]
        indexes = [models.Index(fields=["made_at", "size"], name="keptpage_by_age")]

    def __str__(self) -> str:
        return f"{self.media_type} {self.coding} {self.size}"
