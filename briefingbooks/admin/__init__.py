"""The editors' desks, one module to each."""

from briefingbooks.admin import books, sources, texts

__all__ = ["books", "sources", "texts"]
