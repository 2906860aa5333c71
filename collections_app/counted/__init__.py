"""What public documents have, counted: from sets of numbers in memory, not from their rows.

`noting` has the database itself note which documents changed, whoever changed them and however;
`values` reads what the rule lets readers know of documents; `standing` keeps that in each process
and follows what was noted; `answers` says what questions leave and `order` in which order. What is
counted proposes and the rule decides: of the documents named here readers get what `public()` says.
"""
