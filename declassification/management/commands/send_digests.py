"""Send directors the letter about rights that lapse."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from declassification.desk.digests import send_digests
from declassification.explaining import counted


class Command(BaseCommand):
    """To be run every morning; a morning that was missed is made up for by the next."""

    help = (
        "Send every director who wants it the rights that lapse in 60, 30, 14 and 3 days. Run it "
        "every morning: nobody is told the same twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        desk = f"{settings.SITE_URL}{reverse('admin:directors_desk')}" if settings.SITE_URL else ""
        sent, failed = send_digests(desk)
        self.stdout.write(f"{counted(sent, 'letter')} sent.")
        if failed:
            raise CommandError(f"{failed} could not be sent; the next run tries again.")
