"""Words by which the house finds its records at the desks, public or not. Never asked by readers.

    following.py   tables of words that the database itself keeps in step with its records
    folding.py     how PostgreSQL folds words as `search_index.words` does; SQLite does it itself
    asking.py      what somebody at a desk types, as a question to one of these tables

Every word is found by its beginning, and a reference like UNAMIR-00 as beginnings in a row.
"""
