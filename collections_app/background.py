"""Work that goes on after the answer: kept in the database, done in this process or another.

A task is a row that is kept or lost with the record it concerns. By default a thread of the
process that made it does it at once; with TASKS_IN_PROCESS off, `manage.py run_tasks` does. What a
killed process left behind is taken up again, at most `MOST_ATTEMPTS` times: every task may
therefore be run twice and must go on where it stopped.
"""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from collections_app.models.pulses import WorkerPulse

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15
DEAD_AFTER = timedelta(minutes=3)
MOST_ATTEMPTS = 3

_one_at_a_time = threading.Lock()
_wanted = threading.Event()
_ours: set[str] = set()


def enqueue(task: Task, *arguments: Any) -> None:
    """Have a task done once the transaction under way is kept; lost with it otherwise."""
    task.enqueue(*arguments)
    transaction.on_commit(wake)


def enqueue_after(delay: timedelta, task: Task, *arguments: Any) -> None:
    """Have a task done when some time has passed, once the transaction under way is kept."""
    task.using(run_after=timezone.now() + delay).enqueue(*arguments)
    if settings.TASKS_IN_PROCESS:
        transaction.on_commit(partial(_wake_after, delay.total_seconds() + 1))


def wake() -> None:
    """Have a thread of this process do what waits, unless other processes are there for it."""
    if not settings.TASKS_IN_PROCESS:
        return
    _wanted.set()
    if not _one_at_a_time.locked():
        threading.Thread(target=_work_in_thread, name="tasks", daemon=True).start()


@contextmanager
def alone() -> Iterator[None]:
    """Let no thread of this process begin tasks, for a caller who does the same work and waits."""
    with _one_at_a_time:
        yield
    wake()


def wake_after_start() -> None:
    """Take up, soon after a process has started, what an earlier one left behind."""
    if settings.TASKS_IN_PROCESS:
        for seconds in (2.0, DEAD_AFTER.total_seconds() + BEAT_SECONDS):
            _wake_after(seconds)


def _wake_after(seconds: float) -> None:
    waiting = threading.Timer(seconds, wake)
    waiting.daemon = True
    waiting.start()


def _work_in_thread() -> None:
    if not _one_at_a_time.acquire(blocking=False):
        return
    try:
        while _wanted.is_set():
            _wanted.clear()
            drain()
    except DatabaseError:
        logger.exception("The tasks that wait could not be done; the next start tries again.")
    finally:
        _one_at_a_time.release()
        close_old_connections()
        connection.close()


def drain() -> None:
    """Do every task that waits, in this thread, and return; those of the dead among them."""
    take_up_from_the_dead()
    worker_id = _worker_id()
    _ours.add(worker_id)
    stopped = threading.Event()
    WorkerPulse.objects.create(worker_id=worker_id, seen_at=timezone.now())
    beating = threading.Thread(target=_beat, args=(worker_id, stopped), daemon=True)
    beating.start()
    try:
        worker = _worker(worker_id)
        while (waiting := _claimed(worker_id)) is not None:
            worker.run_task(waiting)
    finally:
        stopped.set()
        beating.join()
        WorkerPulse.objects.filter(worker_id=worker_id).delete()
        _ours.discard(worker_id)


def _worker(worker_id: str) -> Worker:
    """The library's worker; its own loop would close a connection that is in a transaction."""
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )


def _claimed(worker_id: str) -> DBTaskResult | None:
    with exclusive_transaction():
        waiting: DBTaskResult | None = DBTaskResult.objects.ready().get_locked()
        if waiting is not None:
            waiting.claim(worker_id)
    return waiting


def _beat(worker_id: str, stopped: threading.Event) -> None:
    while not stopped.wait(BEAT_SECONDS):
        try:
            WorkerPulse.objects.filter(worker_id=worker_id).update(seen_at=timezone.now())
        except DatabaseError:
            # A long import holds the database; the pulse may miss several beats.
            logger.info("The pulse of %s could not be written.", worker_id)
    connection.close()


def take_up_from_the_dead() -> int:
    """Let tasks of workers that died wait again; return how many. What fails each time is ended."""
    WorkerPulse.objects.filter(seen_at__lt=timezone.now() - DEAD_AFTER).delete()
    alive = {pulse.worker_id for pulse in WorkerPulse.objects.all() if not _died_here(pulse)}
    taken_up = 0
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            task.set_failed(RuntimeError("The process died each time this was tried."))
            continue
        taken_up += DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.READY
        )
    return taken_up


def _worker_id() -> str:
    return f"{socket.gethostname()[:30]}/{os.getpid()}/{secrets.token_hex(8)}"


def _died_here(pulse: WorkerPulse) -> bool:
    """Say whether a worker was a process of this machine that is no longer there."""
    host, pid, _ = pulse.worker_id.split("/")
    if host != socket.gethostname()[:30]:
        return False
    if int(pid) == os.getpid():
        return pulse.worker_id not in _ours
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
