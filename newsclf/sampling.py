"""Of many texts, which stand for all: those that terms are learned from, and those that are held out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_random_state

from newsclf.bootstrap import numbered
from newsclf.folds import always_learned, enough_groups
from newsclf.targets import Targets

SAMPLE_TEXTS: Final = 50_000
SAMPLE_CHARACTERS: Final = 1 << 23
"""Terms are learned from so many texts, or from texts of so many characters, whichever are fewer."""

SAMPLE_OF_THEME: Final = 200
"""So many texts of each theme are among them where there are so many, that the words of a rare theme become terms."""

HELD_OUT: Final = 50_000
"""Probabilities and thresholds are learned from so many texts held out, fold by fold; a fold has about as many at most."""

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
    order = order[np.argsort(lengths[order] == 0, kind="stable")]  # the empty ones last: no term is learned from them
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


def parts(targets: Targets, groups: Sequence[Hashable] | None, folds: int, seed: int) -> Indices:
    """The part with which each text is held out, from 0 on; -1 for texts that are only learned from.

    Parts are drawn at random, theme by theme, and are as large as folds, but hardly larger than `HELD_OUT`. There are as many
    as together have that size: all folds of the fewest texts that are many, one of five times as many.

    Parameters
    ----------
    targets : Targets
    groups : sequence of length n_texts, or None
        No group is in two parts; not kept when there are fewer groups than folds.
    folds : int
    seed : int
    """
    texts, folds = len(targets.indicator), max(2, folds)
    size = max(1, min(texts // folds, HELD_OUT))
    number = min(folds, -(-HELD_OUT // size))
    grouped = groups is not None and enough_groups(targets, groups, folds)
    unit = numbered(groups) if grouped and groups is not None else np.arange(texts)
    order, sizes = check_random_state(seed).permutation(int(unit.max()) + 1), np.bincount(unit)
    fitting = sizes <= max(size, int(sizes.min()))
    dealt = _dealt(targets, unit, order[fitting[order]], texts // size)
    dealt[dealt >= number] = -1
    rank = np.argsort(order)
    for of_theme in targets.indicator.T:
        units, counts = np.unique(unit[of_theme], return_counts=True)
        by_chance = np.argsort(rank[units])
        _share(dealt, number, units[by_chance], counts[by_chance])
    return np.where(always_learned(targets, unit), -1, dealt[unit])


def _dealt(targets: Targets, unit: Indices, order: Indices, hands: int) -> Indices:
    """Some units, shuffled, dealt to so many hands theme by theme, each as one of the rarest theme that its texts
    have; -1 for others.
    """
    rarest_last = np.argsort(-targets.indicator.sum(axis=0), kind="stable")
    theme = np.full(int(unit.max()) + 1, -1)
    for place, column in enumerate(rarest_last):
        theme[unit[targets.indicator[:, column]]] = place
    dealt = np.full(len(theme), -1, dtype=np.intp)
    dealt[order[np.argsort(theme[order], kind="stable")]] = np.arange(len(order)) % hands
    return dealt


def _share(dealt: Indices, number: int, units: Indices, counts: Indices) -> None:
    """Move some of a theme's units, which have so many texts of it, until enough are held out and, for each part, enough are not.

    Of the units of one place, one always stays.
    """
    needed = min(HELD_OUT_OF_THEME, int(counts.sum()) // 2)
    for place in range(-1, number):
        here, elsewhere = dealt[units] == place, dealt[units] >= 0 if place < 0 else dealt[units] != place
        lacking = needed - int(counts[elsewhere].sum())
        sizes = counts[here][:-1]
        moved = units[here][:-1][np.cumsum(sizes) - sizes < lacking]
        dealt[moved] = np.arange(len(moved)) % number if place < 0 else (place + 1) % number if number > 1 else -1
