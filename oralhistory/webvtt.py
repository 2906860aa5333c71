"""WebVTT, written strictly (https://www.w3.org/TR/webvtt1/). It is read in `reading.captions`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from oralhistory.clock import timestamp

SHORTEST_CAPTION_MS = 1000  # a caption of no length is shown for so long, as none may be empty


class Caption(Protocol):
    """What the writer needs to know of a passage."""

    position: int
    start_ms: int
    end_ms: int
    speaker_label: str
    text: str


def write_webvtt(
    captions: Iterable[Caption],
    about: Sequence[str],
    words: Callable[[Any], str] | None = None,
) -> str:
    """Write captions, one voice to each, beneath a comment with the lines of `about`.

    Every passage must have a time. `words` may give the text of a passage with markup in it;
    otherwise it is written as it stands, escaped.
    """
    captions = sorted(captions, key=lambda caption: (caption.start_ms, caption.position))
    blocks = ["WEBVTT", "\n".join(["NOTE", *map(_comment_line, about)])]
    for caption, end in with_ends(captions):
        written = words(caption) if words else escaped(caption.text)
        blocks.append(_caption_block(caption, end, written))
    return "\n\n".join(blocks) + "\n"


def with_ends(captions: Sequence[Caption]) -> Iterator[tuple[Caption, int]]:
    """Yield passages in order with their end; one of no length lasts until the next begins."""
    for place, caption in enumerate(captions):
        end = caption.end_ms
        if end <= caption.start_ms:
            following = captions[place + 1].start_ms if place + 1 < len(captions) else 0
            end = following if following > caption.start_ms else 0
            end = end or caption.start_ms + SHORTEST_CAPTION_MS
        yield caption, end


def _caption_block(caption: Caption, end: int, words: str) -> str:
    label = escaped(" ".join(caption.speaker_label.split()))
    text = "\n".join(line for line in words.split("\n") if line.strip())
    times = f"{timestamp(caption.start_ms)} --> {timestamp(end)}"
    return f"{caption.position}\n{times}\n{f'<v {label}>' if label else ''}{text}"


def _comment_line(line: str) -> str:
    return escaped(" ".join(line.split()))


def escaped(words: str) -> str:
    """Return words as the text of a caption: no character of them is markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
