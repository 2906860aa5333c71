"""Words looked for in the passages of one interview, as its manifest shows them."""

from collections.abc import Iterator

from collections_app.content_search import Match, Question, around, places_of_all
from collections_app.search_index.stems import tongue_of
from oralhistory.exports.account import Account
from oralhistory.exports.manifest import passages_in
from oralhistory.models import PublicCue
from oralhistory.searched_words import words_of_passage


def matches_in(account: Account, question: Question) -> list[Match] | None:
    """Return where the words are said, in every language; nothing where there is no manifest.

    The words that stand instead of withheld ones are not looked through.
    """
    passages = passages_in(account)
    if passages is None:
        return None
    if not question.asked:
        return []
    return [
        match for name, target, cue in passages for match in _matches(name, target, cue, question)
    ]


def _matches(name: str, target: str, cue: PublicCue, question: Question) -> Iterator[Match]:
    tongue = tongue_of(cue.language_id)
    for start, end in places_of_all(words_of_passage(cue), question.asked, tongue):
        before, exact, after = around(cue.text, start, end)
        yield Match(f"{name}/{start}-{end}", target, cue.language_id, before, exact, after)
