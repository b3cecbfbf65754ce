"""Precision, recall and F1 from counts, and their means over themes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class ThemeMetrics:
    """Precision, recall, F1 of one theme, and how many texts have it."""

    precision: float
    recall: float
    f1: float
    support: int


def rates(hits: int, answered: int, support: int) -> ThemeMetrics:
    """Of a theme that was answered so often, so often rightly, and that so many texts have; what is of nothing is 0."""
    precision = hits / answered if answered else 0.0
    recall = hits / support if support else 0.0
    return ThemeMetrics(precision, recall, 2 * hits / (answered + support) if answered + support else 0.0, support)


def macro(themes: Iterable[ThemeMetrics]) -> dict[str, float]:
    """The mean precision, recall and F1 of the themes that some text has; zeros when none is had.

    A theme that is only answered has no recall, and an F1 of 0 however seldom it is answered: one such answer among a million
    texts would halve the mean of two themes. It counts where it does harm: in the precision and recall of the theme that the text
    has. (scikit-learn's ``average="macro"`` takes such themes in, unless ``labels`` says otherwise.)
    """
    there = [theme for theme in themes if theme.support]
    return {name: sum(getattr(theme, name) for theme in there) / max(len(there), 1) for name in ("precision", "recall", "f1")}
