"""What themes are like, learned from a few labelled texts and many without a label.

A theme is a distribution over terms (naive Bayes). Unlabelled texts belong to themes as far as these distributions say so, the
distributions are learned anew from labelled and unlabelled texts, and so on for a few rounds: expectation and maximisation, with
unlabelled texts counting less. Source: K. Nigam, A. McCallum, S. Thrun and T. Mitchell, "Text classification from labeled and
unlabeled documents using EM" (Machine Learning, 2000). Three things differ. Terms count by TF-IDF of unit length, as they do for
the other weights (J. Rennie et al., "Tackling the poor assumptions of naive Bayes text classifiers", 2003). A theme of which
little is known is like all texts together: its distribution leans on theirs. And a text may belong to no theme: it is compared
with all texts together, too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from newsclf.arrays import Floats

ROUNDS: Final = 4
UNLABELLED_WEIGHT: Final = 0.1
"""What an unlabelled text counts for beside a labelled one."""

LEANING: Final = 100.0
"""A theme leans on all texts together as if it had texts like them that weigh so much; a paragraph weighs some ten."""

NO_THEME: Final = 2.0
"""The log-odds of belonging to no theme, beside a theme that fits no better than all texts together."""

_RAREST: Final = 1e-3


def learn_themes(labelled: csr_matrix, truth: NDArray[np.bool_], unlabelled: csr_matrix) -> Floats:
    """Learn how much more likely each theme makes each term than all texts together do, as a logarithm.

    Parameters
    ----------
    labelled : csr_matrix of shape (n_texts, n_terms)
        TF-IDF of unit length.
    truth : ndarray of bool, shape (n_texts, n_themes)
        A text of several themes is shared between them; one without any tells of none.
    unlabelled : csr_matrix of shape (n_unlabelled, n_terms)

    Returns
    -------
    weights : ndarray of shape (n_terms, n_themes)
        A text's features times these are what it says for each theme.
    """
    everything = np.asarray(vstack([labelled, unlabelled]).sum(axis=0)).ravel() + _RAREST
    share = (everything / everything.sum())[:, None]
    known = labelled.T @ (truth / np.maximum(truth.sum(axis=1, keepdims=True), 1))
    weights = _against_all(known, share)
    for _ in range(ROUNDS - 1):
        belongs = _belonging(unlabelled @ weights.astype(np.float32))
        weights = _against_all(known + UNLABELLED_WEIGHT * (unlabelled.T @ belongs), share)
    return weights


def _against_all(mass: Floats, share: Floats) -> Floats:
    """The weights of themes with such masses of terms, shape (n_terms, n_themes)."""
    return np.asarray(np.log((mass + LEANING * share) / (mass.sum(axis=0) + LEANING)) - np.log(share))


def _belonging(scores: Floats) -> Floats:
    """How far texts belong to each theme, shape (n_texts, n_themes); the rest is to none."""
    highest = np.maximum(scores.max(axis=1, keepdims=True), NO_THEME)
    odds = np.exp(scores - highest)
    return np.asarray(odds / (odds.sum(axis=1, keepdims=True) + np.exp(NO_THEME - highest)))
