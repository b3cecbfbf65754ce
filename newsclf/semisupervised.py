"""The design matrix of a few labelled texts with unlabelled ones beside them.

Unlabelled texts help twice. Terms and their weights are learned from all texts: how frequent a term is, a handful of texts
cannot tell. And what themes are like is learned from all (`newsclf.bayes`); it scores texts beside the logistic regressions. How
much each of the two counts is learned from their scores of labelled texts held out: unlabelled texts that do not help then count
for little. Both are linear in the same features: together they are one weight per feature and theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from newsclf.arrays import Floats
from newsclf.bayes import LEANING, NO_THEME, ROUNDS, UNLABELLED_WEIGHT, learn_themes
from newsclf.design import HeldOut, Prune, Which, Whole
from newsclf.extraction import UNIT_LENGTH
from newsclf.folds import Indices, splits
from newsclf.linear import Linear, fit_in_memory

FEW: Final = 5_000
"""Beside more labelled texts than these, unlabelled ones are not learned from."""

METHOD: Final = {
    "method": "terms of all texts; naive Bayes by EM beside logistic regression, mixed by held-out scores",
    "rounds": ROUNDS,
    "weight": UNLABELLED_WEIGHT,
    "leaning": LEANING,
    "no_theme": NO_THEME,
}
"""What the manifest says of the method."""

_OFFSET_PENALTY: Final = 1.0
_FOLDS: Final = 5

Pair = tuple[Linear, Linear]


@dataclass(eq=False)
class Helped(Whole):
    """Labelled texts in memory, and unlabelled ones beside them; see `newsclf.design.Design`.

    `held_out` comes first: from it is learned how much the two kinds of weights count, which `linear` then uses.
    """

    unlabelled: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.columns, self._matrix, unit = self.recipe.learn_beside(self.texts, self.unlabelled)
        self._labelled, self._unlabelled = unit[: len(self.texts)], unit[len(self.texts) :]
        self._shares: Floats | None = None
        self.tell(len(self.texts))

    def linear(self, kept: Which | None = None) -> Linear:
        """Weights learned from all texts."""
        if self._shares is None:
            self.held_out(None, _FOLDS)
        return self._mixed(np.arange(len(self.targets.indicator)), kept)

    def held_out(self, groups: Sequence[Any] | None, folds: int, prune: Prune | None = None) -> HeldOut:
        """All labelled texts that have a fold, and their scores by weights that have not seen their labels."""
        parts = list(splits(self.targets, groups, folds, self.seed))
        rows, scores = self._scores(parts)
        if not self.targets.indicator[rows].any():
            self._shares = np.empty(0)
            return HeldOut(rows, scores[0], scores[0])
        self._shares = mix(scores, self.targets.indicator[rows])
        mixed = np.tensordot(self._shares[:2], scores, axes=1) + self._shares[2:]
        return HeldOut(rows, mixed, self._pruned(parts, rows, prune) if prune else mixed)

    def _pruned(self, parts: Sequence[tuple[Indices, Indices]], rows: Indices, prune: Prune) -> Floats:
        """The same scores by smaller models."""
        scores = np.zeros(self.targets.indicator.shape)
        for train, test in parts:
            learn = partial(self._mixed, train)
            scores[test] = prune(learn(), learn, [self.texts[place] for place in test.tolist()])
        return scores[rows]

    def _mixed(self, rows: Indices, kept: Which | None = None) -> Linear:
        """Both kinds of weights, learned from some of the labelled texts, together."""
        pair, themes = self._pair(rows, kept), len(self.targets.classes)
        known = self._shares is not None and len(self._shares)
        shares = self._shares if known and self._shares is not None else np.append(self._even(pair, kept), np.zeros(themes))
        return Linear(
            shares[0] * pair[0].coef + shares[1] * pair[1].coef,
            shares[0] * pair[0].intercept + shares[1] * pair[1].intercept + shares[2:],
        )

    def _scores(self, parts: Sequence[tuple[Indices, Indices]]) -> tuple[Indices, Floats]:
        """The texts that are held out, and their scores by both kinds of weights."""
        truth = self.targets.indicator
        scores, tested = np.zeros((2, *truth.shape)), np.zeros(len(truth), dtype=bool)
        for train, test in parts:
            for kind, linear in enumerate(self._pair(train)):
                scores[kind, test] = linear.scores(self._matrix[test])
            tested[test] = True
        return np.flatnonzero(tested), scores[:, tested]

    def _pair(self, rows: Indices, kept: Which | None = None) -> Pair:
        """Both kinds of weights learned from some of the labelled texts, and from all unlabelled ones."""
        truth, terms = self.targets.indicator[rows], self._labelled.shape[1]
        matrix, labelled, unlabelled = self._matrix, self._labelled, self._unlabelled
        if kept is not None:
            matrix, labelled, unlabelled = matrix[:, kept], labelled[:, kept[:terms]], unlabelled[:, kept[:terms]]
        like = np.zeros((truth.shape[1], matrix.shape[1]))
        like[:, : labelled.shape[1]] = learn_themes(labelled[rows], truth, unlabelled).T / UNIT_LENGTH
        linear = fit_in_memory(matrix[rows], truth, self.strength, self.seed, self.balanced)
        self.tell(len(rows))
        return linear, Linear(like, np.zeros(len(like)))

    def _even(self, pair: Pair, kept: Which | None) -> Floats:
        """Shares by which both count alike, where nothing was held out: by how far they set unlabelled texts apart."""
        unlabelled = self._unlabelled if kept is None else self._unlabelled[:, kept[: self._unlabelled.shape[1]]]
        terms = unlabelled.shape[1]
        spread = [float((unlabelled @ linear.coef[:, :terms].T).std()) for linear in pair]
        return np.array([1 / width if width else 0.0 for width in spread])


def mix(scores: Floats, truth: NDArray[np.bool_]) -> Floats:
    """How much each of several kinds of scores counts, and what to add for each theme.

    Logistic regression of all pairs of text and theme together on the scores: no share is below zero, and offsets are held
    together. Few numbers are learned, so that few texts suffice (D. Wolpert, "Stacked generalization", 1992).

    Parameters
    ----------
    scores : ndarray of shape (n_kinds, n_texts, n_themes)
    truth : ndarray of bool, shape (n_texts, n_themes)

    Returns
    -------
    shares : ndarray of shape (n_kinds + n_themes,)
    """
    kinds, themes = len(scores), truth.shape[1]
    spread = scores.reshape(kinds, -1).std(axis=1)
    spread[spread == 0] = 1.0
    scaled = scores / spread[:, None, None]

    def loss(free: Floats) -> tuple[float, Floats]:
        shares, middle, offsets = free[:kinds], free[kinds], free[kinds + 1 :]
        logits = np.tensordot(shares, scaled, axes=1) + middle + offsets
        wrong = expit(logits) - truth
        value = float((np.logaddexp(0.0, logits) - truth * logits).sum() + _OFFSET_PENALTY * (offsets**2).sum() / 2)
        pull = np.tensordot(scaled, wrong, axes=2)
        return value, np.concatenate([pull, [wrong.sum()], wrong.sum(axis=0) + _OFFSET_PENALTY * offsets])

    start = np.concatenate([np.full(kinds, 1 / kinds), [-1.0], np.zeros(themes)])
    bounds = [(0.0, None)] * kinds + [(None, None)] * (themes + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.concatenate([found[:kinds] / spread, found[kinds] + found[kinds + 1 :]])
