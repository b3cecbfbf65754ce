"""How good labels are: pure functions on labels, giving a frozen Report. NumPy only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclf.bootstrap import Codes, draws_of_units, intervals, macro_f1_of
from newsclf.label_sets import Sets, set_metrics
from newsclf.paths import depth_of, upper
from newsclf.rates import ThemeMetrics, macro, rates

BINS = 15
"""Bins of equal mass for the calibration error."""


@dataclass(frozen=True)
class Level:
    """The figures of `Report` when labels that are paths are cut to their first parts."""

    depth: int
    accuracy: float
    macro_f1: float
    per_theme: dict[str, ThemeMetrics]
    sets: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What `newsclf evaluate` writes to ``metrics.json``.

    Attributes
    ----------
    n : int
        Texts.
    accuracy, macro_f1 : float
        On primary themes; the macro average is over the labels that some text has, ``other`` among them where it is one
        (`newsclf.rates.macro` says why not over those that are only answered).
    per_theme : dict of str to ThemeMetrics
        Every label that occurs in truth or answer, ``other`` included; those that are only answered have support 0.
    confusion : dict
        ``labels``, and ``matrix`` with a row per true label and a column per answer.
    calibration_error : dict of str to float
        Expected calibration error of each theme's probability: 15 bins of equal mass.
    sets : dict
        The same for texts of several themes, each theme judged by whether it is among the accepted ones
        (`newsclf.label_sets.set_metrics`).
    levels : list of Level
        Where labels are paths, figures of the upper levels, the topmost first; the other figures are of whole paths.
    """

    n: int
    accuracy: float
    macro_f1: float
    per_theme: dict[str, ThemeMetrics]
    confusion: dict[str, Any]
    calibration_error: dict[str, float]
    sets: dict[str, Any]
    levels: list[Level]

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


def report(
    truth: Sequence[str],
    guess: Sequence[str],
    themes: Sequence[str],
    true_sets: NDArray[np.bool_],
    guessed_sets: NDArray[np.bool_],
    probabilities: NDArray[np.floating],
    separator: str | None = None,
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
    probabilities : ndarray of shape (n_texts, n_model_themes)
        Of the first themes, or all: a text may have themes that the model does not know.
    separator : str, optional
        What parts the levels of labels that are paths.
    """
    primary = _Primary.of(truth, guess)
    return Report(
        n=len(truth),
        accuracy=primary.accuracy,
        macro_f1=primary.macro_f1,
        per_theme=primary.per_theme,
        confusion={"labels": primary.labels, "matrix": primary.matrix.tolist()},
        calibration_error={
            theme: expected_calibration_error(column, true_sets[:, place])
            for place, (theme, column) in enumerate(zip(themes, probabilities.T, strict=False))
        },
        sets=set_metrics(themes, true_sets, guessed_sets),
        levels=list(_levels(truth, guess, themes, true_sets, guessed_sets, separator)) if separator else [],
    )


@dataclass(frozen=True)
class _Primary:
    """Figures on primary labels."""

    labels: list[str]
    matrix: NDArray[np.int64]
    accuracy: float
    macro_f1: float
    per_theme: dict[str, ThemeMetrics]

    @classmethod
    def of(cls, truth: Sequence[str], guess: Sequence[str]) -> _Primary:
        labels = sorted(set(truth) | set(guess))
        matrix = confusion_matrix(truth, guess, labels)
        counts = zip(labels, matrix.diagonal().tolist(), matrix.sum(axis=0).tolist(), matrix.sum(axis=1).tolist(), strict=True)
        per_theme = {label: rates(*of_label) for label, *of_label in counts}
        accuracy = float(np.trace(matrix) / max(len(truth), 1))
        return cls(labels, matrix, accuracy, macro(per_theme.values())["f1"], per_theme)


def _levels(
    truth: Sequence[str], guess: Sequence[str], themes: Sequence[str], true_sets: Sets, guessed_sets: Sets, separator: str
) -> Iterator[Level]:
    """The figures of each upper level."""
    for depth in range(1, depth_of({*truth, *guess, *themes}, separator)):
        cut = {label: upper(label, separator, depth) for label in {*truth, *guess, *themes}}
        primary = _Primary.of([cut[label] for label in truth], [cut[label] for label in guess])
        above = list(dict.fromkeys(cut[theme] for theme in themes))
        below = [np.array([cut[theme] == name for theme in themes], dtype=bool) for name in above]
        truly, guessed = (
            np.array([sets[:, columns].any(axis=1) for columns in below], dtype=bool).reshape(len(above), len(truth)).T
            for sets in (true_sets, guessed_sets)
        )
        yield Level(depth, primary.accuracy, primary.macro_f1, primary.per_theme, set_metrics(above, truly, guessed))


def confusion_matrix(truth: Sequence[str], guess: Sequence[str], labels: Sequence[str]) -> NDArray[np.int64]:
    """Counts of shape (n_labels, n_labels): row the true label, column the answer."""
    place = {label: row for row, label in enumerate(labels)}
    matrix = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(matrix, ([place[label] for label in truth], [place[label] for label in guess]), 1)
    return matrix


def macro_f1_interval(truth: Codes, guess: Codes, units: Codes | None = None, resamples: int = 200) -> tuple[float, float]:
    """Between what the macro-F1 lies, 95 times of 100, when texts like these are drawn anew (`newsclf.bootstrap.intervals`).

    Parameters
    ----------
    truth, guess : ndarrays of shape (n_texts,)
        Labels as numbers from 0 on.
    units : ndarray of shape (n_texts,), optional
        Numbers from 0 on: texts of one unit are drawn together.
    resamples : int
    """
    draws = draws_of_units(np.arange(len(truth)) if units is None else units, resamples)
    return intervals({"macro_f1": macro_f1_of(truth, guess)}, draws)["macro_f1"]


def expected_calibration_error(probabilities: NDArray[np.floating], truth: NDArray[np.bool_], bins: int = BINS) -> float:
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
    return float(sum(abs(probabilities[part].sum(dtype=np.float64) - truth[part].sum()) for part in parts) / len(probabilities))
