"""From out-of-fold scores to probabilities and thresholds, one theme at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from newsclf.decisions import Floats

LOWEST, HIGHEST = 0.5, 0.6
"""Thresholds stay between these. Tuned freely, they fit the mix of the labelled texts and do worse on two of three
sources left out (`training.evaluate` measures both); and a theme that is less likely than not should not be named."""

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
    return max(float(model.coef_[0, 0]), _MIN_SLOPE), float(model.intercept_[0])


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
