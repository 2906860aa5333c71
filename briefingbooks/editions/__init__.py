"""Editions: a book frozen as it was released, its files, and what closes parts of it later."""
