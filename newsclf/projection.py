"""Few features made of many words: the groups of a lexicon, and the dimensions of word vectors.

Densities are linear in the counts of words. So a classifier learns weights for the few, which then unfold into one weight
per word, and scoring knows only words. The roots of a lexicon's densities are the exception: they stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from newsclf.arrays import Floats
from newsclf.lexicon import DENSITY_SCALE, lexicon_words, membership
from newsclf.vectors import WordVectors


@dataclass(frozen=True, eq=False)
class Projection:
    """How densities of words make features.

    Attributes
    ----------
    words : tuple of str
    groups : ndarray of shape (n_words, n_groups)
        One where a word is in a group of the lexicon.
    vectors : ndarray of shape (n_words, n_dimensions)
    """

    words: tuple[str, ...]
    groups: Floats
    vectors: Floats

    @classmethod
    def of(cls, lexicon: Mapping[str, Sequence[str]] | None, vectors: WordVectors | None) -> Projection:
        """The projection for a lexicon and word vectors, either of which may be missing."""
        words = list(dict.fromkeys([*lexicon_words(lexicon or {}), *(vectors.words if vectors else ())]))
        of_words = np.zeros((len(words), 0)) if vectors is None else vectors.of(words)
        return cls(tuple(words), membership(lexicon or {}, words), of_words)

    def scaled(self, density: csr_matrix, length: float = 1.0) -> Projection:
        """The same, with vectors so long that a typical text of these densities, shape (n_texts, n_words), has this length."""
        lengths = np.linalg.norm(density @ self.vectors, axis=1)
        typical = float(np.median(lengths[lengths > 0])) if lengths.any() else 1.0
        return replace(self, vectors=self.vectors / typical * length)

    def features(self, density: csr_matrix) -> Floats:
        """The features of texts with such densities of the words, shape (n_texts, n_features)."""
        return np.hstack([DENSITY_SCALE * (density @ self.groups), density @ self.vectors])

    def unfolded(self, coef: Floats) -> Floats:
        """Weights of the features, shape (n_features, n_themes), as weights of the words, shape (n_words, n_themes)."""
        groups = self.groups.shape[1]
        return np.asarray(DENSITY_SCALE * self.groups @ coef[:groups] + self.vectors @ coef[groups:])
