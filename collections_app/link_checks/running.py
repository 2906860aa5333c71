"""A run over many links: the longest unchecked first, never twice at once to the same host.

A failure counts only once another host has answered after it. Where none does, it is our own
network that is silent, and nothing is written.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from collections_app import dependants
from collections_app.link_checks.asking import Answer, ask
from collections_app.link_checks.gate import Gate
from collections_app.link_checks.verdicts import (
    CHECKED_FIELDS,
    is_silence_of_the_network,
    note_answer,
)
from collections_app.models import CheckRun, ExternalLink, LinkStatus
from collections_app.progress import Progress

PAUSE_SECONDS = 2.0
FRESH = timedelta(hours=20)
SILENT_HOSTS = 5
WRONG = (LinkStatus.GONE, LinkStatus.SUSPECT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which links to ask: of one host, only the first so many, those asked today as well."""

    host: str = ""
    limit: int | None = None
    fresh_too: bool = False
    pause: float = PAUSE_SECONDS
    only: tuple[int, ...] = ()


@dataclass(slots=True)
class Waiting:
    """When each host was last asked, so that nobody is asked too often."""

    pause: float
    asked: dict[str, float] = field(default_factory=dict)
    sleep: Callable[[float], object] = time.sleep

    def ready_at(self, host: str) -> float:
        return self.asked.get(host, 0.0) + self.pause

    def __call__(self, host: str) -> None:
        self.sleep(max(0.0, self.ready_at(host) - time.monotonic()))
        self.asked[host] = time.monotonic()


def due_links(wanted: Wanted) -> QuerySet[ExternalLink]:
    """Return the links to ask, those never asked first."""
    links = ExternalLink.objects.order_by(F("checked_at").asc(nulls_first=True), "pk")
    if wanted.only:
        return links.filter(pk__in=wanted.only)
    if not wanted.fresh_too:
        before = timezone.now() - FRESH
        links = links.filter(Q(checked_at__isnull=True) | Q(checked_at__lt=before))
    if wanted.host:
        host = Q(url__icontains=f"://{wanted.host}")
        links = links.filter(host)
    return links


def check_links(
    wanted: Wanted | None = None, progress: Progress | None = None, gate: Gate | None = None
) -> CheckRun:
    """Ask the links that are due, and keep what each answered at once.

    May be killed at any moment; the next run goes on with those not yet asked. Stops early, with
    nothing written about what failed, where our own network is silent.
    """
    wanted, progress, gate = wanted or Wanted(), progress or Progress(), gate or Gate()
    chosen = [
        (pk, url)
        for pk, url in due_links(wanted).values_list("pk", "url")
        if not wanted.host or _host(url) == wanted.host.lower()
    ][: wanted.limit]
    progress.total(len(chosen))
    run = CheckRun.objects.create(kind=CheckRun.Kind.LINKS)
    waiting = Waiting(wanted.pause)
    asked = _Asked(run)
    for pk, url in _in_turn(chosen, waiting):
        asked.hear(pk, url, ask(url, gate, waiting))
        progress.done()
        if asked.is_our_own_silence:
            break
    asked.end()
    return run


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        # Not an address at all: whoever asks it is told so.
        return ""


def _in_turn(chosen: list[tuple[int, str]], waiting: Waiting) -> Iterator[tuple[int, str]]:
    """Yield links so that the host asked longest ago comes next."""
    by_host: dict[str, deque[tuple[int, str]]] = {}
    for pk, url in chosen:
        by_host.setdefault(_host(url), deque()).append((pk, url))
    turns = deque(by_host)
    while turns:
        host = min(turns, key=waiting.ready_at) if len(turns) > 1 else turns[0]
        yield by_host[host].popleft()
        if not by_host[host]:
            turns.remove(host)


class _Asked:
    """What was answered in this run; silence is held back until another host was heard."""

    def __init__(self, run: CheckRun) -> None:
        self.run = run
        self.held_back: list[tuple[int, str, Answer]] = []
        self.was_heard = False

    @property
    def is_our_own_silence(self) -> bool:
        """Say whether so many hosts were silent, one after the other, that it must be us."""
        return len({_host(url) for _pk, url, _answer in self.held_back}) >= SILENT_HOSTS

    def hear(self, pk: int, url: str, answer: Answer) -> None:
        """Keep an answer, or hold a silence back."""
        if is_silence_of_the_network(answer):
            self.held_back.append((pk, url, answer))
            return
        self.was_heard = self.was_heard or answer.was_heard
        self._keep(pk, answer)
        if answer.was_heard:
            self._believe()

    def _believe(self) -> None:
        for pk, _url, answer in self.held_back:
            self._keep(pk, answer)
        self.held_back = []

    def end(self) -> None:
        """Believe the last silences if another host was heard in this run, and end it."""
        if self.was_heard and not self.is_our_own_silence:
            self._believe()
        silent = len(self.held_back)
        if silent:
            self.run.count(not_counted=silent)
        self.run.finish(
            ended_early=f"No host answered ({silent} asked): is this machine on the network? "
            "Nothing was changed."
            if silent
            else ""
        )

    def _keep(self, pk: int, answer: Answer) -> None:
        with transaction.atomic():
            link = ExternalLink.objects.select_for_update().filter(pk=pk).first()
            if link is None:
                return
            was, found_before = link.status, link.found
            note_answer(link, answer)
            values = {name: getattr(link, name) for name in CHECKED_FIELDS}
            # No row of history: what a check finds is not what somebody described.
            ExternalLink.objects.filter(pk=pk).update(**values)
            if link.status != was:
                dependants.announce_change(link)
        self.run.count(asked=1, **{str(link.found): 1})
        if link.found in WRONG and link.found != found_before:
            self.run.count(**{f"newly_{link.found}": 1})
        if link.found in WRONG or answer.status is None:
            self.run.note(f"{link.url}: {link.get_found_display()} ({link.said_last})")
        self.run.save()
