"""How an interview is cited, in words. Pure: whoever calls has decided which names may be told."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from collections_app.citation import DAY_OF_ACCESS


def interview_citation(
    *,
    narrators: Sequence[str],
    interviewers: Sequence[str],
    title: str,
    place: str,
    date: str,
    transcript: str,
    ref: str,
    site: str,
    address: str,
) -> str:
    """Cite an interview (Chicago Manual of Style, 17th ed., 14.211; OHA): who, by whom, when.

    `transcript` says which words are meant: "transcript in English, version 3". The day of access
    is left to the reader.
    """
    who = _listed(narrators)
    if interviewers:
        who += _(", interviewed by {names}").format(names=_listed(interviewers))
    sentences = [
        ", ".join(part for part in (who, place, date) if part),
        f"“{title.replace('“', '‘').replace('”', '’').rstrip('.')}”",
        ", ".join(part for part in (site, ref, transcript, address) if part),
    ]
    return ". ".join(sentences) + f" ({DAY_OF_ACCESS})."


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _(" and ").join((", ".join(names[:-1]), names[-1]))
