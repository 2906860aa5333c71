"""What a long deed tells whoever started it."""


class Progress:
    """Hears how much there is to do and how much is done; says nothing by itself."""

    def total(self, number: int) -> None:
        """Hear how much there is to do from here on."""

    def done(self, number: int = 1) -> None:
        """Hear of a piece that is done."""

    def said(self, words: str) -> None:
        """Hear a sentence for the person who waits."""
