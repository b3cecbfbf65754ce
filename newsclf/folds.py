"""Which texts are held out together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from newsclf.bootstrap import numbered
from newsclf.targets import Targets

Indices = NDArray[np.intp]


def splits(targets: Targets, groups: Sequence[Any] | None, folds: int, seed: int) -> Iterator[tuple[Indices, Indices]]:
    """Folds with every theme on both sides where that can be, and no group on both.

    The only text of a theme is on the side that is learned from in all of them (`always_learned`); so there may be no folds.

    Parameters
    ----------
    targets : Targets
    groups : sequence of length n_texts, or None
        Not kept when there are fewer groups than folds.
    folds : int
        Fewer are made when a theme has fewer texts, unless it has but one; at least two.
    seed : int

    Yields
    ------
    train, test : ndarrays of indices
    """
    number = _number(targets, folds)
    grouped = groups is not None and enough_groups(targets, groups, folds)
    unit = numbered(groups) if grouped and groups is not None else np.arange(len(targets.primary))
    always = always_learned(targets, unit)
    free = np.flatnonzero(~always)
    if len(np.unique(unit[free])) < number:
        return
    strata = _strata(targets.primary[free], number)
    splitter = (StratifiedGroupKFold if grouped else StratifiedKFold)(n_splits=number, shuffle=True, random_state=seed)
    for _, test in splitter.split(strata, strata, np.asarray(groups)[free] if grouped else None):
        learned = np.ones(len(always), dtype=bool)
        learned[free[test]] = False
        yield np.flatnonzero(learned), free[test]


def always_learned(targets: Targets, unit: Indices) -> NDArray[np.bool_]:
    """Which texts are never held out: the only ones of their theme, and what hangs together with them.

    Held out, such a text would be scored by weights that have never seen its theme, and so would all others of its fold.

    Parameters
    ----------
    targets : Targets
    unit : ndarray of intp, shape (n_texts,)
        Texts of one number hang together.
    """
    only = targets.indicator[:, targets.indicator.sum(axis=0) == 1].any(axis=1)
    return np.isin(unit, unit[only])


def _strata(primary: Indices, number: int) -> Indices:
    """Themes to be spread evenly; those with fewer texts than folds go with the most frequent one."""
    themes, place, counts = np.unique(primary, return_inverse=True, return_counts=True)
    return np.where(counts[place] < number, themes[counts.argmax()], primary)


def enough_groups(targets: Targets, groups: Sequence[Any], folds: int) -> bool:
    """Whether there are as many groups as folds, so that none need be split."""
    return len(set(groups)) >= _number(targets, folds)


def _number(targets: Targets, folds: int) -> int:
    counts = targets.indicator.sum(axis=0)
    return max(2, min([folds, *map(int, counts[counts > 1])]))
