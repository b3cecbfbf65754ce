"""Word vectors: what a text's words are like, also the words that no labelled text has.

A text's features are the weighted mean of its words' vectors. A mean is additive: once weights are learned, each word has
one number per theme, and neither scoring nor the model folder needs the vectors any more. Vectors are learned from
unlabelled text by `newsclf.cooccurrence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BATCH: Final = 512


@dataclass(frozen=True, eq=False, repr=False)
class WordVectors:
    """Vectors of words, in 8 bits.

    Attributes
    ----------
    vocabulary : dict of str to int
        Word to row.
    weight : ndarray of float32, shape (n_words,)
        What a word counts for in the mean of a text: its inverse document frequency.
    rows : ndarray of int8, shape (n_words, n_dimensions)
    scale : ndarray of float32, shape (n_dimensions,)
        The vector of a word is its row times the scale.
    """

    vocabulary: dict[str, int]
    weight: NDArray[np.float32]
    rows: NDArray[np.int8]
    scale: NDArray[np.float32]

    def __repr__(self) -> str:
        return f"<WordVectors: {len(self.rows)} words, {len(self.scale)} dimensions>"

    def weighted(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The vectors of known words times their weights, shape (len(places), n_dimensions)."""
        return self.rows[places] * (self.weight[places, None].astype(np.float64) * self.scale)

    def by_word(self, coef: NDArray[np.float32]) -> NDArray[np.float32]:
        """What weights of the features, shape (n_dimensions, n_themes), are for each word, shape (n_words, n_themes)."""
        return np.asarray((self.rows * self.scale.astype(np.float64)) @ coef, dtype=np.float32)

    def values(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """The features of texts given as words: their weighted means, or zeros where no word is known."""
        parts = [self._batch(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return np.concatenate([np.zeros((0, len(self.scale))), *parts])

    def _batch(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        known = [[self.vocabulary[word] for word in words if word in self.vocabulary] for words in texts]
        lengths = np.array([len(places) for places in known])
        means = np.zeros((len(texts), len(self.scale)))
        filled = np.flatnonzero(lengths)
        if len(filled):
            starts = np.cumsum(lengths[filled]) - lengths[filled]
            places = np.array([place for row in known for place in row], dtype=np.int64)
            total = np.add.reduceat(self.weight[places].astype(np.float64), starts)
            means[filled] = np.add.reduceat(self.weighted(places), starts, axis=0) / total[:, None]
        return means
