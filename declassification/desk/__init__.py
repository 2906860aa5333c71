"""The director's morning: what lapses, what is open, what waits, and where everything stands.

Each block is made once, as plain values, and feeds the page, its table of comma-separated values
and the calendar alike.
"""
