"""How far apart two sets of counts or numbers are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats

_PRIOR: Final = 0.1
"""The prior weighs as much as such a part of the texts."""

_BINS: Final = 10


def log_odds_ratio(before: Floats, after: Floats, old: int, new: int) -> Floats:
    """How much more often words stand in new texts than in old ones: log-odds ratios over their standard errors.

    The prior of a word is its share of all texts together. Source: B. Monroe, M. Colaresi and K. Quinn, "Fightin' words: lexical
    feature selection and evaluation for identifying the content of political conflict" (2008).

    Parameters
    ----------
    before, after : ndarray of shape (n_words,)
        How many texts each word stands in; none in neither.
    old, new : int
        How many texts there are.
    """
    weight = _PRIOR * (old + new) / 2
    prior = weight * (before + after) / (old + new)
    first, second = before + prior, after + prior
    ratio = np.log(second / (new + weight - second + 0.5)) - np.log(first / (old + weight - first + 0.5))
    return np.asarray(ratio / np.sqrt(1 / first + 1 / second))


def holm(chances: Sequence[float]) -> list[float]:
    """How often chance alone gives such a result in any of several tests, from how often in each alone.

    Source: S. Holm, "A simple sequentially rejective multiple test procedure" (1979).
    """
    adjusted, largest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(np.argsort(chances, kind="stable").tolist()):
        largest = max(largest, min(1.0, chances[place] * (len(chances) - rank)))
        adjusted[place] = largest
    return adjusted


def discoveries(chances: Floats, level: float) -> NDArray[np.bool_]:
    """Which of many tests found something, so that of these a share of ``level`` at most is chance.

    Where there is nothing to find, it is as seldom that any does. Source: Y. Benjamini and Y. Hochberg, "Controlling the false
    discovery rate" (1995).
    """
    order = np.argsort(chances, kind="stable")
    fitting = np.flatnonzero(chances[order] <= level * np.arange(1, len(chances) + 1) / max(len(chances), 1))
    found = np.zeros(len(chances), dtype=bool)
    found[order[: fitting[-1] + 1 if len(fitting) else 0]] = True
    return found


def stability(before: Floats, after: Floats) -> float:
    """The population stability index of numbers, by tenths of the first ones; bins that only others fill count as half a number.

    Source: N. Siddiqi, "Credit risk scorecards" (2006).
    """
    inner = np.unique(np.quantile(before, np.arange(1, _BINS) / _BINS))
    counts = [np.bincount(np.searchsorted(inner, some, side="right"), minlength=len(inner) + 1) for some in (before, after)]
    filled = counts[0] + counts[1] > 0
    first, second = (np.maximum(count[filled], 0.5) / len(some) for count, some in zip(counts, (before, after), strict=True))
    return float(((second - first) * np.log(second / first)).sum())
