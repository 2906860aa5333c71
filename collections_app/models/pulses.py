from django.db import models


class WorkerPulse(models.Model):
    """The last sign of life of a worker, so that what a dead one left behind is taken up again."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id
