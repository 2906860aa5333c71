"""Words looked for in what the public may read, inside the database, the same on every engine.

    words.py        what a word is, and how it is folded: no accents, no capitals
    stems.py        what stays of a word without its endings, in English and in French
    asking.py       the question of a reader, as words, phrases and beginnings of words
    quoting.py      a few words of a text around what was found, with that marked
    index.py        an index: written with the record, asked for numbers of hits and for hits
    sqlite.py       its table in SQLite (FTS5); postgresql.py: its table in PostgreSQL (tsvector)
    rebuilding.py   what writes every index anew

Words are folded and stemmed here, in Python: the engines only keep and find what they are given.
"""
