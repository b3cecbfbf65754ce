"""How much of the work of learning is done: for whoever waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Progress = Callable[[float], object]
"""Told of a share of the work, from 0 to 1."""

_FEATURES: Final = 1
_ALL: Final = 1


class Work:
    """Counts texts that were worked on, one for each time that a text is learned from.

    Parameters
    ----------
    texts, folds : int
        Features are made of all texts; weights are learned from all, then from about all for each fold.
    progress : callable, optional
    """

    def __init__(self, texts: int, folds: int, progress: Progress | None) -> None:
        self._planned, self._done, self._progress = texts * (_FEATURES + _ALL + folds), 0, progress

    def expect(self, texts: int) -> None:
        """There is more work than that."""
        self._planned += texts

    def __call__(self, texts: int) -> None:
        """So much is done."""
        self._done += texts
        if self._progress:
            self._progress(min(1.0, self._done / self._planned))
