"""Settings of a classifier: where a search starts, and what it tries, planned by the size of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from sklearn.utils import check_random_state

from newsclf.folds import Indices
from newsclf.targets import Targets

Effort = Literal["quick", "standard", "thorough"]

FIRST: Final[Mapping[str, Any]] = {
    "vectors_weight": 0.5,
    "C": 2.0,
    "grams": 3,
    "min_df": "auto",
    "idf": 1.0,
    "class_weight": "balanced",
}
"""The settings to start from, in the order in which others are tried."""

_FEW_TEXTS: Final = 1_000
_OF_FEW: Final = {"vectors_weight": 0.75}
"""Fewer texts say less of their own words: what is known of words from elsewhere then counts for more."""

_MANY_TEXTS: Final = 50_000
_OF_MANY: Final = {"vectors_weight": 0.0}
"""So many say enough of their own words, and a hundred features more for each would take their time."""

OTHERS: Final[Mapping[Effort, Mapping[str, tuple[Any, ...]]]] = {
    "quick": {},
    "standard": {
        "vectors_weight": (0.0, 0.5, 1.0),
        "C": (0.5, 8.0),
        "grams": (1, 2),
        "min_df": (1, 2),
        "idf": (0.5,),
        "class_weight": (None,),
    },
    "thorough": {
        "vectors_weight": (0.0, 0.25, 1.0, 1.5),
        "C": (0.25, 0.5, 1.0, 4.0, 8.0, 16.0),
        "grams": (1, 2, 4),
        "min_df": (1, 2, 4, 8),
        "idf": (0.25, 0.5, 0.75, 1.25),
        "class_weight": (None,),
    },
}
"""What is tried instead."""

_TEXTS: Final = {"standard": 3_000, "thorough": 20_000}
_CHARACTERS: Final = {"standard": 400_000, "thorough": 4_000_000}
_CELLS: Final = {"standard": 240_000, "thorough": 2_000_000}
"""Of more texts, texts of more characters, or more texts times classes, a sample is searched on."""

_LEAST_TEXTS: Final = 60
_LEAST_OF_CLASS: Final = 4
"""With fewer texts, or fewer in half of the classes, one cannot tell good settings from chance."""

_OF_CLASS: Final = 8
"""The sample has so many texts of each class that has them."""


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be tried, on which texts.

    Attributes
    ----------
    rows : ndarray of intp
        The texts that the search sees, rising.
    folds : int
    others : mapping of str to tuple
        The other values of each setting.
    """

    rows: Indices
    folds: int
    others: Mapping[str, tuple[Any, ...]]

    @property
    def work(self) -> int:
        """How much work that is, in texts that are learned from: at most, each text by every fold but its own."""
        trials = 1 + sum(map(len, self.others.values()))
        return trials * (self.folds - 1) * len(self.rows) if self.others else 0


def first(texts: int) -> dict[str, Any]:
    """The settings to start from, for so many texts."""
    return {**FIRST, **(_OF_FEW if texts < _FEW_TEXTS else _OF_MANY if texts > _MANY_TEXTS else {})}


def plan(texts: Sequence[str], targets: Targets, effort: Effort, free: Sequence[str], seed: int) -> Plan:
    """Plan a search by the size of the data.

    Parameters
    ----------
    texts : sequence of str
    targets : Targets
    effort : {"quick", "standard", "thorough"}
    free : sequence of str
        The settings that may be chosen.
    seed : int
    """
    sizes = targets.indicator.sum(axis=0)
    if effort == "quick" or len(texts) < _LEAST_TEXTS or np.median(sizes) < _LEAST_OF_CLASS:
        return Plan(np.empty(0, dtype=np.intp), 0, {})
    rows = _rows(texts, targets, effort, seed)
    fixed = set() if len(rows) == len(texts) else {"min_df"}  # in a sample, terms occur in fewer texts
    some = set(free) - fixed - (set(_OF_MANY) if len(texts) > _MANY_TEXTS else set())
    others = {name: values for name, values in OTHERS[effort].items() if name in some}
    return Plan(rows, 5 if effort == "thorough" or len(rows) < 1000 else 3, others)


def _rows(texts: Sequence[str], targets: Targets, effort: Effort, seed: int) -> Indices:
    """Some texts at random, and of each class enough."""
    order = check_random_state(seed).permutation(len(texts))
    lengths = np.fromiter((len(texts[place]) for place in order), dtype=np.int64, count=len(texts))
    most = max(1, min(_TEXTS[effort], _CELLS[effort] // targets.indicator.shape[1]))
    chosen = np.zeros(len(texts), dtype=bool)
    chosen[order[:most][np.cumsum(lengths[:most]) <= _CHARACTERS[effort]]] = True
    for of_class in targets.indicator.T:
        chosen[order[of_class[order]][:_OF_CLASS]] = True
    return np.flatnonzero(chosen)
