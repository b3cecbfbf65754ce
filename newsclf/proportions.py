"""Shares of texts, and between what they lie."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

_QUANTILE: Final = 1.959963984540054
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval.

    Attributes
    ----------
    texts : int
        How many have it.
    share, low, high : float
        0 of none.
    """

    texts: int
    share: float
    low: float
    high: float


def share(some: int, of: int) -> Share:
    """The share that some of so many texts are, with Wilson's interval.

    Source: E. Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
    """
    if not of:
        return Share(0, 0.0, 0.0, 1.0)
    found, square = some / of, _QUANTILE**2
    middle = (found + square / (2 * of)) / (1 + square / of)
    half = _QUANTILE / (1 + square / of) * sqrt(found * (1 - found) / of + square / (4 * of * of))
    return Share(some, found, min(found, max(0.0, middle - half)), max(found, min(1.0, middle + half)))


def difference(old: Share, new: Share) -> tuple[float, float, float]:
    """How much larger a share became, and between what that lies (95 %).

    Source: R. Newcombe, "Interval estimation for the difference between independent proportions" (1998), method 10.
    """
    found = new.share - old.share
    below = sqrt((new.share - new.low) ** 2 + (old.high - old.share) ** 2)
    above = sqrt((new.high - new.share) ** 2 + (old.share - old.low) ** 2)
    return found, found - below, found + above
