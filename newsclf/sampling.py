"""Of many texts, which stand for all: those that terms are learned from, and those that are held out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from newsclf.folds import enough_groups
from newsclf.targets import Targets

SAMPLE_TEXTS: Final = 50_000
SAMPLE_CHARACTERS: Final = 1 << 23
"""Terms are learned from so many texts, or from texts of so many characters, whichever are fewer."""

SAMPLE_OF_THEME: Final = 200
"""So many texts of each theme are among them where there are so many, that the words of a rare theme become terms."""

HELD_OUT: Final = 50_000
"""No more texts are held out to learn probabilities and thresholds from."""

HELD_OUT_OF_THEME: Final = 20
"""So many texts of each theme are held out, and as many learned from, where there are so many: at least half of them on either
side where there are fewer than twice as many."""

Indices = NDArray[np.intp]
Which = NDArray[np.bool_]


def sample(texts: Sequence[str], indicator: Which, seed: int) -> Indices:
    """The texts that terms are learned from, rising.

    Parameters
    ----------
    texts : sequence of str
    indicator : ndarray of bool, shape (n_texts, n_themes)
    seed : int
    """
    order = check_random_state(seed).permutation(len(texts))
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    fitting = np.cumsum(lengths[order[:SAMPLE_TEXTS]]) <= SAMPLE_CHARACTERS
    fitting[0] = True
    chosen, rank = np.zeros(len(texts), dtype=bool), np.empty(len(texts), dtype=np.intp)
    chosen[order[:SAMPLE_TEXTS][fitting]], rank[order] = True, np.arange(len(texts))
    least = max(1, min(SAMPLE_OF_THEME, int(fitting.sum()) // indicator.shape[1]))
    for of_theme in map(np.flatnonzero, indicator.T):
        lacking = max(0, min(least, len(of_theme)) - int(chosen[of_theme].sum()))
        others = of_theme[~chosen[of_theme]]
        chosen[others[np.argsort(rank[others])][:lacking]] = True
    return np.flatnonzero(chosen)


def held_out(targets: Targets, groups: Sequence[Hashable] | None, folds: int, seed: int) -> Which:
    """Which texts to hold out: one part of as many as there are folds, chosen at random, but no more than `HELD_OUT`.

    Parameters
    ----------
    targets : Targets
    groups : sequence of length n_texts, or None
        No group is on both sides; not kept when there are fewer groups than folds.
    folds : int
    seed : int
    """
    grouped = groups is not None and enough_groups(targets, groups, folds)
    unit = _numbered(groups) if grouped and groups is not None else np.arange(len(targets.indicator))
    sizes = np.bincount(unit)
    order = check_random_state(seed).permutation(len(sizes))
    wanted = min(len(unit) // max(2, folds), HELD_OUT)
    small = order[sizes[order] <= wanted]
    out, rank = np.zeros(len(sizes), dtype=bool), np.empty(len(sizes), dtype=np.intp)
    out[small[np.cumsum(sizes[small]) <= wanted]], rank[order] = True, np.arange(len(sizes))
    for of_theme in targets.indicator.T:
        units, counts = np.unique(unit[of_theme], return_counts=True)
        by_chance = np.argsort(rank[units])
        _share(out, units[by_chance], counts[by_chance])
    return out[unit]


def _numbered(groups: Sequence[Hashable]) -> Indices:
    """Equal groups as equal numbers, from 0 on."""
    numbers: dict[Hashable, int] = {}
    return np.fromiter((numbers.setdefault(group, len(numbers)) for group in groups), dtype=np.intp, count=len(groups))


def _share(out: Which, units: Indices, counts: Indices) -> None:
    """Move some of a theme's units, which have so many texts of it, to the side that has too few; one stays where it is."""
    needed = min(HELD_OUT_OF_THEME, int(counts.sum()) // 2)
    for side in (True, False):
        lacking = needed - int(counts[out[units] == side].sum())
        others, sizes = units[out[units] != side][:-1], counts[out[units] != side][:-1]
        out[others[np.cumsum(sizes) - sizes < lacking]] = side
