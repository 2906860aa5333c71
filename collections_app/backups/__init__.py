"""Backups: the database and every stored file as one whole, made while the site runs.

A backup is a folder that can be read without this program:

    backup.json            what it is: when, of which database, how many rows and files
    database.sqlite3       the database, or database.dump as pg_dump writes it
    files/STORAGE/NAME     every file that the database names
    manifest-sha256.txt    the SHA-256 of all of these, as `sha256sum --check` reads it

The SECRET_KEY is not in it.
"""
