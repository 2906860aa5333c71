"""Where a harvester stands in a long list: a signed word that nothing is kept for.

It says the question and the last row read, so that the list goes on from there whatever has been
changed or withdrawn between two pages. It never runs out; the date that it is given with is how
long a harvester may count on it.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing

from briefingbooks.harvesting.arguments import Refused

SALT = "open-record.oai"
LONGEST = 2000
DAYS = 7


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: the question, the last row (its stamp and key), how many came before.

    In the list of sets `stamp` is the room that the last set stood in.
    """

    verb: str
    prefix: str = ""
    set: str = ""
    first: str = ""
    last: str = ""
    stamp: str = ""
    row: int = 0
    before: int = 0
    size: int = 0


def write_token(place: Place) -> str:
    """Return the word for a place."""
    said: Any = list(asdict(place).values())
    return signing.Signer(salt=SALT).sign_object(said)


def read_token(verb: str, word: str) -> Place:
    """Return the place that a word says. Raises `Refused` for what was not given to this verb."""
    try:
        if len(word) > LONGEST:
            raise ValueError
        said = signing.Signer(salt=SALT).unsign_object(word)
        place = Place(*said)
    except (signing.BadSignature, ValueError, TypeError, UnicodeError) as error:
        raise Refused("badResumptionToken", "This token was not given out here.") from error
    if place.verb != verb:
        raise Refused("badResumptionToken", "This token was given to another verb.")
    return place
