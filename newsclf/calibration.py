"""What a model learns about its own answers: probabilities and thresholds from out-of-fold scores, and when to abstain."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from newsclf.arrays import Floats
from newsclf.bootstrap import numbered
from newsclf.decisions import Rule
from newsclf.metrics import macro_f1_interval, report
from newsclf.targets import Targets
from newsclf.themes import OTHER

LOWEST, HIGHEST = 0.4, 0.5
"""Thresholds stay between these. The threshold with the best F1 is half of that F1 (Lipton, Elkan and Naryanaswamy,
"Optimal thresholding of classifiers to maximize F1 measure", 2014): 0.4 for an F1 of 0.8. Tuned freely, thresholds are no
better, at home or on a source left out (`training.evaluate` measures both)."""

HIGHEST_FLOOR = 0.2
"""A text with a known pair of characters for every fifth character is never refused as unknown."""

ENOUGH = 100
"""A theme with so many texts held out has a sigmoid of its own. One with fewer leans on that of all of them, the more the fewer
it has: of a handful of scores, its own would be chance, and chance would decide between themes."""

GUESSED_GAP, GUESSED_NEUTRAL = 3.0, 0.25
"""Where nothing could be held out, the only text of a theme is taken to be surer than the texts without the theme by so many
log-odds, and a new text that is as likely as the theme is frequent, to be so far from these on the way to that one. With one
text a class, these gave the least log-loss on news that we cut into 4, 5, 15 and 67 classes."""

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


def fit_rule(scores: Floats, shown: Targets, everyone: Targets) -> Rule:
    """Learn how to decide from the scores of texts by weights that have not seen them.

    Parameters
    ----------
    scores : ndarray of shape (n_shown, n_themes)
    shown : Targets
        Those of these texts.
    everyone : Targets
        Those of all texts that were learned from; for dev texts these themselves, which stand for what is to come. Where a theme
        has another share among them, the offset is corrected for it (G. King and L. Zeng, "Logistic regression in rare events
        data", 2001: prior correction).
    """
    slope, offset = fit_sigmoids(scores, shown.indicator)
    offset = offset - (_log_odds(shown.indicator) - _log_odds(everyone.indicator))
    names = tuple(str(theme) for theme in everyone.classes)
    untuned = Rule(names, slope, offset, np.full(len(slope), 0.5), everyone.answers_other)
    probabilities = untuned.probabilities(scores)
    thresholds = [best_threshold(probabilities[:, column], truth) for column, truth in enumerate(shown.indicator.T)]
    return replace(untuned, thresholds=np.array(thresholds))


def guessed_rule(scores: Floats, learned: Targets) -> Rule:
    """How to decide where every theme has but one text, so that none could be held out: a guess.

    Scores of texts that were learned from say nothing of how sure others will be. So it is supposed: the texts without a theme
    score lower than new texts would, and the one with it is surer than they by `GUESSED_GAP`.

    Parameters
    ----------
    scores : ndarray of shape (n_texts, n_themes)
        Those of the texts that were learned from.
    learned : Targets
    """
    truth = learned.indicator
    own, others = scores[truth].mean(), scores[~truth].mean()
    slope = np.full(truth.shape[1], GUESSED_GAP / max(own - others, _MIN_SLOPE))
    neutral = others + GUESSED_NEUTRAL * (own - others)
    having = truth.sum(axis=0)
    offset = np.log(having / (len(truth) - having)) - slope * neutral
    names = tuple(str(theme) for theme in learned.classes)
    return Rule(names, slope, offset, np.full(len(names), LOWEST), learned.answers_other)


def fit_sigmoids(scores: Floats, truth: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Platt's sigmoid for each theme; themes with fewer than `ENOUGH` texts lean on one for all of them.

    Parameters
    ----------
    scores : ndarray of shape (n_texts, n_themes)
    truth : ndarray of bool, shape (n_texts, n_themes)

    Returns
    -------
    slope, offset : ndarrays of shape (n_themes,)
    """
    slope, offset = np.array([fit_sigmoid(*column) for column in zip(scores.T, truth.T, strict=True)]).T
    trust = np.minimum(1.0, truth.sum(axis=0) / ENOUGH)
    few = trust < 1
    if few.any():
        common, shift = _common_sigmoid(scores[:, few], truth[:, few])
        slope[few] = trust[few] * slope[few] + (1 - trust[few]) * common
        offset[few] = trust[few] * offset[few] + (1 - trust[few]) * (shift + _log_odds(truth[:, few]))
    return slope, offset


def _common_sigmoid(scores: Floats, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """One slope and offset for several themes, beyond the log-odds that each has anyway; with Platt's smoothed targets."""
    prior, positive = _log_odds(truth), int(truth.sum())
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (truth.size - positive + 2))

    def loss(both: Floats) -> tuple[float, Floats]:
        logits = both[0] * scores + both[1] + prior
        wrong = expit(logits) - target
        return float((np.logaddexp(0.0, logits) - target * logits).sum()), np.array([(wrong * scores).sum(), wrong.sum()])

    slope, offset = minimize(loss, np.array([1.0, 0.0]), jac=True, method="BFGS").x.tolist()
    return (slope, offset) if slope >= _MIN_SLOPE else (_MIN_SLOPE, 0.0)


def measured(rule: Rule, probabilities: Floats, shown: Targets, separator: str | None = None) -> dict[str, Any]:
    """How well a rule decides on texts with such probabilities, shape (n_shown, n_themes): a report as JSON values.

    With a separator, labels are paths and upper levels have figures, too.
    """
    truth, guess = (
        [OTHER if column < 0 else rule.themes[column] for column in columns]
        for columns in (shown.primary, rule.primary(probabilities))
    )
    accepted = rule.accepted(probabilities)
    return report(truth, guess, rule.themes, shown.indicator, accepted, probabilities, separator).as_dict()


def measured_interval(
    rule: Rule, probabilities: Floats, primary: NDArray[np.intp], units: Sequence[Hashable] | None
) -> tuple[float, float]:
    """Between what the macro-F1 of `measured` lies (`newsclf.metrics.macro_f1_interval`).

    Parameters
    ----------
    rule : Rule
    probabilities : ndarray of shape (n_shown, n_themes)
    primary : ndarray of shape (n_shown,)
        The column of each text's primary theme; -1 for none.
    units : sequence of length n_shown, or None
        Texts that hang together.
    """
    return macro_f1_interval(primary + 1, rule.primary(probabilities) + 1, None if units is None else numbered(units))


def _log_odds(truth: NDArray[np.bool_]) -> Floats:
    """Of each theme in texts, smoothed so that it is finite."""
    having = truth.sum(axis=0)
    return np.asarray(np.log((having + 1) / (len(truth) - having + 1)))


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
