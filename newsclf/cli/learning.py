"""How far learning is: a bar in a terminal, with the time that is left."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

from newsclf.cli.progress import bar, clock
from newsclf.messages import message


class Learning:
    """Hears of the share of the work that is done (`newsclf.work`), and draws it where somebody looks."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._start = time.monotonic()

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = bar()
            self._task = self._bar.add_task(message("learning", left="-:--:--"), total=1.0)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, share: float) -> None:
        """So much is done."""
        if self._bar:
            left = clock((time.monotonic() - self._start) / max(share, 1e-9) * (1 - share))
            self._bar.update(self._task, completed=share, description=message("learning", left=left))
