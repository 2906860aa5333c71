"""The database on a PostgreSQL server, kept and put in place by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.db import connection, connections, transaction
from psycopg import IsolationLevel

from collections_app.backups.reading import DatabaseInUse, DatabaseTrouble, reading_from
from collections_app.stored_files import CHUNK

FILE = "database.dump"
DEBIAN = "/usr/lib/postgresql"
LOCK_SECONDS = 30
VARIABLES = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}
OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "options": "PGOPTIONS",
    "channel_binding": "PGCHANNELBINDING",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}

# Everything in the schema but what an extension brought, which only its owner may drop.
EMPTY_THE_SCHEMA = """
DO $$
DECLARE one record;
BEGIN
  IF current_schema() IS NULL THEN
    CREATE SCHEMA public;
  END IF;
  FOR one IN
    SELECT c.oid::regclass::text AS name,
           CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
      FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace
       AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
     ORDER BY c.relkind = 'S'
  LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name);
  END LOOP;
  FOR one IN
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name);
  END LOOP;
  FOR one IN
    SELECT t.oid::regtype::text AS name FROM pg_type t
     WHERE t.typnamespace = current_schema()::regnamespace AND t.typtype IN ('e', 'd')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', one.name);
  END LOOP;
  FOR one IN
    SELECT c.oid::regcollation::text AS name FROM pg_collation c
     WHERE c.collnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP COLLATION IF EXISTS %s CASCADE', one.name);
  END LOOP;
  FOR one IN
    SELECT c.oid::regconfig::text AS name FROM pg_ts_config c
     WHERE c.cfgnamespace = current_schema()::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP TEXT SEARCH CONFIGURATION IF EXISTS %s CASCADE', one.name);
  END LOOP;
END $$;
"""


def environment(settings: dict[str, Any]) -> dict[str, str]:
    """Return what the programs must know to connect; nothing of it stands on a command line."""
    found = {name: str(settings[key]) for key, name in VARIABLES.items() if settings.get(key)}
    chosen = settings.get("OPTIONS", {})
    found |= {name: str(chosen[key]) for key, name in OPTIONS.items() if chosen.get(key)}
    return {**os.environ, **found, "PGAPPNAME": "open-record backup", "PGCONNECT_TIMEOUT": "20"}


def program(name: str, wanted: int) -> str:
    """Return the path of a program of PostgreSQL that is no older than the server, `wanted`.

    Of several the oldest that will do, as a newer one may write what the server does not know.
    Raises `DatabaseTrouble`, which names the package to install.
    """
    candidates = [shutil.which(name), *map(str, Path(DEBIAN).glob(f"*/bin/{name}"))]
    versions = {path: _major(path) for path in candidates if path and os.access(path, os.X_OK)}
    fitting = sorted((major, path) for path, major in versions.items() if major >= wanted)
    if fitting:
        return fitting[0][1]
    install = f"Install the package postgresql-client-{wanted}."
    if versions:
        newest = max(versions.values())
        raise DatabaseTrouble(
            f"{name} {newest} is older than the server, which is PostgreSQL {wanted}. {install}"
        )
    raise DatabaseTrouble(f"The program {name} was not found. {install}")


def _major(path: str) -> int:
    said = subprocess.run(  # noqa: S603
        [path, "--version"], capture_output=True, text=True, check=False, timeout=20
    ).stdout
    match = re.search(r"\d+", said)
    return int(match.group()) if match else 0


def server() -> str:
    connection.ensure_connection()
    known: Any = connection
    return str(known.pg_version)


def server_major() -> int:
    """Return the first number of the server's version."""
    return int(server()) // 10000


def size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


@contextmanager
def kept(folder: Path) -> Iterator[str]:
    """Write one state of the database into `folder`, while others work; yield how it is read.

    What is read is the transaction whose state was dumped.
    """
    settings = connection.settings_dict
    options = {key: value for key, value in settings["OPTIONS"].items() if key != "pool"}
    options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    dump = program("pg_dump", server_major())
    with reading_from({"OPTIONS": options}) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            state = cursor.fetchone()[0]
        _dump(dump, state, folder / FILE)
        yield alias


def _dump(dump: str, state: str, target: Path) -> None:
    command = [dump, "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
    command += [f"--snapshot={state}"]
    with (
        tempfile.TemporaryFile() as errors,
        target.open("wb") as file,
        # Through a pipe: if this program is killed, that one ends too.
        subprocess.Popen(  # noqa: S603
            command,
            env=environment(connection.settings_dict),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as running,
    ):
        assert running.stdout is not None  # noqa: S101
        try:
            shutil.copyfileobj(running.stdout, file, CHUNK)
        except BaseException:
            running.kill()
            raise
        if running.wait():
            raise DatabaseTrouble(f"pg_dump failed: {_last_words(errors)}")


def _last_words(errors: IO[bytes]) -> str:
    errors.seek(0)
    return errors.read().decode(errors="replace").strip()[-600:]


def refuse_while_in_use() -> None:
    """Raise `DatabaseInUse` while anybody else is connected to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        others = cursor.fetchone()[0]
    if others:
        raise DatabaseInUse(
            f"{others} other connections to the database are open. Stop the site and its tasks, "
            "and run this again."
        )


def put_in_place(dump: Path) -> None:
    """Empty the schema and fill it from a dump, in one transaction.

    The end of the transaction is sent only once the whole dump was read: whatever dies before,
    the server keeps what it had.
    """
    restore = program("pg_restore", server_major())
    psql = str(Path(restore).with_name("psql"))
    refuse_while_in_use()
    settings = dict(connection.settings_dict)
    connections.close_all()
    command = [psql, "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603
            command,
            env=environment(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        ) as filling,
    ):
        assert filling.stdin is not None  # noqa: S101
        try:
            filling.stdin.write(b"BEGIN;\n")
            filling.stdin.write(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s';\n".encode())
            filling.stdin.write(EMPTY_THE_SCHEMA.encode())
            _pour(restore, dump, filling.stdin)
            filling.stdin.write(b"\nCOMMIT;\n")
            filling.stdin.close()
        except BrokenPipeError as problem:
            _let_go(filling)
            words = _last_words(errors)
            raise DatabaseTrouble(f"PostgreSQL refused the backup: {words}") from problem
        except BaseException:
            filling.kill()
            _let_go(filling)
            raise
        if filling.wait():
            raise DatabaseTrouble(f"PostgreSQL refused the backup: {_last_words(errors)}")


def _let_go(filling: subprocess.Popen[bytes]) -> None:
    """Wait for a program that no longer reads, without minding what it did not read."""
    with suppress(BrokenPipeError):
        if filling.stdin is not None:
            filling.stdin.close()
    filling.wait()


def _pour(restore: str, dump: Path, into: IO[bytes]) -> None:
    command = [restore, "--no-owner", "--no-privileges", "--no-comments", "--file=-", str(dump)]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
        ) as reading,
    ):
        assert reading.stdout is not None  # noqa: S101
        try:
            shutil.copyfileobj(reading.stdout, into, CHUNK)
        except BaseException:
            reading.kill()
            raise
        if reading.wait():
            raise DatabaseTrouble(f"pg_restore failed: {_last_words(errors)}")
