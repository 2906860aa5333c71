"""Progress on a terminal: a bar; elsewhere plain lines alone, so that a log stays readable."""

import sys
from types import TracebackType
from typing import Any, Self

from django.core.management.base import OutputWrapper
from tqdm import tqdm

from collections_app.progress import Progress


class ProgressBar(Progress):
    """Shows a bar while a deed goes on; sentences stand above it."""

    def __init__(self, out: OutputWrapper, *, unit: str = "", in_bytes: bool = False) -> None:
        how: dict[str, Any] = {"unit": f" {unit}"}
        if in_bytes:
            how = {"unit": "B", "unit_scale": True}
        self.out, self.bar = out, tqdm(disable=not sys.stderr.isatty(), **how)

    def total(self, number: int) -> None:
        self.bar.reset(number)

    def done(self, number: int = 1) -> None:
        self.bar.update(number)

    def said(self, words: str) -> None:
        self.bar.clear()
        self.out.write(words)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.bar.close()
