"""A PostgreSQL server that lives for one run, in a folder that is removed with it.

On its own: `.venv/bin/python scripts/throwaway_postgresql.py COMMAND...` runs the command with
DATABASE_URL naming such a server.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from system_packages import postgresql_binaries

START_SECONDS = 60
TRIES = 3
# What is lost when the machine fails is a test run, so nothing waits for the disk.
CONFIGURATION = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "shared_buffers": "256MB",
    "jit": "off",
    "max_connections": "60",
    # A restore takes a lock on every table, index and sequence in one transaction.
    "max_locks_per_transaction": "256",
}


class NoServerError(RuntimeError):
    """PostgreSQL is not installed, or did not start."""


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """Yield the DATABASE_URL of a new server on a free port of 127.0.0.1; remove it afterwards.

    Raises `NoServerError` where PostgreSQL is not installed or does not start.
    """
    binaries = postgresql_binaries()
    if binaries is None:
        raise NoServerError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="open-record-postgresql-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        password = secrets.token_hex(16)
        make_cluster(binaries, folder, password)
        server, port = start(binaries, folder)
        yield f"postgres://tests:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def server_owner() -> str | None:
    """Return who runs PostgreSQL, which refuses to run as root; None for ourselves."""
    return "postgres" if os.geteuid() == 0 else None


def make_cluster(binaries: Path, folder: Path, password: str) -> None:
    """Lay an empty cluster in `folder`, with one user, `tests`."""
    password_file = folder / "password"
    password_file.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(password_file, "postgres", "postgres")
    command = [f"{binaries}/initdb", f"--pgdata={folder}/data", "--username=tests"]
    command += ["--auth=scram-sha-256", f"--pwfile={password_file}"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        user=server_owner(),
        group=server_owner(),
    )
    if done.returncode:
        raise NoServerError(f"initdb failed: {done.stderr.strip()}")


def start(binaries: Path, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server of a cluster and wait until it answers; return it and its port."""
    for _ in range(TRIES):
        port = free_port()
        options = CONFIGURATION | {"port": str(port)}
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [f"{binaries}/postgres", "-D", f"{folder}/data"]
                + [f"--{name}={value}" for name, value in options.items()],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=server_owner(),
                group=server_owner(),
            )
        if answers(server, port):
            return server, port
        stop(server)
    raise NoServerError((folder / "log").read_text(errors="replace")[-2000:])


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server accepts connections; say no when it has ended or takes too long."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once: an immediate shutdown, and if that does not help, the hard way."""
    server.send_signal(signal.SIGQUIT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def end_cleanly(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exit, so that everything started is stopped on the way out."""
    sys.exit(128 + number)


def main() -> int:
    """Run the command given on the command line beside a server of its own."""
    signal.signal(signal.SIGTERM, end_cleanly)
    signal.signal(signal.SIGHUP, end_cleanly)
    with throwaway_postgresql() as url:
        return subprocess.call(sys.argv[1:], env=os.environ | {"DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
