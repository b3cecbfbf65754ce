"""Features to weights: one logistic regression per theme.

Two solvers of one problem: for each theme, the least of half the squared weights (the intercept's, too) plus C times the
log-loss of all texts, in which, where it is balanced, the texts with the theme weigh as much as those without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from newsclf.arrays import Floats

_TOLERANCE: Final = 0.01

STEPS: Final = 40
"""Steps of the solver for many texts, each of them a pass or two over all texts. It stops early: on labelled news, later steps
tell held-out texts apart no better."""

_GAIN: Final = 1e-5  # a step that lowers the loss by a smaller share is the last
_CORRECTIONS: Final = 5  # steps remembered: each costs two arrays as large as the weights

Truth = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Linear:
    """Weights of features, shape (n_themes, n_columns), and intercepts, shape (n_themes,)."""

    coef: Floats
    intercept: Floats

    def scores(self, matrix: csr_matrix) -> Floats:
        """Raw scores of texts with such features, shape (n_texts, n_themes)."""
        return np.asarray(matrix @ self.coef.T + self.intercept)


def fit_in_memory(matrix: csr_matrix, truth: Truth, strength: float, seed: int, balanced: bool = True) -> Linear:
    """Solve it theme by theme with the whole matrix in memory.

    The dual form (Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models",
    2011) steps through the texts in an order given by the seed: the same to the last bit in every run. Its time grows faster
    than the texts once they have outgrown the processor's cache.

    Parameters
    ----------
    matrix : csr_matrix of shape (n_texts, n_columns)
    truth : ndarray of bool, shape (n_texts, n_themes)
    strength : float
        C, the inverse strength of regularisation.
    seed : int
    balanced : bool
    """
    coef = np.zeros((truth.shape[1], matrix.shape[1]))
    intercept = np.zeros(truth.shape[1])
    for column, of_theme in enumerate(truth.T):
        if of_theme.all() or not of_theme.any():
            continue  # a fold without the theme: it cannot tell
        linear = LogisticRegression(
            C=strength,
            class_weight="balanced" if balanced else None,
            solver="liblinear",
            dual=True,
            tol=_TOLERANCE,
            max_iter=1000,
            random_state=seed,
        )
        linear.fit(matrix, of_theme)
        coef[column], intercept[column] = linear.coef_[0], linear.intercept_[0]
    return Linear(coef, intercept)


def fit_in_blocks(
    blocks: Iterable[csr_matrix], truth: Truth, learned: Truth, strength: float, start: Linear, balanced: bool = True
) -> Linear:
    """Solve it for all themes at once, with one block of texts in memory at a time.

    Each step passes over the blocks in order, so time grows as the texts do, and memory does not. The method is L-BFGS (Liu
    and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989) on features scaled by the curvature
    at the start, without which rare terms would hardly move in so few steps. It knows no chance. Carried on, it ends at the
    weights of `fit_in_memory`.

    Parameters
    ----------
    blocks : iterable of csr_matrix, each of shape (n_texts_of_block, n_columns)
        It is iterated over again and again.
    truth : ndarray of bool, shape (n_texts, n_themes)
    learned : ndarray of bool, shape (n_texts,)
        Which texts to learn from.
    strength : float
        C, the inverse strength of regularisation.
    start : Linear
        The weights to start from: those that a sample of the texts gives.
    balanced : bool
    """
    loss = _Loss(blocks, truth, learned, *_balance(truth[learned], strength, balanced))
    first = np.vstack([start.coef.T, start.intercept])
    scale = 1 / np.sqrt(loss.curvature(first))

    def scaled(flat: Floats) -> tuple[float, Floats]:
        value, slope = loss.at(flat.reshape(scale.shape) * scale)
        return value, (slope * scale).ravel()

    # Sums by several threads would hang on their number, and crawl when other processes are busy.
    with threadpool_limits(limits=1, user_api="blas"):
        found = minimize(
            scaled,
            (first / scale).ravel(),
            method="L-BFGS-B",
            jac=True,
            options={"maxiter": STEPS, "maxcor": _CORRECTIONS, "ftol": _GAIN, "gtol": 0.0},
        )
    weights = found.x.reshape(scale.shape) * scale
    return Linear(np.ascontiguousarray(weights[:-1].T), weights[-1])


def _balance(truth: Truth, strength: float, balanced: bool) -> tuple[Floats, Floats]:
    """What a text with each theme weighs and one without it, as scikit-learn's ``class_weight="balanced"`` has it, or None."""
    having = truth.sum(axis=0).astype(np.float64)
    lacking = len(truth) - having
    known = strength * len(truth) * ((having > 0) & (lacking > 0))  # without examples for both it cannot tell
    if not balanced:
        return known / len(truth), known / len(truth)
    return known / np.maximum(2 * having, 1.0), known / np.maximum(2 * lacking, 1.0)


@dataclass(frozen=True, eq=False)
class _Loss:
    """What is to be made small, as a function of weights of shape (n_columns + 1, n_themes), the intercepts last."""

    blocks: Iterable[csr_matrix]
    truth: Truth
    learned: Truth
    having: Floats
    lacking: Floats

    def at(self, weights: Floats) -> tuple[float, Floats]:
        """The value and its slope."""
        value, slope = float(np.square(weights).sum()) / 2, weights.copy()
        for block, truth, weight in self._parts():
            sign = np.where(truth, -1.0, 1.0)
            wrong = (block @ weights[:-1] + weights[-1]) * sign
            value += float((weight * np.logaddexp(0.0, wrong)).sum())
            pull = weight * sign * expit(wrong)
            slope[:-1] += block.T @ pull
            slope[-1] += pull.sum(axis=0)
        return value, slope

    def curvature(self, weights: Floats) -> Floats:
        """The second derivative by each weight."""
        bends = np.ones_like(weights)
        for block, _, weight in self._parts():
            likely = expit(block @ weights[:-1] + weights[-1])
            bend = weight * likely * (1 - likely)
            bends[:-1] += block.multiply(block).T @ bend
            bends[-1] += bend.sum(axis=0)
        return bends

    def _parts(self) -> Iterator[tuple[csr_matrix, Truth, Floats]]:
        """Each block, with the themes of its texts and what these weigh."""
        last = 0
        for block in self.blocks:
            first, last = last, last + block.shape[0]
            truth = self.truth[first:last]
            yield block, truth, np.where(truth, self.having, self.lacking) * self.learned[first:last, None]
