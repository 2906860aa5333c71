"""SubRip: captions for players that know no WebVTT. The format has no comments and no markup."""

from oralhistory.clock import timestamp
from oralhistory.exports.account import Account, Telling
from oralhistory.webvtt import with_ends


def write_subrip(account: Account, telling: Telling) -> str:
    """Write the timed passages in order, each after the name of its speaker where that changes."""
    blocks: list[str] = []
    former = ""
    passages = sorted(telling.timed, key=lambda cue: (cue.start_ms, cue.position))
    for number, (cue, end) in enumerate(with_ends(passages), start=1):  # type: ignore[arg-type]
        label = " ".join(cue.speaker_label.split())
        words = cue.text.replace("-->", "-- >")  # which begins a caption wherever it stands
        text = "\n".join(line for line in words.split("\n") if line.strip())
        spoken = f"{label}: {text}" if label and label != former else text
        times = f"{_time(cue.start_ms)} --> {_time(end)}"
        blocks.append(f"{number}\n{times}\n{spoken}\n")
        former = label
    return "\n".join(blocks)


def _time(ms: int) -> str:
    return timestamp(ms).replace(".", ",")
