"""A model against labelled texts: how good its answers are, and between what the figures lie. NumPy only."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclf.bootstrap import (
    Codes,
    accuracy_of,
    draws_of_kinds,
    draws_of_units,
    intervals,
    kinds,
    macro_f1_of,
    numbered,
    rate_intervals,
    rates_of,
    sets_macro_f1_of,
)
from newsclf.breakdown import breakdown
from newsclf.curves import curves_of
from newsclf.label_sets import Sets
from newsclf.metrics import report
from newsclf.scoring import Model
from newsclf.themes import OTHER


def evaluate(
    model: Model,
    texts: Sequence[str],
    labels: Sequence[str | Sequence[str]],
    groups: Sequence[Hashable] | None = None,
    by: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """Compare a model's labels with those of texts.

    Of many texts and themes no records are made: beside the texts, memory holds four bytes and two bits, each in a byte, for each
    text and theme.

    Parameters
    ----------
    model : Model
    texts : sequence of str
    labels : sequence of str or of sequence of str
        The first of several is the primary one; none, or ``other``, is no theme. Labels that the model does not know count as
        missed.
    groups : sequence of length n_texts, optional
        Texts that hang together, such as the paragraphs of an article: for the intervals they are drawn together.
    by : mapping of str to sequence of length n_texts, optional
        What columns say of texts, by which figures are broken down.

    Returns
    -------
    dict of str to value
        `newsclf.metrics.Report` as JSON values, the model's name as ``model``, and as ``interval`` the 95 % intervals
        (`newsclf.bootstrap.intervals`) of ``macro_f1``, ``accuracy`` and ``sets_macro_f1``, and those of every theme:
        ``per_theme``, and ``sets_per_theme`` for sets. ``curves`` are those of `newsclf.curves.curves_of`, ``by`` is a
        `newsclf.breakdown.breakdown` for each column.
    """
    return judged(model, texts, labels).metrics(groups, by)


def judged(model: Model, texts: Sequence[str], labels: Sequence[str | Sequence[str]]) -> Judged:
    """A model's answers beside the truth, for figures and for whoever looks for errors; see `evaluate`."""
    sets = [[theme for theme in ([label] if isinstance(label, str) else label) if theme != OTHER] for label in labels]
    themes = [*model.themes, *sorted({theme for chosen in sets for theme in chosen} - set(model.themes))]
    place = {theme: column for column, theme in enumerate(themes)}
    truth = np.array([place[chosen[0]] if chosen else -1 for chosen in sets], dtype=np.intp)
    return Judged(model, themes, truth, _matrix(sets, themes), *_answers(model, texts, len(themes)))


@dataclass(frozen=True, eq=False)
class Judged:
    """A model's answers on texts, and the truth, as arrays.

    Attributes
    ----------
    model : Model
    themes : list of str
        Those of the model, and behind them those that only the texts have.
    truth, primary : ndarray of shape (n_texts,)
        The column of each text's primary theme, and of that which was answered; -1 for ``other``.
    had, named : ndarray of bool, shape (n_texts, n_themes)
        The themes that texts have, and those that were answered.
    probabilities : ndarray of shape (n_texts, n_model_themes)
    """

    model: Model
    themes: list[str]
    truth: Codes
    had: Sets
    primary: Codes
    named: Sets
    probabilities: NDArray[np.float32]

    @property
    def score(self) -> NDArray[np.float32]:
        """The probability of each primary answer, shape (n_texts,); of ``other`` as `newsclf.segments.Label.score` has it."""
        theirs = self.probabilities[np.arange(len(self.primary)), np.maximum(self.primary, 0)]
        return np.where(self.primary >= 0, theirs, 1 - self.probabilities.max(axis=1))

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which primary answers are none of the themes that the text has, shape (n_texts,)."""
        theirs = self.had[np.arange(len(self.primary)), np.maximum(self.primary, 0)]
        return np.where(self.primary >= 0, ~theirs, self.had.any(axis=1))

    def name(self, column: int) -> str:
        """The label of a column."""
        return self.themes[column] if column >= 0 else OTHER

    def metrics(self, groups: Sequence[Hashable] | None = None, by: Mapping[str, Sequence[str]] | None = None) -> dict[str, Any]:
        """The figures; see `evaluate`."""
        truth, guess = ([self.name(column) for column in columns.tolist()] for columns in (self.truth, self.primary))
        separator = self.model.manifest.get("hierarchy")
        facts = report(truth, guess, self.themes, self.had, self.named, self.probabilities, separator).as_dict()
        units = None if groups is None else numbered(groups)
        right = self.truth == self.primary
        return {
            "model": self.model.name,
            **facts,
            "interval": self._intervals(units),
            "curves": curves_of(self.model.themes, self.probabilities, self.had[:, : len(self.model.themes)], self.score, right),
            "by": {name: breakdown(values, self.truth + 1, self.primary + 1, units) for name, values in (by or {}).items()},
        }

    def _intervals(self, units: Codes | None) -> dict[str, Any]:
        """Of primary themes and of sets, over groups where there are any."""
        truth, guess, had, named = self.truth + 1, self.primary + 1, self.had, self.named
        if units is None:
            first, copies = kinds([truth, guess], [had, named])
            truth, guess, had, named = truth[first], guess[first], had[first], named[first]
        draws = partial(draws_of_kinds, copies) if units is None else partial(draws_of_units, units)
        figures = {
            "macro_f1": macro_f1_of(truth, guess),
            "accuracy": accuracy_of(truth, guess),
            "sets_macro_f1": sets_macro_f1_of(had, named),
        }
        labels = [OTHER, *self.themes]
        there = {labels[code] for code in {*truth.tolist(), *guess.tolist()}}
        primary = rate_intervals(rates_of(truth, guess, len(labels)), draws(), labels)
        return {
            **{name: list(ends) for name, ends in intervals(figures, draws()).items()},
            "per_theme": {label: ends for label, ends in primary.items() if label in there},
            "sets_per_theme": rate_intervals(rates_of(had, named, len(self.themes)), draws(), self.themes),
        }


def _answers(model: Model, texts: Sequence[str], width: int) -> tuple[Codes, Sets, NDArray[np.float32]]:
    """A model's answers on all texts (`newsclf.scoring.Model.answers`); what is named has so many columns, some never named."""
    known, last = len(model.themes), 0
    primary, named = np.empty(len(texts), dtype=np.intp), np.zeros((len(texts), width), bool)
    probabilities = np.empty((len(texts), known), np.float32, order="F")
    for columns, accepted, found in model.answers(texts):
        first, last = last, last + len(columns)
        primary[first:last], probabilities[first:last], named[first:last, :known] = columns, found, accepted
    return primary, named, probabilities


def _matrix(sets: Sequence[Sequence[str]], themes: Sequence[str]) -> Sets:
    """Which themes texts have, shape (n_texts, n_themes)."""
    place = {theme: column for column, theme in enumerate(themes)}
    rows = np.repeat(np.arange(len(sets)), [len(chosen) for chosen in sets])
    matrix = np.zeros((len(sets), len(themes)), dtype=bool)
    matrix[rows, [place[theme] for chosen in sets for theme in chosen]] = True
    return matrix
