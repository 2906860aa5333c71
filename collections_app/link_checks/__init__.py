"""Whether the addresses that this house points to still answer, asked politely and with care.

Whoever may enter a link may enter any address; so the program speaks to public hosts alone, and
to the very address that it has judged.
"""
