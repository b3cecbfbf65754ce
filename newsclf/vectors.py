"""Word vectors: what a text's words are like, also the words that no labelled text has.

A text's features are the weighted mean of its words' vectors. A mean is additive: once weights are learned, each word has
one number per theme, and neither scoring nor the model folder needs the vectors any more. Vectors are learned from
unlabelled text by `newsclf.cooccurrence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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

    def by_word(self, coef: NDArray[np.float32]) -> NDArray[np.float32]:
        """What weights of the features, shape (n_dimensions, n_themes), are for each word, shape (n_words, n_themes)."""
        return np.asarray((self.rows * self.scale.astype(np.float64)) @ coef, dtype=np.float32)

    def values(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """The features of texts given as words: their weighted means, or zeros where no word is known."""
        return weighted_means(texts, self.vocabulary, self.weight, self.rows) * self.scale


def weighted_means(
    texts: Sequence[Sequence[str]], vocabulary: Mapping[str, int], weight: NDArray[np.float32], rows: NDArray[Any]
) -> NDArray[np.float64]:
    """The weighted mean of the rows of each text's known words, shape (n_texts, n_columns); zeros where none is known."""
    starts = range(0, len(texts), _BATCH)
    parts = [_means(texts[start : start + _BATCH], vocabulary, weight, rows) for start in starts]
    return np.concatenate([np.zeros((0, rows.shape[1])), *parts])


def _means(
    texts: Sequence[Sequence[str]], vocabulary: Mapping[str, int], weight: NDArray[np.float32], rows: NDArray[Any]
) -> NDArray[np.float64]:
    known = [[vocabulary[word] for word in words if word in vocabulary] for words in texts]
    lengths = np.array([len(places) for places in known], dtype=np.int64)
    means = np.zeros((len(texts), rows.shape[1]))
    filled = np.flatnonzero(lengths)
    if len(filled):
        starts = np.cumsum(lengths[filled]) - lengths[filled]
        places = np.array([place for row in known for place in row], dtype=np.int64)
        weights = weight[places].astype(np.float64)
        total = np.add.reduceat(weights, starts)
        means[filled] = np.add.reduceat(weights[:, None] * rows[places], starts, axis=0) / total[:, None]
    return means
