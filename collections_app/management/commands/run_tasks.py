import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from collections_app.background import drain


class Command(BaseCommand):
    help = (
        "Do the tasks that wait (files being processed, imports) and go on until stopped. Needed "
        "where TASKS_IN_PROCESS is off; any number of these may run, on any machine."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing waits.")
        parser.add_argument(
            "--pause", type=float, default=2.0, help="Seconds between looks (default: 2)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        drain()
        while not options["once"]:
            time.sleep(options["pause"])
            drain()
