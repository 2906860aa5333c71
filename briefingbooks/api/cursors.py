"""Where a program stands in a long list: a word that it hands back as it got it.

The word is signed: nobody can make one, and what was changed on the way is refused. It says the
key of the last record read, so that a list stays true while records come and go, and it is the
same word at every question, so that an unchanged page is known again.
"""

from django.core import signing

SALT = "open-record.api.cursor"
LONGEST = 200
PARTS = 2


class NotOurs(ValueError):
    """Raised for a cursor that was not given out here, or for another list."""


def write_cursor(resource: str, last: int) -> str:
    """Return the word that leads on behind the record with this key."""
    return signing.Signer(salt=SALT).sign_object([resource, last])


def read_cursor(resource: str, word: str) -> int:
    """Return the key behind which to go on; 0 for the beginning. Raises `NotOurs`."""
    if not word:
        return 0
    if len(word) > LONGEST:
        raise NotOurs
    try:
        said = signing.Signer(salt=SALT).unsign_object(word)
    except (signing.BadSignature, ValueError, UnicodeError) as error:
        raise NotOurs from error
    is_ours = isinstance(said, list) and len(said) == PARTS and said[0] == resource
    if not is_ours or not isinstance(said[1], int):
        raise NotOurs
    return said[1]
