"""Sound and pictures as the program ffmpeg reads and writes them (https://ffmpeg.org/).

Pure: paths in, values and files out. Times are milliseconds from the beginning of the file.
"""

import array
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PROGRAM, PROBE = "ffmpeg", "ffprobe"
# No file names another one that would be read as well.
READ = ("-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "file,pipe")
# What a file says of itself may name people: titles, chapters, covers, subtitles.
BARE = ("-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn")
SOUND_AS = ("-c:a", "libmp3lame", "-q:a", "4")
VIDEO_AS = (
    *("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p"),
    *("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart"),
)
SECONDS_TO_PROBE = 60
# A filter is asked once for each frame of sound; short frames keep its edges sharp.
SAMPLES_A_FRAME = 256
WINDOWS_A_FILTER = 50
RATE = 48_000
CHANNELS = 2
PIECE = 1 << 20
QUIET = 32  # of 32,768: about -60 dB, below which nobody hears a word
DARK = 32  # of 255
FRAMES_A_SECOND = 5
SIDE = 32  # pixels of a picture that is looked at

Window = tuple[int, int]


class SoundFailed(Exception):
    """Raised where the program ends with an error or does not do what was asked of it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recording is: its length, and whether there is sound and moving pictures in it."""

    duration_ms: int
    has_sound: bool
    has_pictures: bool


def is_available() -> bool:
    """Say whether recordings can be worked on here."""
    return shutil.which(PROGRAM) is not None and shutil.which(PROBE) is not None


def facts_of(path: Path) -> Facts:
    """Return what a recording is. Raises `SoundFailed` for anything that can not be played."""
    told = ("-show_format", "-show_streams", "-of", "json")
    said = json.loads(_run([PROBE, *READ[1:], *told, str(path)], SECONDS_TO_PROBE) or "{}")
    streams = said.get("streams", [])
    pictures = any(_is_moving(stream) for stream in streams)
    sound = any(stream.get("codec_type") == "audio" for stream in streams)
    seconds = float(said.get("format", {}).get("duration") or 0)
    if not (sound or pictures) or seconds <= 0:
        raise SoundFailed("neither sound nor moving pictures can be read in it")
    return Facts(round(seconds * 1000), sound, pictures)


def _is_moving(stream: dict) -> bool:
    is_cover = stream.get("disposition", {}).get("attached_pic", 0)
    return stream.get("codec_type") == "video" and not is_cover


def write_silent(source: Path, target: Path, windows: Sequence[Window], facts: Facts) -> None:
    """Write a recording anew, silent and without pictures in the windows.

    Nothing that the source says of itself is taken over. Sound becomes MP3, video MP4 (H.264 and
    AAC). Raises `SoundFailed`.
    """
    command = [PROGRAM, *READ, "-i", str(source)]
    if facts.has_pictures:
        command += ["-map", "0:V:0", *_filter("-filter:v", _blank(windows))]
    if facts.has_sound:
        command += ["-map", "0:a:0", *_filter("-filter:a", _mute(windows))]
    command += [*BARE, *(VIDEO_AS if facts.has_pictures else SOUND_AS), "-y", str(target)]
    _run(command, _patience(facts))


def write_excerpt(source: Path, target: Path, window: Window) -> None:
    """Write the sound of one stretch of a recording as MP3, without anything it says of itself.

    The same stretch gives the same bytes. Raises `SoundFailed`.
    """
    start, end = (moment / 1000 for moment in window)
    stretch = ("-ss", f"{start:.3f}", "-t", f"{end - start:.3f}")
    command = [PROGRAM, *READ, *stretch, "-i", str(source), "-map", "0:a:0", "-vn", *BARE]
    command += ["-fflags", "+bitexact", "-flags:a", "+bitexact", *SOUND_AS, "-y", str(target)]
    _run(command, SECONDS_TO_PROBE + (window[1] - window[0]) // 100)


def _filter(option: str, filters: list[str]) -> list[str]:
    return [option, ",".join(filters)] if filters else []


def _mute(windows: Sequence[Window]) -> list[str]:
    if not windows:
        return []
    exact = [f"asetnsamples=n={SAMPLES_A_FRAME}"]
    return exact + [f"volume=0:enable='{when}'" for when in _when(windows)]


def _blank(windows: Sequence[Window]) -> list[str]:
    filled = "drawbox=x=0:y=0:w=iw:h=ih:color=black:t=fill"
    return [f"{filled}:enable='{when}'" for when in _when(windows)]


def _when(windows: Sequence[Window]) -> Iterator[str]:
    """Yield expressions that are true within the windows, each of a length that is read."""
    for first in range(0, len(windows), WINDOWS_A_FILTER):
        some = windows[first : first + WINDOWS_A_FILTER]
        yield "+".join(f"between(t,{start / 1000:.3f},{end / 1000:.3f})" for start, end in some)


def heard_in(path: Path, windows: Sequence[Window], facts: Facts) -> list[Window]:
    """Return the windows in which anything is heard or seen. Raises `SoundFailed`.

    The whole file is decoded once, as a player would, and every sample within is looked at.
    """
    found = set(_loud(path, windows, facts)) if facts.has_sound else set()
    if facts.has_pictures:
        found |= set(_bright(path, windows))
    return [window for window in windows if window in found]


def _loud(path: Path, windows: Sequence[Window], facts: Facts) -> Iterator[Window]:
    shape = ("-f", "s16le", "-ac", str(CHANNELS), "-ar", str(RATE))
    command = [PROGRAM, *READ, "-i", str(path), "-map", "0:a:0", *shape, "-"]
    a_second = RATE * CHANNELS * 2
    spans = [
        (window, _aligned(window[0] * a_second // 1000), _aligned(window[1] * a_second // 1000))
        for window in windows
    ]
    place = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:  # noqa: S603
        heard: IO[bytes] = program.stdout  # type: ignore[assignment]
        while piece := heard.read(PIECE):
            for window, start, end in spans:
                within = piece[max(start - place, 0) : max(end - place, 0)]
                if within and _peak(within) > QUIET:
                    yield window
            place += len(piece)
    if program.returncode or not place:
        raise SoundFailed("what was written can not be read again")


def _aligned(place: int) -> int:
    return place - place % (CHANNELS * 2)


def _peak(pcm: bytes) -> int:
    samples = array.array("h", pcm[: len(pcm) - len(pcm) % 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return max(max(samples, default=0), -min(samples, default=0))


def _bright(path: Path, windows: Sequence[Window]) -> Iterator[Window]:
    shape = f"fps={FRAMES_A_SECOND},scale={SIDE}:{SIDE},format=gray"
    for start, end in windows:
        within = ("-ss", f"{start / 1000:.3f}", "-t", f"{(end - start) / 1000:.3f}")
        command = [PROGRAM, *READ, *within, "-i", str(path), "-vf", shape, "-f", "rawvideo", "-"]
        if max(_run(command, SECONDS_TO_PROBE + (end - start) // 100), default=0) > DARK:
            yield start, end


def _patience(facts: Facts) -> int:
    """Return how many seconds a recording may take: a machine that is busy, and video, are slow."""
    return 300 + facts.duration_ms // (200 if facts.has_pictures else 1000)


def _run(command: list[str], seconds: int) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  no shell; paths are ours
            command, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise SoundFailed(f"took more than {seconds} seconds") from late
    except OSError as problem:
        raise SoundFailed(problem.strerror or "the program did not start") from problem
    if done.returncode:
        raise SoundFailed("the program could not read or write it")
    return done.stdout
