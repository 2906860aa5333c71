"""WebVTT, written strictly (https://www.w3.org/TR/webvtt1/). It is read in `reading.captions`."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from oralhistory.clock import timestamp

SHORTEST_CAPTION_MS = 1000  # a caption of no length is shown for so long, as none may be empty


class Caption(Protocol):
    """What the writer needs to know of a passage."""

    position: int
    start_ms: int
    end_ms: int
    speaker_label: str
    text: str


def write_webvtt(captions: Iterable[Caption], about: Sequence[str]) -> str:
    """Write captions, one voice to each, beneath a comment with the lines of `about`.

    Every passage must have a time.
    """
    captions = sorted(captions, key=lambda caption: (caption.start_ms, caption.position))
    blocks = ["WEBVTT", "\n".join(["NOTE", *map(_comment_line, about)])]
    starts = [caption.start_ms for caption in captions][1:]
    blocks += map(_caption_block, captions, [*starts, None])
    return "\n\n".join(blocks) + "\n"


def _caption_block(caption: Caption, next_start: int | None) -> str:
    end = caption.end_ms
    if end <= caption.start_ms:
        end = next_start if next_start and next_start > caption.start_ms else 0
        end = end or caption.start_ms + SHORTEST_CAPTION_MS
    label = _escaped(" ".join(caption.speaker_label.split()))
    text = "\n".join(line for line in _escaped(caption.text).split("\n") if line.strip())
    times = f"{timestamp(caption.start_ms)} --> {timestamp(end)}"
    return f"{caption.position}\n{times}\n{f'<v {label}>' if label else ''}{text}"


def _comment_line(line: str) -> str:
    return _escaped(" ".join(line.split()))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
