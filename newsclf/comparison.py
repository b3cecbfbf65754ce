"""Two models against the same labelled texts: which is better, and whether chance alone could make it look so. NumPy only."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, lgamma, log
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.bootstrap import (
    Codes,
    Figure,
    Weights,
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
from newsclf.evaluation import Judged
from newsclf.label_sets import Sets
from newsclf.themes import OTHER

PERMUTATIONS: Final = 2000
"""How often answers are swapped by chance."""

DRAWS: Final = 1000
"""How often texts are drawn for the intervals."""

LEVEL: Final = 0.05
"""Below this probability a difference is said to be shown."""


def compare(
    first: Judged,
    second: Judged,
    groups: Sequence[Hashable] | None = None,
    permutations: int = PERMUTATIONS,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[str, Any]:
    """Compare the answers of two models on the same texts.

    Differences are the second model's figure less the first's. Intervals are those of the paired bootstrap: both models are
    measured on the same draws. The tests are paired, too: approximate randomisation (E. Noreen, "Computer-intensive methods for
    testing hypotheses", 1989), in which the two answers on a text, or on all texts of a group, change places by chance; and the
    exact form of Q. McNemar, "Note on the sampling error of the difference between correlated proportions" (1947), on the
    texts that only one of them got right, where there are no groups.

    Parameters
    ----------
    first, second : Judged
        Of the same texts in the same order (`newsclf.evaluation.judged`).
    groups : sequence of length n_texts, optional
        Texts that hang together: they are drawn, and swapped, together.
    permutations : int
    draws : int
        How often texts are drawn for the intervals.
    seed : int

    Returns
    -------
    dict of str to value
        ``n``, ``groups`` (how many, or None), ``models`` (both names); ``figures``, for ``macro_f1``, ``accuracy`` and
        ``sets_macro_f1`` each with ``first``, ``second``, ``difference``, ``interval``, ``unseen`` (about which difference
        would be shown 80 times of 100 with texts like these) and, for the first two, ``p``;
        ``per_theme``, the same of F1 without ``p`` and with ``support``; ``only``, on how many texts only the ``first`` or the
        ``second`` is right, or ``neither``, with the ``p`` of McNemar's test (None with groups); ``permutations``, ``seed``;
        ``unknown``, the themes of the texts that each model does not know.
    """
    labels = [OTHER, *sorted({*first.themes, *second.themes})]
    truth, one, other = (
        _codes(*named, labels) for named in ((first, first.truth), (first, first.primary), (second, second.primary))
    )
    units = np.arange(len(truth)) if groups is None else numbered(groups)
    sides = ((first.had, first.named), (second.had, second.named))
    drawn = _Drawn.of(truth, (one, other), sides, None if groups is None else units, draws)
    figures = drawn.figures()
    for name, p in _chance(truth, (one, other), units, permutations, seed).items():
        figures[name]["p"] = p
    return {
        "n": len(truth),
        "groups": None if groups is None else int(units.max(initial=-1)) + 1,
        "models": [first.model.name, second.model.name],
        "figures": figures,
        "per_theme": drawn.per_theme(labels),
        "only": _only(truth == one, truth == other, groups is None),
        "permutations": permutations,
        "seed": seed,
        "unknown": [sorted(set(judged.themes) - set(judged.model.themes)) for judged in (first, second)],
    }


def _codes(judged: Judged, columns: Codes, labels: Sequence[str]) -> Codes:
    """Columns of one model as numbers of labels that both share."""
    place = {label: number for number, label in enumerate(labels)}
    numbers = np.array([place[OTHER], *(place[theme] for theme in judged.themes)], dtype=np.intp)
    return numbers[columns + 1]


@dataclass(frozen=True, eq=False)
class _Drawn:
    """The answers of both models, or one of each kind, and how often each is drawn."""

    truth: Codes
    guesses: tuple[Codes, Codes]
    sides: Sequence[tuple[Sets, Sets]]
    copies: Codes
    draws: Callable[[], Iterator[Weights]]

    @classmethod
    def of(
        cls, truth: Codes, guesses: tuple[Codes, Codes], sides: Sequence[tuple[Sets, Sets]], units: Codes | None, draws: int
    ) -> _Drawn:
        """Units are drawn whole; where there are none, texts of a kind are one."""
        if units is not None:
            every = np.ones(len(truth), dtype=np.intp)
            return cls(truth, guesses, sides, every, partial(draws_of_units, units, draws))
        rows, copies = kinds([truth, *guesses], [some for side in sides for some in side])
        some = [(had[rows], named[rows]) for had, named in sides]
        return cls(truth[rows], (guesses[0][rows], guesses[1][rows]), some, copies, partial(draws_of_kinds, copies, draws))

    def figures(self) -> dict[str, dict[str, Any]]:
        """Each figure of both models, and the difference with its interval."""
        pairs = {
            "macro_f1": [macro_f1_of(self.truth, guess) for guess in self.guesses],
            "accuracy": [accuracy_of(self.truth, guess) for guess in self.guesses],
            "sets_macro_f1": [sets_macro_f1_of(*side) for side in self.sides],
        }
        ends = intervals({name: _difference(*pair) for name, pair in pairs.items()}, self.draws())
        return {name: self._figure(pair, ends[name]) for name, pair in pairs.items()}

    def _figure(self, pair: Sequence[Figure], ends: tuple[float, float]) -> dict[str, Any]:
        first, second = (figure(self.copies) for figure in pair)
        unseen = max(_SEEN * (ends[1] - ends[0]), abs(second - first))
        return {"first": first, "second": second, "difference": second - first, "interval": list(ends), "unseen": unseen}

    def per_theme(self, labels: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The F1 of each label that texts have, of both models, and the difference with its interval."""
        first, second = (rates_of(self.truth, guess, len(labels)) for guess in self.guesses)

        def difference(weights: Weights) -> NDArray[np.float64]:
            return second(weights) - first(weights)

        ends = rate_intervals(difference, self.draws(), labels)
        support = np.bincount(self.truth, self.copies, len(labels)).astype(int).tolist()
        f1 = [np.nan_to_num(figure(self.copies)[:, 2]).tolist() for figure in (first, second)]
        return {
            label: {
                "first": f1[0][place],
                "second": f1[1][place],
                "difference": f1[1][place] - f1[0][place],
                "interval": ends[label]["f1"],
                "support": support[place],
            }
            for place, label in enumerate(labels)
            if support[place]
        }


def _difference(first: Figure, second: Figure) -> Figure:
    return lambda weights: second(weights) - first(weights)


def _chance(truth: Codes, guesses: tuple[Codes, Codes], units: Codes, permutations: int, seed: int) -> dict[str, float]:
    """How often answers swapped by chance differ as much as the true ones, or more: the probability of each figure's difference.

    Only texts on which the answers differ are swapped; the counts of the others stay as they are.
    """
    unlike = guesses[0] != guesses[1]
    tally = _Tally(truth, guesses, unlike)
    random, extreme = np.random.default_rng(seed), {"macro_f1": 1, "accuracy": 1}
    observed = tally.differences(np.zeros(int(unlike.sum()), dtype=bool))
    for _ in range(permutations):
        swapped = random.integers(2, size=int(units.max(initial=-1)) + 1).astype(bool)[units[unlike]]
        for name, difference in tally.differences(swapped).items():
            extreme[name] += abs(difference) >= abs(observed[name]) - _TIE
    return {name: count / (permutations + 1) for name, count in extreme.items()}


_SEEN: Final = (1.96 + 0.84) / (2 * 1.96)
"""A difference of 1.96 + 0.84 standard errors is shown 80 times of 100; an interval is twice 1.96 of them wide."""

_TIE: Final = 1e-12  # sums in another order


class _Tally:
    """What is counted of two models' answers when some of them are swapped."""

    def __init__(self, truth: Codes, guesses: tuple[Codes, Codes], unlike: NDArray[np.bool_]) -> None:
        self.width = int(max(codes.max(initial=-1) for codes in (truth, *guesses))) + 1
        self.support = np.bincount(truth, minlength=self.width)
        self.texts = max(len(truth), 1)
        alike = guesses[0][~unlike]
        self.answers = np.bincount(alike, minlength=self.width)
        self.hits = np.bincount(alike[alike == truth[~unlike]], minlength=self.width)
        self.truth, self.guesses = truth[unlike], (guesses[0][unlike], guesses[1][unlike])

    def differences(self, swapped: NDArray[np.bool_]) -> dict[str, float]:
        """Second less first, when these of the unlike answers have changed places."""
        first = self._figures(np.where(swapped, self.guesses[1], self.guesses[0]))
        second = self._figures(np.where(swapped, self.guesses[0], self.guesses[1]))
        return {"macro_f1": second[0] - first[0], "accuracy": second[1] - first[1]}

    def _figures(self, guess: Codes) -> tuple[float, float]:
        """Macro-F1 and accuracy of one model."""
        answers = self.answers + np.bincount(guess, minlength=self.width)
        hits = self.hits + np.bincount(guess[guess == self.truth], minlength=self.width)
        there = self.support > 0
        f1 = 2 * hits[there] / (self.support + answers)[there]
        return float(f1.mean()) if there.any() else 0.0, float(hits.sum() / self.texts)


def _only(first: NDArray[np.bool_], second: NDArray[np.bool_], is_apart: bool) -> dict[str, Any]:
    """On how many texts only one model, or neither, is right, and the exact probability of that where texts stand apart."""
    one, other = int((first & ~second).sum()), int((second & ~first).sum())
    p = mcnemar(one, other) if is_apart else None
    return {"first": one, "second": other, "neither": int((~first & ~second).sum()), "p": p}


def mcnemar(first: int, second: int) -> float:
    """The probability that a fair coin falls as unevenly as so many texts do of which only one model got each right.

    Source: the exact (binomial) form of McNemar's test, as in A. Agresti, "Categorical data analysis" (2013), 11.1.
    """
    tosses, fewer = first + second, min(first, second)
    terms = (lgamma(tosses + 1) - lgamma(k + 1) - lgamma(tosses - k + 1) - tosses * log(2) for k in range(fewer + 1))
    return min(1.0, 2 * sum(map(exp, terms)))
