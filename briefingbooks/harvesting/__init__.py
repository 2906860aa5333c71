"""Public records for harvesters of metadata (OAI-PMH 2.0), at /oai.

following.py    keeps what is known of each record, in the transaction of its change
membership.py   which sets records stand in
arguments.py    what is asked, and what speaks against it
tokens.py       where a harvester stands in a long list
lists.py        headers and records, a hundred to a page
formats.py      Dublin Core and MODS, from the table of field mappings
answers.py      the six verbs
envelope.py     the XML around every answer
"""
