"""The editors' desks, one module to each."""

from briefingbooks.admin import books, corrections, glossary, press, quotations, sources, texts

__all__ = ["books", "corrections", "glossary", "press", "quotations", "sources", "texts"]
