"""Essays taken over from files: text, notes and works cited, with no character lost.

A file is read to an `Essay` (`formats`), its notes are cut into citations (`splitting`,
`citation_forms`), the works gathered (`works`), and all is written in the markup of books
(`composing`). `importing` plans this, tells what a person must decide, and keeps it.
"""
