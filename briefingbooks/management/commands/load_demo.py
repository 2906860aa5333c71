from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from tqdm import tqdm

from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.loading import STEPS, Step, load


class Command(BaseCommand):
    help = (
        "Loads the demonstration: a briefing book with its documents, an interview and five "
        "requests. Records that exist are left as they are, so that it may be run again. All is "
        "loaded or nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load with progress shown; raise `CommandError`, with nothing kept, if anything fails."""
        try:
            done = load(self._shown(STEPS))
        except ValidationError as refusal:
            raise CommandError("\n".join(["Nothing was loaded.", *refusal.messages])) from refusal
        self._report(done)

    def _shown(self, steps: tuple[Step, ...]) -> Any:
        """Yield the steps: with a bar on a terminal, with plain lines otherwise."""
        if self.stderr.isatty():
            bar = tqdm(steps, desc="    Loading", unit="part", file=self.stderr, leave=False)
            for step in bar:
                bar.set_postfix_str(step[0])
                yield step
            return
        for step in steps:
            self.stdout.write(f"    {step[0]}")
            yield step

    def _report(self, done: Demonstration) -> None:
        made = [_counted(model, count) for model, count in done.made.items()]
        if made:
            self.stdout.write(f"    Made: {', '.join(made)}.")
        if done.found:
            self.stdout.write(f"    Found and left as they are: {done.found} records.")
        for difference in done.left:
            self.stdout.write(f"      {difference}")


def _counted(model: type[Model], count: int) -> str:
    names = model._meta
    return f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}"
