"""What was cleared, as digests of its parts, and what differs later. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# The key of a part, with what it is called at the desk and the digest of its words.
Parts = dict[str, list[str]]
_EMPTY: tuple[Any, ...] = (None, "", False, [], {})


def part(label: str, values: Mapping[str, Any]) -> list[str]:
    """Return a part as it is kept: its label and the SHA-256 of its values.

    What is empty counts as missing, so that a field the house adds later changes no digest.
    """
    said = {name: str(value) for name, value in values.items() if value not in _EMPTY}
    words = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return [label, hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()]


def digest_of(parts: Parts) -> str:
    """Return one SHA-256 of all parts; labels count for nothing."""
    digests = {key: digest for key, (_, digest) in parts.items()}
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()


def differing(then: Parts, now: Parts) -> list[str]:
    """Say which parts were changed, added or taken out, in the order in which they stand now."""
    said = []
    for key, (label, digest) in now.items():
        if key not in then:
            said.append(f"{label} (added)")
        elif then[key][1] != digest:
            said.append(label)
    return said + [f"{label} (taken out)" for key, (label, _) in then.items() if key not in now]
