"""Speak the demonstration interview with synthetic voices and write the times of its passages.

Needs eSpeak NG and ffmpeg, which nobody needs who only loads the demonstration: what is made here
is kept in the repository. The words come from interview.vtt; its times, those of the translation,
the sound and the facts in interview_sound.toml are written anew. The same release of the programs
makes the same files again.
"""

import array
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import wave
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "briefingbooks" / "demonstration" / "data"
SOUND, FACTS = DATA / "interview.m4a", DATA / "interview_sound.toml"
SPOKEN, TRANSLATED = DATA / "interview.vtt", DATA / "interview_fr.vtt"
PROGRAMS = {"espeak-ng": "espeak-ng", "ffmpeg": "ffmpeg"}  # the program, and the package it is in
VOICES = {"Fictitious archivist": "en-gb+f3", "Fictitious interviewer": "en-gb"}
WORDS_A_MINUTE, WORD_GAP = "150", "1"  # the gap in hundredths of a second
LOUDNESS = "80"  # of 200; 100 comes near to what can be written at all
RATE = 22_050  # samples a second, as eSpeak NG gives them
BEFORE_MS, SAME_SPEAKER_MS, OTHER_SPEAKER_MS, AFTER_MS = 500, 700, 950, 1_000
AROUND_WITHHELD_MS = 600  # copies for readers are silent for 250 ms more than the window
MARGIN_MS = 100  # from the words to the edges of the window
BITS = "20k"
# What the voices would read as numbers.
SAID = {
    "11 January 1994": "the eleventh of January, nineteen ninety-four",
    "1994": "nineteen ninety-four",
    "555 0142": "five five five, oh one four two",
    "’": "'",
}
TITLE = "Demonstration: synthetic voices, nobody's testimony"
CUE = re.compile(r"(?P<times>[\d:.]+ --> [\d:.]+)\n<v (?P<voice>[^>]+)>(?P<words>.+)")


@dataclass(frozen=True)
class Spoken:
    """The sound of all passages, when each begins and ends, and when nothing is to be heard."""

    samples: array.array
    times: list[tuple[int, int]]
    silent: tuple[int, int]


def main() -> None:
    """Write the sound, the times and the facts; end with a message if a program is missing."""
    missing = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    if missing:
        sys.exit(f"Not installed: {', '.join(missing)}. Try: apt-get install {' '.join(missing)}")
    withheld = tomllib.loads((DATA / "interview.toml").read_text(encoding="utf-8"))["withheld"]
    passages = [(cue["voice"], cue["words"]) for cue in CUE.finditer(SPOKEN.read_text("utf-8"))]
    spoken = speak(passages, withheld["passage"], withheld["en"]["words"])
    encode(spoken.samples)
    for path in (SPOKEN, TRANSLATED):
        write_times(path, spoken.times)
    write_facts(spoken)
    print(f"{SOUND.name}: {SOUND.stat().st_size:,} bytes, {clock(milliseconds(spoken.samples))}")


def speak(passages: list[tuple[str, str]], withheld_passage: int, withheld: str) -> Spoken:
    """Return passages spoken one after the other. Raises `ValueError` without the withheld words.

    The withheld words are spoken by themselves, between pauses in which the silence begins and
    ends.
    """
    samples = silence(BEFORE_MS)
    times: list[tuple[int, int]] = []
    silent, former = (0, 0), ""
    for number, (speaker, words) in enumerate(passages, start=1):
        if former:
            samples += silence(SAME_SPEAKER_MS if speaker == former else OTHER_SPEAKER_MS)
        start, former = milliseconds(samples), speaker
        if number == withheld_passage:
            silent = say_with_silence(samples, speaker, words, withheld)
        else:
            samples += said(speaker, words)
        times.append((start, milliseconds(samples)))
    samples += silence(AFTER_MS)
    return Spoken(samples, times, silent)


def say_with_silence(
    samples: array.array, speaker: str, words: str, withheld: str
) -> tuple[int, int]:
    """Add a passage to the samples and return when its withheld words are spoken."""
    before, after = words.split(withheld)
    samples += said(speaker, before) + silence(AROUND_WITHHELD_MS)
    start = milliseconds(samples) - MARGIN_MS
    samples += said(speaker, withheld)
    end = milliseconds(samples) + MARGIN_MS
    samples += silence(AROUND_WITHHELD_MS) + said(speaker, after.lstrip(". "))
    return start, end


def said(speaker: str, words: str) -> array.array:
    """Return words as samples, without the silence around them."""
    for written, read in SAID.items():
        words = words.replace(written, read)
    voice = ["-v", VOICES[speaker], "-s", WORDS_A_MINUTE, "-g", WORD_GAP, "-a", LOUDNESS]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "said.wav")
        command = ["espeak-ng", *voice, "-w", str(path), "--stdin"]
        subprocess.run(command, input=words.encode(), check=True)
        with wave.open(str(path)) as stored:
            if (stored.getframerate(), stored.getnchannels()) != (RATE, 1):
                raise ValueError("eSpeak NG gave another kind of sound than is expected.")
            found = array.array("h", stored.readframes(stored.getnframes()))
    if sys.byteorder == "big":
        found.byteswap()
    heard = [place for place, sample in enumerate(found) if abs(sample) > 16]
    return found[heard[0] : heard[-1] + 1]


def silence(ms: int) -> array.array:
    return array.array("h", bytes(2 * (ms * RATE // 1000)))


def milliseconds(samples: array.array) -> int:
    return len(samples) * 1000 // RATE


def encode(samples: array.array) -> None:
    """Write the samples as AAC in an MP4 file that begins to play before it has come whole."""
    if sys.byteorder == "big":
        samples = array.array("h", samples)
        samples.byteswap()
    told = ["-metadata", f"title={TITLE}", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    taken = ["-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    kept = ["-c:a", "aac", "-b:a", BITS, "-movflags", "+faststart", *told]
    command = ["ffmpeg", "-hide_banner", "-v", "error", *taken, *kept, "-y", str(SOUND)]
    subprocess.run(command, input=samples.tobytes(), check=True)


def write_times(path: Path, times: list[tuple[int, int]]) -> None:
    """Write the times into a transcript. Raises `ValueError` if it has another number of them."""
    text = path.read_text("utf-8")
    cues = list(CUE.finditer(text))
    for cue, (start, end) in reversed(list(zip(cues, times, strict=True))):
        first, last = cue.span("times")
        text = f"{text[:first]}{clock(start)} --> {clock(end)}{text[last:]}"
    path.write_text(text, "utf-8")


def write_facts(spoken: Spoken) -> None:
    """Write length, silence and digest of the sound. Times are milliseconds."""
    told = subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=True)
    version = re.search(r"[\d.]+", told.stdout)
    facts = {
        "file": f'"{SOUND.name}"',
        "made_with": f'"eSpeak NG {version[0] if version else ""}"',
        "duration_ms": milliseconds(spoken.samples),
        "silent_from_ms": spoken.silent[0],
        "silent_to_ms": spoken.silent[1],
        "sha256": f'"{hashlib.sha256(SOUND.read_bytes()).hexdigest()}"',
    }
    lines = ["# Written by scripts/make_demonstration_sound.py; times in milliseconds.", ""]
    lines += [f"{name} = {value}" for name, value in facts.items()]
    FACTS.write_text("\n".join([*lines, ""]), "utf-8")


def clock(ms: int) -> str:
    """Say a moment as WebVTT writes it: 00:12:34.200."""
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


if __name__ == "__main__":
    main()
