"""Curves of how good answers are: reliability, precision over recall, accuracy over coverage. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.metrics import BINS, expected_calibration_error
from newsclf.proportions import share

POINTS: Final = 200
"""A curve has at most so many points."""

MOST_THEMES: Final = 8
"""So many themes have a curve of their own: those that most texts have."""

Numbers = NDArray[np.floating]
Truth = NDArray[np.bool_]


def curves_of(themes: Sequence[str], probabilities: Numbers, had: Truth, score: Numbers, right: Truth) -> dict[str, Any]:
    """All curves of a model's answers, as JSON values.

    Parameters
    ----------
    themes : sequence of str, length n_themes
    probabilities : ndarray of shape (n_texts, n_themes)
    had : ndarray of bool, shape (n_texts, n_themes)
        Which themes texts have.
    score : ndarray of shape (n_texts,)
        The probability of each primary answer.
    right : ndarray of bool, shape (n_texts,)
        Whether that answer is right.

    Returns
    -------
    dict of str to value
        ``reliability`` of the primary answers, ``coverage``, ``average_precision`` of each theme that some text has, and
        ``precision_recall`` of the `MOST_THEMES` that most texts have.
    """
    support = had.sum(axis=0)
    there = [column for column in np.argsort(-support, kind="stable").tolist() if support[column]]
    every = {themes[column]: precision_recall(probabilities[:, column], had[:, column]) for column in there}
    return {
        "reliability": reliability(score, right),
        "coverage": coverage(score, right),
        "average_precision": {theme: curve["average_precision"] for theme, curve in every.items()},
        "precision_recall": dict(list(every.items())[:MOST_THEMES]),
    }


def reliability(probabilities: Numbers, truth: Truth, bins: int = BINS) -> dict[str, Any]:
    """How often what was said with a probability was so, over bins of equal mass.

    Source: A. Niculescu-Mizil and R. Caruana, "Predicting good probabilities with supervised learning" (2005); the bins are those
    of `newsclf.metrics.expected_calibration_error`.

    Parameters
    ----------
    probabilities : ndarray of shape (n_texts,)
    truth : ndarray of bool, shape (n_texts,)
    bins : int

    Returns
    -------
    dict of str to value
        ``bins``, each with its mean ``probability``, the true ``rate``, ``n``, and the 95 % ``interval`` of the rate (E. Wilson,
        "Probable inference, the law of succession, and statistical inference", 1927); and ``error``, the expected calibration
        error.
    """
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    found = [
        {
            "probability": float(probabilities[part].mean(dtype=np.float64)),
            "rate": float(truth[part].mean()),
            "n": len(part),
            "interval": [(found := share(int(truth[part].sum()), len(part))).low, found.high],
        }
        for part in parts
    ]
    return {"bins": found, "error": expected_calibration_error(probabilities, truth, bins)}


def precision_recall(probabilities: Numbers, truth: Truth, points: int = POINTS) -> dict[str, Any]:
    """Precision over recall, for every threshold on a probability.

    Parameters
    ----------
    probabilities : ndarray of shape (n_texts,)
    truth : ndarray of bool, shape (n_texts,)
        At least one is true.
    points : int
        At most so many points are kept, at equal distances; the average precision is that of all.

    Returns
    -------
    dict of str to value
        ``recall``, rising to 1, with the ``precision`` and the ``threshold`` of each point, and ``average_precision``: the mean
        precision, each threshold weighing as much as recall grows there, without interpolation.
    """
    order = np.argsort(-probabilities, kind="stable")
    last, found = _ends(probabilities[order]), np.cumsum(truth[order])
    last = last[: 1 + int((found[last] < found[-1:]).sum())]  # no threshold below finds more
    hits = found[last]
    precision, recall = hits / (last + 1), hits / max(int(truth.sum()), 1)
    average = float((np.diff(recall, prepend=0.0) * precision).sum())
    kept = _thinned(len(last), points)
    return {
        "average_precision": average,
        "recall": recall[kept].tolist(),
        "precision": precision[kept].tolist(),
        "threshold": probabilities[order][last][kept].astype(np.float64).tolist(),
    }


def coverage(score: Numbers, right: Truth, points: int = POINTS) -> dict[str, list[float]]:
    """How good the surest answers are, when the others are left to people.

    Source: R. El-Yaniv and Y. Wiener, "On the foundations of noise-free selective classification" (2010): the risk–coverage
    curve, here with accuracy in place of risk.

    Parameters
    ----------
    score : ndarray of shape (n_texts,)
        How sure each answer is. Answers that are equally sure come together.
    right : ndarray of bool, shape (n_texts,)
    points : int
        At most so many points are kept.

    Returns
    -------
    dict of str to list of float
        ``coverage``, rising to 1, with the ``accuracy`` of the texts that are covered and the ``threshold`` on the score.
    """
    order = np.argsort(-score, kind="stable")
    last = _ends(score[order])
    kept = _thinned(len(last), points)
    return {
        "coverage": ((last + 1) / max(len(score), 1))[kept].tolist(),
        "accuracy": (np.cumsum(right[order])[last] / (last + 1))[kept].tolist(),
        "threshold": score[order][last][kept].astype(np.float64).tolist(),
    }


def _ends(falling: Numbers) -> NDArray[np.intp]:
    """The last place of each run of equal numbers."""
    return np.flatnonzero(np.append(falling[1:] != falling[:-1], [True] * bool(len(falling))))


def _thinned(length: int, points: int) -> NDArray[np.intp]:
    """Places at equal distances, the first and the last among them."""
    return np.unique(np.linspace(0, max(length - 1, 0), min(points, length)).round().astype(np.intp))
