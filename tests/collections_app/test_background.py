"""Tasks are kept with their record, done once, and taken up again where a process died."""

import os
import socket
import subprocess
import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from collections_app import background
from collections_app.models import WorkerPulse

pytestmark = pytest.mark.django_db

done: list[str] = []


@task()
def note(word: str) -> None:
    done.append(word)


@task()
def fail() -> None:
    raise ValueError("The scanner is on fire.")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def left_behind(worker_id: str, times: int = 1) -> DBTaskResult:
    """Return a task that a worker had begun when it died."""
    background.enqueue(note, "again")
    result = DBTaskResult.objects.get()
    result.status, result.worker_ids = TaskResultStatus.RUNNING, [worker_id] * times
    result.started_at = timezone.now()
    result.save()
    return result


def pulse(worker_id: str, age: timedelta = timedelta()) -> str:
    WorkerPulse.objects.create(worker_id=worker_id, seen_at=timezone.now() - age)
    return worker_id


def test_a_task_is_done_once_and_leaves_no_pulse() -> None:
    background.enqueue(note, "one")
    background.drain()
    background.drain()
    assert done == ["one"]
    assert not WorkerPulse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_is_lost_with_the_record_that_wanted_it() -> None:
    with transaction.atomic():
        background.enqueue(note, "never")
        transaction.set_rollback(True)
    background.drain()
    assert done == []


def test_a_task_that_fails_stops_no_other() -> None:
    background.enqueue(fail)
    background.enqueue(note, "after")
    background.drain()
    assert done == ["after"]
    failed = DBTaskResult.objects.failed().get()
    assert "The scanner is on fire." in failed.traceback


def test_what_a_dead_worker_left_is_done_by_the_next() -> None:
    left_behind("elsewhere/77/dead")
    background.drain()
    assert done == ["again"]


def test_a_worker_with_a_pulse_keeps_its_task() -> None:
    left_behind(pulse("elsewhere/77/alive"))
    background.drain()
    assert done == []


def test_a_pulse_that_stopped_is_a_death() -> None:
    left_behind(pulse("elsewhere/77/slow", age=background.DEAD_AFTER + timedelta(seconds=1)))
    background.drain()
    assert done == ["again"]


def test_a_process_of_this_machine_that_is_gone_is_dead_at_once() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left_behind(pulse(f"{socket.gethostname()[:30]}/{gone.pid}/x"))
    background.drain()
    assert done == ["again"]


def test_a_former_process_with_our_own_number_is_dead() -> None:
    left_behind(pulse(f"{socket.gethostname()[:30]}/{os.getpid()}/former"))
    background.drain()
    assert done == ["again"]


def test_a_task_that_kills_its_worker_each_time_is_given_up() -> None:
    left_behind("elsewhere/77/dead", times=background.MOST_ATTEMPTS)
    background.drain()
    assert done == []
    assert DBTaskResult.objects.failed().count() == 1


def test_without_a_thread_of_its_own_a_process_wakes_nobody() -> None:
    background.enqueue(note, "later")
    background.wake()
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_the_process_does_what_waits(settings: object) -> None:
    settings.TASKS_IN_PROCESS = True  # type: ignore[attr-defined]
    background.enqueue(note, "by a thread")
    for thread in threading.enumerate():
        if thread.name == "tasks":
            thread.join()
    assert done == ["by a thread"]
