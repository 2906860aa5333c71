"""Private addresses stay out of logs: who reads a log must not be able to open them."""

import logging
import re

# What follows these in a path is a token: access granted, a review, a
# preview of a book, a director's calendar.
_SECRET = re.compile(r"/(access|review|preview|calendars)/(?!received/)[^/\s\"'?#]{16,}")


def without_secrets(words: str) -> str:
    """Return words with each token in an address replaced by three dots."""
    return _SECRET.sub(r"/\1/...", words)


class WithoutSecretAddresses(logging.Filter):
    """Takes tokens out of whatever is logged, arguments and tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        scrubbed = without_secrets(said)
        if scrubbed != said:
            record.msg, record.args = scrubbed, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_secrets(record.exc_text)
        return True
