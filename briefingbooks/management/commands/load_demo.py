import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from tqdm import tqdm

from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.loading import RELEASES, STEPS, Step, load


class Command(BaseCommand):
    """Load the demonstration and say what was made, found and left alone."""

    help = (
        "Loads the demonstration: a briefing book with its documents, an interview and five "
        "requests. Records that exist are left as they are, so that it may be run again. All is "
        "loaded or nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise `CommandError`, with nothing kept, if a record is refused."""
        try:
            done = load(self._shown(STEPS), self._shown(RELEASES), self._tell)
        except ValidationError as refusal:
            raise CommandError("\n".join(["Nothing was loaded.", *refusal.messages])) from refusal
        self._report(done)

    def _shown(self, steps: Iterable[Step]) -> Iterator[Step]:
        """Yield the steps: with a bar on a terminal, with plain lines otherwise."""
        if not sys.stderr.isatty():
            for step in steps:
                self.stdout.write(f"    {step[0]}")
                yield step
            return
        bar = tqdm(list(steps), desc="    Loading", unit="part", leave=False)
        for step in bar:
            bar.set_postfix_str(step[0])
            yield step

    def _tell(self, words: str) -> None:
        self.stdout.write(f"    edition 1: {words}")

    def _report(self, done: Demonstration) -> None:
        made = [_counted(model, count) for model, count in done.made.items()]
        if made:
            self.stdout.write(f"    Made: {', '.join(made)}.")
        if done.found:
            self.stdout.write(f"    Found and left as they are: {done.found} records.")
        for difference in done.left:
            self.stdout.write(f"      {difference}")
        for reason in done.closed:
            self.stdout.write(f"    {reason}")


def _counted(model: type[Model], count: int) -> str:
    names = model._meta
    return f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}"
