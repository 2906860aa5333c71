"""Words as XML can hold them (XML 1.0, production 2)."""

import re

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def xml_words(text: str) -> str:
    """Return a text without the characters that no XML file can hold."""
    return _NO_XML.sub("", text)
