"""Databases that say by one random word which state they are in.

`statements` tells what a statement writes, `version` keeps the word, `noting` has every transaction
that wrote anything change it as its last deed. `sqlite` and `postgresql` are the engines that
`DATABASES` names: Django's own with this added.
"""
