"""How good labels are: pure functions on labels, giving a frozen Report. NumPy only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 15
"""Bins of equal mass for the calibration error."""


@dataclass(frozen=True)
class ThemeMetrics:
    """Precision, recall, F1 of one theme as the primary one, and how many texts have it."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Report:
    """What `newsclf evaluate` writes to ``metrics.json``.

    Attributes
    ----------
    n : int
        Texts.
    accuracy, macro_f1 : float
        On primary themes; the macro average is over the labels that occur in truth or answer.
    per_theme : dict of str to ThemeMetrics
        ``other`` included where it occurs.
    confusion : dict
        ``labels``, and ``matrix`` with a row per true label and a column per answer.
    calibration_error : dict of str to float
        Expected calibration error of each theme's probability: 15 bins of equal mass.
    sets : dict
        The same for texts of several themes: ``macro_f1`` and ``per_theme``, each theme judged by whether it is among the
        accepted ones, and ``exact``, the share of texts whose set is right.
    """

    n: int
    accuracy: float
    macro_f1: float
    per_theme: dict[str, ThemeMetrics]
    confusion: dict[str, Any]
    calibration_error: dict[str, float]
    sets: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


def report(
    truth: Sequence[str],
    guess: Sequence[str],
    themes: Sequence[str],
    true_sets: NDArray[np.bool_],
    guessed_sets: NDArray[np.bool_],
    probabilities: NDArray[np.float64],
) -> Report:
    """Compare answers with the truth.

    Parameters
    ----------
    truth, guess : sequences of str, length n_texts
        Primary labels.
    themes : sequence of str, length n_themes
        The columns of the next two.
    true_sets, guessed_sets : ndarrays of bool, shape (n_texts, n_themes)
        The true and the accepted themes.
    probabilities : ndarray of shape (n_texts, n_themes)
    """
    labels = sorted(set(truth) | set(guess))
    matrix = confusion_matrix(truth, guess, labels)
    per_theme = {label: _theme_metrics(matrix, place) for place, label in enumerate(labels)}
    return Report(
        n=len(truth),
        accuracy=float(np.trace(matrix) / max(len(truth), 1)),
        macro_f1=float(np.mean([theme.f1 for theme in per_theme.values()])) if per_theme else 0.0,
        per_theme=per_theme,
        confusion={"labels": labels, "matrix": matrix.tolist()},
        calibration_error={
            theme: expected_calibration_error(probabilities[:, column], true_sets[:, column])
            for column, theme in enumerate(themes)
        },
        sets=_set_metrics(themes, true_sets, guessed_sets),
    )


def _set_metrics(themes: Sequence[str], truth: NDArray[np.bool_], guess: NDArray[np.bool_]) -> dict[str, Any]:
    per_theme = {
        theme: _rates(int((truth[:, i] & guess[:, i]).sum()), int(guess[:, i].sum()), int(truth[:, i].sum()))
        for i, theme in enumerate(themes)
    }
    exact = float((truth == guess).all(axis=1).mean()) if len(truth) else 0.0
    macro_f1 = float(np.mean([m.f1 for m in per_theme.values()])) if per_theme else 0.0
    return {"macro_f1": macro_f1, "exact": exact, "per_theme": per_theme}


def confusion_matrix(truth: Sequence[str], guess: Sequence[str], labels: Sequence[str]) -> NDArray[np.int64]:
    """Counts of shape (n_labels, n_labels): row the true label, column the answer."""
    place = {label: row for row, label in enumerate(labels)}
    matrix = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(matrix, ([place[label] for label in truth], [place[label] for label in guess]), 1)
    return matrix


def macro_f1_interval(
    truth: NDArray[np.intp], guess: NDArray[np.intp], units: NDArray[np.intp] | None = None, resamples: int = 200, seed: int = 0
) -> tuple[float, float]:
    """Between what the macro-F1 lies, 95 times of 100, when texts like these are drawn anew.

    The percentile bootstrap (B. Efron, "Bootstrap methods: another look at the jackknife", 1979), over units where texts hang
    together. Answers that are all right, or all wrong, give an interval without width, however few they are.

    Parameters
    ----------
    truth, guess : ndarrays of shape (n_texts,)
        Labels as numbers from 0 on.
    units : ndarray of shape (n_texts,), optional
        Numbers from 0 on: texts of one unit are drawn together.
    resamples : int
    seed : int
    """
    if not len(truth):
        return 0.0, 0.0
    units = np.arange(len(truth)) if units is None else units
    labels, drawn = int(max(truth.max(), guess.max())) + 1, int(units.max()) + 1
    hit, random, figures = truth == guess, np.random.default_rng(seed), []
    for _ in range(resamples):
        weights = np.bincount(random.integers(drawn, size=drawn), minlength=drawn)[units]
        hits = np.bincount(truth[hit], weights[hit], labels)
        both = np.bincount(truth, weights, labels) + np.bincount(guess, weights, labels)
        if both.any():
            figures.append(float((2 * hits[both > 0] / both[both > 0]).mean()))
    low, high = np.quantile(figures, [0.025, 0.975]) if figures else (0.0, 0.0)
    return float(low), float(high)


def _theme_metrics(matrix: NDArray[np.int64], place: int) -> ThemeMetrics:
    return _rates(int(matrix[place, place]), int(matrix[:, place].sum()), int(matrix[place].sum()))


def _rates(hits: int, answered: int, support: int) -> ThemeMetrics:
    precision = hits / answered if answered else 0.0
    recall = hits / support if support else 0.0
    return ThemeMetrics(precision, recall, 2 * hits / (answered + support) if answered + support else 0.0, support)


def expected_calibration_error(probabilities: NDArray[np.float64], truth: NDArray[np.bool_], bins: int = BINS) -> float:
    """Mean distance between stated and true rate over bins of equal mass.

    Source: Nixon et al., "Measuring calibration in deep learning" (2019), adaptive binning.

    Parameters
    ----------
    probabilities : ndarray of shape (n_texts,)
    truth : ndarray of bool, shape (n_texts,)
    bins : int
    """
    if not len(probabilities):
        return 0.0
    order = np.argsort(probabilities, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(abs(probabilities[part].sum() - truth[part].sum()) for part in parts) / len(probabilities))
