from django.conf import settings
from django.db import models, transaction


class ReferenceCounter(models.Model):
    """The last number given out in a series of references. Gaps in a series are accepted."""

    series = models.CharField(max_length=8, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series or 'items'}: {self.last}"


def allot_references(series: str, count: int = 1) -> list[str]:
    """Return `count` new references of a series: "" items, "OH" interviews, "R" requests.

    FTP-0001, FTP-OH-0001, FTP-R-0001; the prefix is the setting REFERENCE_PREFIX. Two people who
    ask at the same time never receive the same number: the counter's row is locked.
    """
    with transaction.atomic():
        ReferenceCounter.objects.get_or_create(series=series)
        counter = ReferenceCounter.objects.select_for_update().get(series=series)
        first = counter.last + 1
        counter.last += count
        counter.save(update_fields=["last"])
    parts = [settings.REFERENCE_PREFIX, *([series] if series else [])]
    return [f"{'-'.join(parts)}-{number:04d}" for number in range(first, first + count)]
