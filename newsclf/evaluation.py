"""A model against labelled texts: how good its answers are, and between what the figures lie. NumPy only."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclf.bootstrap import (
    Codes,
    Weights,
    accuracy_of,
    draws_of_kinds,
    draws_of_units,
    intervals,
    macro_f1_of,
    sets_macro_f1_of,
)
from newsclf.label_sets import Sets
from newsclf.metrics import report
from newsclf.scoring import Model
from newsclf.themes import OTHER


def evaluate(
    model: Model, texts: Sequence[str], labels: Sequence[str | Sequence[str]], groups: Sequence[Hashable] | None = None
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

    Returns
    -------
    dict of str to value
        `newsclf.metrics.Report` as JSON values, the model's name as ``model``, and as ``interval`` the 95 % intervals
        (`newsclf.bootstrap.intervals`) of ``macro_f1``, ``accuracy`` and ``sets_macro_f1``.
    """
    sets = [[theme for theme in ([label] if isinstance(label, str) else label) if theme != OTHER] for label in labels]
    themes = [*model.themes, *sorted({theme for chosen in sets for theme in chosen} - set(model.themes))]
    answers, had = _Answers.of(model, texts, len(themes)), _matrix(sets, themes)
    truth = [chosen[0] if chosen else OTHER for chosen in sets]
    guess = [themes[column] if column >= 0 else OTHER for column in answers.primary.tolist()]
    separator = model.manifest.get("hierarchy")
    facts = report(truth, guess, themes, had, answers.named, answers.probabilities, separator).as_dict()
    place = {theme: column for column, theme in enumerate([OTHER, *themes])}
    codes = np.array([place[theme] for theme in truth], dtype=np.intp)
    found = _intervals(codes, answers.primary + 1, had, answers.named, groups)
    return {"model": model.name, **facts, "interval": found}


def _intervals(truth: Codes, guess: Codes, had: Sets, named: Sets, groups: Sequence[Hashable] | None) -> dict[str, list[float]]:
    """Of primary themes and of sets, over groups where there are any."""
    draws: Iterator[Weights]
    if groups is None:
        first, copies = _kinds(truth, guess, had, named)
        truth, guess, had, named = truth[first], guess[first], had[first], named[first]
        draws = draws_of_kinds(copies)
    else:
        draws = draws_of_units(_numbered(groups))
    figures = {
        "macro_f1": macro_f1_of(truth, guess),
        "accuracy": accuracy_of(truth, guess),
        "sets_macro_f1": sets_macro_f1_of(had, named),
    }
    return {name: list(ends) for name, ends in intervals(figures, draws).items()}


def _kinds(truth: Codes, guess: Codes, had: Sets, named: Sets) -> tuple[Codes, Codes]:
    """Texts that are the same to all figures: the first of each kind, and how many there are."""
    numbers = np.column_stack([truth, guess]).astype("<i4").view(np.uint8)
    bits = np.hstack([numbers.reshape(len(truth), 8), np.packbits(had, axis=1), np.packbits(named, axis=1)])
    rows = np.ascontiguousarray(bits).view(f"S{bits.shape[1]}").ravel()
    return np.unique(rows, return_index=True, return_counts=True)[1:]


@dataclass(frozen=True, eq=False)
class _Answers:
    """A model's answers on all texts, as arrays; see `newsclf.scoring.Model.answers`."""

    primary: NDArray[np.intp]
    named: Sets
    probabilities: NDArray[np.float32]

    @classmethod
    def of(cls, model: Model, texts: Sequence[str], width: int) -> _Answers:
        """With so many columns in `named`: themes that the model does not know, it never names."""
        known, last = len(model.themes), 0
        answers = cls(
            np.empty(len(texts), dtype=np.intp),
            np.zeros((len(texts), width), bool),
            np.empty((len(texts), known), np.float32, order="F"),
        )
        for primary, named, probabilities in model.answers(texts):
            first, last = last, last + len(primary)
            answers.primary[first:last], answers.probabilities[first:last] = primary, probabilities
            answers.named[first:last, :known] = named
        return answers


def _matrix(sets: Sequence[Sequence[str]], themes: Sequence[str]) -> Sets:
    """Which themes texts have, shape (n_texts, n_themes)."""
    place = {theme: column for column, theme in enumerate(themes)}
    rows = np.repeat(np.arange(len(sets)), [len(chosen) for chosen in sets])
    matrix = np.zeros((len(sets), len(themes)), dtype=bool)
    matrix[rows, [place[theme] for chosen in sets for theme in chosen]] = True
    return matrix


def _numbered(groups: Sequence[Hashable]) -> NDArray[np.intp]:
    """Equal groups as equal numbers, from 0 on."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], dtype=np.intp)
