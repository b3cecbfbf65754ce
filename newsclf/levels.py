"""Weights in eight bits: the levels to which they are rounded.

Levels lie close together near zero and far apart at the ends, as weights do: the relative error of a weight hardly depends on
its size. (With levels at equal distances, the few largest weights of a theme would leave most others on the same handful.)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from newsclf.arrays import Counts, Floats, Levels

_STEPS: Final = 127
_LARGEST: Final = (1 << 15) - 1

_sizes = np.rint(np.square(np.arange(_STEPS + 1) / _STEPS) * _LARGEST).astype(np.int64)

LEVELS: Final[Counts] = np.concatenate([-_sizes[:0:-1], _sizes])
"""The 255 levels, rising, as whole numbers; the one in the middle is 0. A level's number is its place."""

LEVELS.flags.writeable = False

_between = (LEVELS[1:] + LEVELS[:-1]) / 2


def nearest(numbers: Floats) -> Levels:
    """The number of the level nearest to each of some numbers."""
    return np.searchsorted(_between, numbers).astype(np.uint8)


def level_of(numbers: Counts | int) -> Levels:
    """The number of the level of each of some numbers that are levels."""
    return np.searchsorted(LEVELS, numbers).astype(np.uint8)
