"""The editors' desks, one module to each."""

from briefingbooks.admin import books, quotations, sources, texts

__all__ = ["books", "quotations", "sources", "texts"]
