"""Bars that a terminal can draw, to both sides of a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

WIDTH: Final = 32
"""How many cells the bars of one table take at most, both sides together."""

_EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_FULL: Final = "█"
_AGAINST: Final = "░"
_AXIS: Final = "│"


def bars(values: Sequence[float], width: int = WIDTH) -> list[str]:
    """A bar for each value: from a line to the right for what is positive, to the left, in another pattern, for the rest.

    Parameters
    ----------
    values : sequence of float
    width : int
        Cells for both sides together; the line takes one more.
    """
    highest, lowest = max((0.0, *values)), -min((0.0, *values))
    per_cell = (highest + lowest) / width
    if not per_cell:  # nothing, or too little to be told from it
        return [_AXIS] * len(values)
    left = round(lowest / per_cell)
    return [_bar(value / per_cell, left) for value in values]


def _bar(cells: float, left: int) -> str:
    if cells < 0:
        return (_AGAINST * round(-cells)).rjust(left) + _AXIS
    eighths = round(cells * len(_EIGHTHS))
    return " " * left + _AXIS + _FULL * (eighths // len(_EIGHTHS)) + _EIGHTHS[eighths % len(_EIGHTHS)]
