"""What a model learns about its own answers: probabilities and thresholds from out-of-fold scores, and when to abstain."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from newsclf.arrays import Floats

LOWEST, HIGHEST = 0.4, 0.5
"""Thresholds stay between these. The threshold with the best F1 is half of that F1 (Lipton, Elkan and Naryanaswamy,
"Optimal thresholding of classifiers to maximize F1 measure", 2014): 0.4 for an F1 of 0.8. Tuned freely, thresholds are no
better, at home or on a source left out (`training.evaluate` measures both)."""

HIGHEST_FLOOR = 0.2
"""A text with a known pair of characters for every fifth character is never refused as unknown."""

_MIN_SLOPE = 1e-3


def fit_sigmoid(scores: Floats, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit Platt's sigmoid to out-of-fold scores.

    Source: J. Platt, "Probabilistic outputs for support vector machines" (1999), with its smoothed targets, which
    keep the slope finite when a few labels separate perfectly.

    Parameters
    ----------
    scores : ndarray of shape (n_texts,)
    truth : ndarray of bool, shape (n_texts,)

    Returns
    -------
    slope, offset : float
        probability = 1 / (1 + exp(-(slope * score + offset))); the slope is positive, so that order is kept.
    """
    positive = int(truth.sum())
    negative = len(truth) - positive
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))
    model = LogisticRegression(C=1e6, max_iter=1000)
    both = np.concatenate([scores, scores])[:, None]
    model.fit(both, np.repeat([1, 0], len(scores)), sample_weight=np.concatenate([target, 1 - target]))
    slope, offset = float(model.coef_[0, 0]), float(model.intercept_[0])
    if slope < _MIN_SLOPE:  # the scores say nothing, or the opposite: the base rate for all
        slope, base = _MIN_SLOPE, float(target.mean())
        offset = math.log(base / (1 - base)) - slope * float(scores.mean())
    return slope, offset


def best_threshold(probabilities: Floats, truth: NDArray[np.bool_], bounds: tuple[float, float] = (LOWEST, HIGHEST)) -> float:
    """The threshold with the best F1 on out-of-fold probabilities, within bounds.

    Parameters
    ----------
    probabilities : ndarray of shape (n_texts,)
    truth : ndarray of bool, shape (n_texts,)
    bounds : tuple of float
    """
    order = np.argsort(-probabilities, kind="stable")
    ordered, hits = probabilities[order], np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + truth.sum())
    f1[:-1][ordered[:-1] == ordered[1:]] = -1.0  # equal probabilities fall on one side together
    best = int(f1.argmax())
    below = ordered[best + 1] if best + 1 < len(ordered) else 0.0
    return float(np.clip((ordered[best] + below) / 2, *bounds))


def known_floor(shares: Floats) -> float:
    """Below which share of known pairs of characters a text is unlike nearly everything that was learned.

    All but 1 in 200 texts lie above the floor; it is at most `HIGHEST_FLOOR`.

    Parameters
    ----------
    shares : ndarray of shape (n_texts,)
        For each training text, which share would still be known had it not been there.
    """
    return min(HIGHEST_FLOOR, float(np.quantile(shares, 0.005)))
