"""The public records for programs, read-only, under /api/v1/.

schema.py      the application: what there is, with words and examples (OpenAPI)
questions.py   how a list is narrowed: the same questions as on the pages
cursors.py     where a program stands in a list
refusals.py    what is said instead of a record
answering.py   how an answer travels: open to other sites, asked about again, not too often
"""
