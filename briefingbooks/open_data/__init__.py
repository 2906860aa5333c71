"""Public records as plain values: one table of fields to a kind, for the API and for whole copies.

    parts.py        what several kinds have: a date, a record that is named
    documents.py    items and their copies      holdings.py     collections and archives
    terms.py        people, places, subjects    books.py        briefing books
    testimony.py    interviews and passages     tracker.py      requests
    kinds.py        all kinds, with where their records come from
    mappings.py     what the fields are called in other standards
    saying.py       what a record says under a field of that table

Every kind says which records the public may see by `public()`, and reads its parts by theirs.
"""
