"""How useful it is to label a text: how unsure a model is of it, theme by theme, and how unlike others it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from newsclf.arrays import Floats
from newsclf.decisions import Rule
from newsclf.duplicates import Indices
from newsclf.text import normalise

UNLIKE: Final = 0.1
"""How much it counts that a text is unlike those that were taken before. On our news, where few texts are alike, models became as
good without it and with five times as much (`training.labelling`): it is for texts of which many tell the same."""

_LONGEST: Final = 2_000


def distances(rule: Rule, probabilities: Floats) -> Floats:
    """How far texts are from where each theme is accepted or is no longer, in log-odds; shape (n_texts, n_themes).

    Where a theme must be named, that is where it is as probable as the best of the others.

    Parameters
    ----------
    rule : Rule
    probabilities : ndarray of shape (n_texts, n_themes)
    """
    odds = _log_odds(probabilities)
    if rule.answers_other or odds.shape[1] == 1:
        return np.abs(odds - _log_odds(rule.thresholds))
    first_two = np.sort(odds, axis=1)[:, -2:]
    best_other = np.where(odds == first_two[:, 1:], first_two[:, :1], first_two[:, 1:])
    return np.abs(odds - best_other)


def ranks(far: Floats, ties: Sequence[bytes]) -> tuple[Indices, Indices]:
    """The order of texts by the best rank that each has by any theme, and by which theme it has that.

    Parameters
    ----------
    far : ndarray of shape (n_texts, n_themes)
        See `distances`.
    ties : sequence of bytes
        Of texts that are as far, the one with the lesser tie is first.

    Returns
    -------
    order, themes : ndarrays of intp, shape (n_texts,)
    """
    tie = np.argsort(np.argsort(np.array(ties, dtype=object), kind="stable"))
    found = np.empty(far.shape, dtype=np.intp)
    for column, of_theme in enumerate(far.T):
        found[np.lexsort((tie, of_theme)), column] = np.arange(len(far))
    return np.lexsort((tie, found.min(axis=1))), found.argmin(axis=1)


def diverse(texts: Sequence[str], number: int) -> list[int]:
    """Choose among texts, the most useful of which stand first, so that they are unlike each other.

    Parameters
    ----------
    texts : sequence of str
    number : int

    Returns
    -------
    list of int
        The places of at most so many texts, in the order in which they were chosen.
    """
    if not texts:
        return []
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, lowercase=False)
    matrix = vectors.fit_transform([normalise(text[:_LONGEST]) or " " for text in texts])
    usefulness = 1 - np.arange(len(texts)) / len(texts)
    nearest, taken = np.zeros(len(texts)), np.zeros(len(texts), dtype=bool)
    order: list[int] = []
    while len(order) < min(number, len(texts)):
        best = int(np.where(taken, -1.0, usefulness * (1 - UNLIKE * nearest)).argmax())
        order.append(best)
        taken[best] = True
        nearest = np.maximum(nearest, (matrix @ matrix[best].T).toarray().ravel())
    return order


def _log_odds(probabilities: NDArray[np.float64]) -> Floats:
    return np.asarray(np.log(probabilities) - np.log1p(-probabilities))
