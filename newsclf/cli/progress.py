"""How far a job is: a bar in a terminal, an event now and then in a log for machines, else nothing."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Final, Self

from newsclf.batch.work import Done
from newsclf.cli.talk import Talk
from newsclf.lazy import attribute
from newsclf.messages import message

_EVERY: Final = 5.0
"""Machines are told every so many seconds."""


class Progress:
    """Hears of each chunk that is done.

    Parameters
    ----------
    talk : Talk
    total : int
        How many bytes of input there are.
    alone : bool
        Whether nothing else is written to the terminal meanwhile, such as the rows themselves.
    """

    def __init__(self, talk: Talk, total: int, alone: bool = True) -> None:
        self._talk, self._total, self._alone = talk, total, alone
        self._bytes = self._rows = 0
        self._start = self._told = time.monotonic()
        self._bar: Any = None
        self._earlier = (0, 0)

    def __enter__(self) -> Self:
        if self._alone and sys.stderr.isatty() and not (self._talk.quiet or self._talk.as_json):
            self._bar = bar()
            self._task = self._bar.add_task(message("bar", **self._facts()), total=self._total)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, done: Done, earlier: bool = False) -> None:
        """A chunk is done, in this run or in an earlier one: that says nothing about speed."""
        self._bytes += done.size
        self._rows += done.rows
        if earlier:
            self._earlier, self._start = (self._bytes, self._rows), time.monotonic()
        if self._bar:
            self._bar.update(self._task, completed=self._bytes, description=message("bar", **self._facts()))
        elif self._talk.as_json and time.monotonic() - self._told > _EVERY:
            self._told = time.monotonic()
            self._talk.tell("progress", share=min(1, self._bytes / max(self._total, 1)), **self._facts())

    def _facts(self) -> dict[str, Any]:
        seconds = time.monotonic() - self._start
        speed = (self._bytes - self._earlier[0]) / max(seconds, 1e-9)
        left = clock(max(0, self._total - self._bytes) / speed) if speed > 0 else "-:--:--"  # UTF-16 grows when it is read
        return {"rows": self._rows, "rate": (self._rows - self._earlier[1]) / max(seconds, 1e-9), "left": left}


def clock(seconds: float) -> str:
    """Hours, minutes and seconds."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def bar() -> Any:
    """Drawn by rich, on stderr, and gone in the end."""
    words = attribute("rich.progress", "TextColumn")("{task.description}")
    columns = attribute("rich.progress", "BarColumn")(None), attribute("rich.progress", "TaskProgressColumn")(), words
    console = attribute("rich.console", "Console")(stderr=True, highlight=False)
    return attribute("rich.progress", "Progress")(*columns, console=console, transient=True, expand=True)
