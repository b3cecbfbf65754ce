"""Which texts are held out together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from newsclf.targets import Targets

Indices = NDArray[np.intp]


def splits(targets: Targets, groups: Sequence[Any] | None, folds: int, seed: int) -> Iterator[tuple[Indices, Indices]]:
    """Folds with every theme on both sides where that can be, and no group on both.

    Parameters
    ----------
    targets : Targets
    groups : sequence of length n_texts, or None
        Not kept when there are fewer groups than folds.
    folds : int
        Fewer are made when a theme has fewer texts; at least two.
    seed : int

    Yields
    ------
    train, test : ndarrays of indices
    """
    number = _number(targets, folds)
    grouped = groups is not None and enough_groups(targets, groups, folds)
    rarest = int(np.unique(targets.primary, return_counts=True)[1].min())
    strata = targets.primary if rarest >= number else np.zeros_like(targets.primary)
    splitter = (StratifiedGroupKFold if grouped else StratifiedKFold)(n_splits=number, shuffle=True, random_state=seed)
    yield from splitter.split(strata, strata, np.asarray(groups) if grouped else None)


def enough_groups(targets: Targets, groups: Sequence[Any], folds: int) -> bool:
    """Whether there are as many groups as folds, so that none need be split."""
    return len(set(groups)) >= _number(targets, folds)


def _number(targets: Targets, folds: int) -> int:
    return max(2, min(folds, int(targets.indicator.sum(axis=0).min())))
