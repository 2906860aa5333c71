"""Recordings made silent and blank by the real program, and measured by another way of reading."""

import math
import shutil
import struct
import subprocess
import wave
from pathlib import Path

import pytest

from oralhistory import sound

pytestmark = pytest.mark.skipif(
    not sound.is_available(), reason="the program ffmpeg is not installed"
)

RATE = 16_000


def tone(path: Path, seconds: float = 4.0, hertz: float = 440.0) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        samples = (
            round(20_000 * math.sin(2 * math.pi * hertz * n / RATE))
            for n in range(int(RATE * seconds))
        )
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return path


def film(folder: Path, seconds: int = 4) -> Path:
    """Make a video of moving colours and a tone, with a title that names somebody."""
    program = shutil.which(sound.PROGRAM)
    target = folder / "film.mp4"
    colours = ("-f", "lavfi", "-i", f"testsrc=size=160x120:rate=10:duration={seconds}")
    heard = ("-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}")
    said = ("-metadata", "title=Kanarivogel", "-shortest", "-y", str(target))
    command = [str(program), "-v", "error", *colours, *heard, *said]
    subprocess.run(command, check=True)
    return target


def level(path: Path, start: float, end: float) -> int:
    """Return the loudest sample between two moments in seconds, as a WAV reader finds it."""
    plain = path.with_suffix(".plain.wav")
    program = str(shutil.which(sound.PROGRAM))
    command = [program, "-v", "error", "-i", str(path), "-ac", "1", "-y", str(plain)]
    subprocess.run(command, check=True)
    with wave.open(str(plain), "rb") as read:
        read.setpos(int(start * read.getframerate()))
        frames = read.readframes(int((end - start) * read.getframerate()))
    return max(abs(value) for (value,) in struct.iter_unpack("<h", frames))


def test_a_window_is_silent_and_everything_else_is_heard(tmp_path: Path) -> None:
    source, target = tone(tmp_path / "a.wav"), tmp_path / "b.mp3"
    facts = sound.facts_of(source)
    sound.write_silent(source, target, [(1000, 2000), (3000, 3500)], facts)
    assert level(target, 1.25, 1.75) < sound.QUIET
    assert level(target, 3.2, 3.3) < sound.QUIET
    assert level(target, 0.1, 0.9) > 10_000
    assert level(target, 2.1, 2.9) > 10_000


def test_what_was_written_is_measured(tmp_path: Path) -> None:
    source, target = tone(tmp_path / "a.wav"), tmp_path / "b.mp3"
    facts = sound.facts_of(source)
    sound.write_silent(source, target, [(750, 2250)], facts)
    assert sound.heard_in(target, [(1000, 2000)], facts) == []
    assert sound.heard_in(target, [(1000, 2000), (2500, 2600)], facts) == [(2500, 2600)]
    assert sound.heard_in(source, [(1000, 2000)], facts) == [(1000, 2000)]


def test_pictures_are_blank_in_a_window_and_titles_are_gone(tmp_path: Path) -> None:
    source, target = film(tmp_path), tmp_path / "b.mp4"
    facts = sound.facts_of(source)
    assert (facts.has_sound, facts.has_pictures) == (True, True)
    sound.write_silent(source, target, [(1000, 2500)], facts)
    assert sound.heard_in(target, [(1250, 2250)], facts) == []
    assert sound.heard_in(target, [(3000, 3500)], facts) == [(3000, 3500)]
    assert sound.heard_in(source, [(1250, 2250)], facts) == [(1250, 2250)]
    assert b"Kanarivogel" in source.read_bytes()
    assert b"Kanarivogel" not in target.read_bytes()


def test_many_windows_are_one_recording(tmp_path: Path) -> None:
    source, target = tone(tmp_path / "a.wav", 12.0), tmp_path / "b.mp3"
    windows = [(start, start + 50) for start in range(0, 12_000, 100)]
    facts = sound.facts_of(source)
    sound.write_silent(source, target, windows, facts)
    assert abs(sound.facts_of(target).duration_ms - 12_000) < 100


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"#EXTM3U\nfile:///etc/passwd\n"])
def test_what_can_not_be_played_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(content)
    with pytest.raises(sound.SoundFailed):
        sound.facts_of(path)
