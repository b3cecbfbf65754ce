"""Between what figures lie, 95 times of 100, when texts like these are drawn anew: the percentile bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.int64]
"""How often each text, or each kind of text, was drawn: shape (n_rows,)."""

Figure = Callable[[Weights], float]
"""A figure of texts that were drawn so often."""

Codes = NDArray[np.intp]
Spread = NDArray[np.float64]
RateIntervals = dict[str, dict[str, list[float]]]

RESAMPLES: Final = 200


def intervals(figures: Mapping[str, Figure], draws: Iterable[Weights]) -> dict[str, tuple[float, float]]:
    """The 2.5th and the 97.5th percentile of each figure, when texts are drawn anew, with replacement.

    The percentile bootstrap (B. Efron, "Bootstrap methods: another look at the jackknife", 1979). Answers that are all right, or
    all wrong, give an interval without width, however few they are.

    Parameters
    ----------
    figures : mapping of str to function
        What to compute of each draw.
    draws : iterable of ndarray
        `draws_of_units` or `draws_of_kinds`.
    """
    found: dict[str, list[float]] = {name: [] for name in figures}
    for weights in draws:
        for name, figure in figures.items():
            found[name].append(figure(weights))
    ends = {name: np.quantile(values or [0.0], [0.025, 0.975]).tolist() for name, values in found.items()}
    return {name: (low, high) for name, (low, high) in ends.items()}


def draws_of_units(units: Codes, resamples: int = RESAMPLES, seed: int = 0) -> Iterator[Weights]:
    """Draw texts anew, those of one unit together; none where there are no texts.

    Parameters
    ----------
    units : ndarray of shape (n_texts,)
        Numbers from 0 on.
    resamples : int
    seed : int
    """
    drawn, random = int(units.max(initial=-1)) + 1, np.random.default_rng(seed)
    for _ in range(resamples if drawn else 0):
        yield np.bincount(random.integers(drawn, size=drawn), minlength=drawn)[units]


def draws_of_kinds(copies: Codes, resamples: int = RESAMPLES, seed: int = 0) -> Iterator[Weights]:
    """Draw texts anew, one by one, where of each kind there are so many: fast where there are few kinds of many texts.

    Parameters
    ----------
    copies : ndarray of shape (n_kinds,)
        Texts of one kind are the same to all figures.
    resamples : int
    seed : int
    """
    texts, random = int(copies.sum()), np.random.default_rng(seed)
    for _ in range(resamples if texts else 0):
        yield random.multinomial(texts, copies / texts)


def kinds(codes: Sequence[Codes], sets: Sequence[NDArray[np.bool_]]) -> tuple[Codes, Codes]:
    """Texts that are the same to all figures: the first of each kind, and how many there are, for `draws_of_kinds`.

    Parameters
    ----------
    codes : sequence of ndarrays of shape (n_texts,)
        Labels as numbers.
    sets : sequence of ndarrays of bool, shape (n_texts, n_themes)
    """
    numbers = np.column_stack(codes).astype("<i4").view(np.uint8).reshape(len(codes[0]), 4 * len(codes))
    bits = np.hstack([numbers, *(np.packbits(some, axis=1) for some in sets)])
    rows = np.ascontiguousarray(bits).view(f"S{bits.shape[1]}").ravel()
    return np.unique(rows, return_index=True, return_counts=True)[1:]


def numbered(groups: Iterable[Hashable]) -> Codes:
    """Equal groups as equal numbers, from 0 on."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], dtype=np.intp)


def accuracy_of(truth: Codes, guess: Codes) -> Figure:
    """The share of right answers; labels as numbers from 0 on."""
    right = truth == guess
    return lambda weights: float(weights[right].sum() / max(weights.sum(), 1))


def macro_f1_of(truth: Codes, guess: Codes) -> Figure:
    """The mean F1 of the labels that some text has; labels as numbers from 0 on."""
    every = np.arange(len(truth))
    return _mean_f1((every, truth), (every, guess), truth == guess)


def sets_macro_f1_of(truth: NDArray[np.bool_], guess: NDArray[np.bool_]) -> Figure:
    """The same of sets, shape (n_texts, n_themes)."""
    had = truth.nonzero()
    return _mean_f1(had, guess.nonzero(), guess[had])


def _mean_f1(had: tuple[Any, ...], answered: tuple[Any, ...], hit: NDArray[np.bool_]) -> Figure:
    """Of texts (the first of each pair) that have themes and were answered themes (the second); which of the former were hit."""
    width = int(max(had[1].max(initial=-1), answered[1].max(initial=-1))) + 1

    def figure(weights: Weights) -> float:
        support, answers = (np.bincount(themes, weights[texts], width) for texts, themes in (had, answered))
        hits = np.bincount(had[1][hit], weights[had[0][hit]], width)
        there = support > 0
        return float((2 * hits[there] / (support + answers)[there]).mean()) if there.any() else 0.0

    return figure


def rates_of(had: NDArray[np.bool_] | Codes, answered: NDArray[np.bool_] | Codes, width: int) -> Callable[[Weights], Spread]:
    """Precision, recall and F1 of every theme: a function of a draw, giving shape (n_themes, 3), NaN for what is of nothing.

    Parameters
    ----------
    had, answered : ndarrays
        Of bool and shape (n_texts, n_themes), or labels as numbers from 0 on, shape (n_texts,).
    width : int
        How many themes there are.
    """
    truth, guess = _pairs(had), _pairs(answered)
    hit = truth[1] == answered[truth[0]] if answered.ndim == 1 else answered[truth].astype(bool)

    def figure(weights: Weights) -> Spread:
        support, answers = (np.bincount(themes, weights[texts], width) for texts, themes in (truth, guess))
        hits = np.bincount(truth[1][hit], weights[truth[0][hit]], width)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.column_stack([hits / answers, hits / support, 2 * hits / (support + answers)])

    return figure


def rate_intervals(figure: Callable[[Weights], Spread], draws: Iterable[Weights], themes: Sequence[str]) -> RateIntervals:
    """The 2.5th and the 97.5th percentile of the figures of `rates_of`, by theme and name.

    Draws in which a figure is of nothing, such as the recall of a theme of which no text was drawn, do not count; where all are,
    both ends are 0.
    """
    drawn = np.array([figure(weights) for weights in draws]).reshape(-1, len(themes), 3)
    drawn[:, np.isnan(drawn).all(axis=0)] = 0.0
    ends = np.nanquantile(drawn, [0.025, 0.975], axis=0) if len(drawn) else np.zeros((2, len(themes), 3))
    low, high = ends.tolist()
    return {
        theme: {name: [low[place][at], high[place][at]] for at, name in enumerate(("precision", "recall", "f1"))}
        for place, theme in enumerate(themes)
    }


def _pairs(labels: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which texts have which themes."""
    if labels.ndim == 1:
        return np.arange(len(labels)), labels
    texts, themes = labels.nonzero()
    return texts, themes
