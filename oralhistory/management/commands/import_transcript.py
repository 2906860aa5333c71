from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from oralhistory.importing import Preview, preview_import, take_in
from oralhistory.models import Interview
from oralhistory.reading.formats import MOST_BYTES, refuse_size
from oralhistory.transcripts import UnreadableTranscript


class Command(BaseCommand):
    help = (
        "Read a transcript (WebVTT, SubRip, OHMS, TEI, Word, table, text) into an interview as a "
        "new draft version, with its index, notes and translation. Speakers are recognized by "
        "the labels given to the participants. Nothing becomes public by it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ref", help="reference of the interview, for example FTP-OH-0001")
        parser.add_argument("file", type=Path, help="the transcript")
        parser.add_argument("--check", action="store_true", help="report and keep nothing")
        parser.add_argument("--language", default="", help="code of its language, for example rw")
        parser.add_argument(
            "--second-language", default="", help="code of the language of a translation in it"
        )
        parser.add_argument(
            "--leave-out",
            action="store_true",
            help="import although passages that can not be read will be missing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        interview = Interview.objects.filter(ref=options["ref"]).first()
        if interview is None:
            raise CommandError(f"There is no interview {options['ref']}.")
        path: Path = options["file"]
        try:
            data = _read(path)
            languages = {name: options[name] for name in ("language", "second_language")}
            preview = preview_import(interview, path.name, data, **languages)
        except OSError as fault:
            raise CommandError(f"{path} can not be read: {fault.strerror}.") from fault
        except UnreadableTranscript as refusal:
            raise CommandError(f"{path.name}: {refusal}") from refusal
        self._report(preview)
        if not options["check"]:
            self._keep(interview, preview, data, leave_out=options["leave_out"])
        elif preview.document.loses_words:
            raise CommandError("Words of this file would be lost; see the lines marked above.")

    def _report(self, preview: Preview) -> None:
        document = preview.document
        self.stdout.write(f"{preview.name}: {document.format}, {len(document.passages)} passages")
        self.stdout.write(f"  times given in the file: {document.times_given}")
        for noun, count in document.counts.items():
            if count:
                self.stdout.write(f"  {noun}: {count}")
        for speaker in preview.speakers:
            meant = speaker.participation or "nobody known; these words would stay closed"
            label = speaker.label or "(no speaker named)"
            self.stdout.write(f"  {label}: {speaker.passages} passages, {meant}")
        for remark in document.remarks:
            self.stdout.write(f"  {'LOST ' if remark.loses_words else ''}{remark}")
        if preview.same_as is not None:
            self.stdout.write(f"  the same file was imported before: {preview.same_as}")

    def _keep(
        self, interview: Interview, preview: Preview, data: bytes, *, leave_out: bool
    ) -> None:
        if preview.language is None:
            raise CommandError("Say the language of the transcript with --language.")
        if preview.document.has_second_language and preview.second_language is None:
            raise CommandError("Say the language of the translation with --second-language.")
        try:
            kept = take_in(
                interview,
                name=preview.name,
                data=data,
                language=preview.language,
                speakers={found.label: found.participation for found in preview.speakers},
                by=None,
                leave_out=leave_out,
                second_language=preview.second_language,
            )
        except ValidationError as refusal:
            raise CommandError("\n".join(refusal.messages)) from refusal
        self.stdout.write(f"{kept.in_words} Nothing became public.")


def _read(path: Path) -> bytes:
    """Return a file, of one that is too large only enough to say so."""
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        refuse_size(path.stat().st_size)
    return data
