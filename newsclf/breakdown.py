"""Figures broken down by what a column says of texts: source, year, genre. NumPy only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from newsclf.bootstrap import Codes, accuracy_of, draws_of_units, intervals, macro_f1_of

MOST_VALUES: Final = 30
"""So many values of a column have figures of their own; the others have them together."""


def breakdown(values: Sequence[str], truth: Codes, guess: Codes, units: Codes | None = None) -> dict[str, Any]:
    """Accuracy and macro-F1 of the texts of each value, with their 95 % intervals.

    Parameters
    ----------
    values : sequence of str, length n_texts
    truth, guess : ndarrays of shape (n_texts,)
        Labels as numbers from 0 on.
    units : ndarray of shape (n_texts,), optional
        Numbers: texts of one unit are drawn together.

    Returns
    -------
    dict of str to value
        ``values``, the most frequent first, each with ``value``, ``n``, ``accuracy``, ``macro_f1`` and ``interval`` of the last
        two; ``rest``, the same of all values behind the first `MOST_VALUES`, whose number is its ``values``, or None.
    """
    counted = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    place = {value: min(number, MOST_VALUES) for number, (value, _) in enumerate(counted)}
    codes = np.array([place[value] for value in values], dtype=np.intp)
    rows = [np.flatnonzero(codes == number) for number in range(min(len(counted), MOST_VALUES + 1))]
    facts = [_figures(truth[part], guess[part], None if units is None else units[part]) for part in rows]
    found = [{"value": value, **fact} for (value, _), fact in zip(counted[:MOST_VALUES], facts, strict=False)]
    rest = {"values": len(counted) - MOST_VALUES, **facts[-1]} if len(counted) > MOST_VALUES else None
    return {"values": found, "rest": rest}


def _figures(truth: Codes, guess: Codes, units: Codes | None) -> dict[str, Any]:
    own = np.arange(len(truth)) if units is None else np.unique(units, return_inverse=True)[1]
    figures = {"accuracy": accuracy_of(truth, guess), "macro_f1": macro_f1_of(truth, guess)}
    every = np.ones(len(truth), dtype=np.int64)
    found = {name: list(ends) for name, ends in intervals(figures, draws_of_units(own)).items()}
    return {"n": len(truth), **{name: figure(every) for name, figure in figures.items()}, "interval": found}
