"""Word vectors: what a text's words are like, also the words that no labelled text has.

What a text is like is the sum of the vectors of the words that stand in it, over its length: a density. So, once weights are
learned, each word has one number per theme, and neither scoring nor the model folder needs the vectors any more. Vectors are
learned from unlabelled text by `newsclf.cooccurrence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, repr=False)
class WordVectors:
    """Vectors of words, in 8 bits.

    Attributes
    ----------
    vocabulary : dict of str to int
        Word to row.
    weight : ndarray of float32, shape (n_words,)
        What a word counts for in a text: its inverse document frequency.
    rows : ndarray of int8, shape (n_words, n_dimensions)
    scale : ndarray of float32, shape (n_dimensions,)
        The vector of a word is its row times the scale.
    name : str
        How a manifest names them; empty for vectors in memory.
    """

    vocabulary: dict[str, int]
    weight: NDArray[np.float32]
    rows: NDArray[np.int8]
    scale: NDArray[np.float32]
    name: str = ""

    def __repr__(self) -> str:
        return f"<WordVectors: {len(self.rows)} words, {len(self.scale)} dimensions>"

    @property
    def words(self) -> list[str]:
        """The words that count: those of two characters and more, since one character says little wherever it stands."""
        return [word for word in self.vocabulary if len(word) > 1]

    def most_frequent(self, number: int | None) -> WordVectors:
        """Those of the most frequent words, at most so many; all without a number."""
        if number is None or number >= len(self.vocabulary):
            return self
        vocabulary = {word: row for word, row in self.vocabulary.items() if row < number}
        return replace(self, vocabulary=vocabulary, weight=self.weight[:number], rows=self.rows[:number])

    def of(self, words: Sequence[str]) -> NDArray[np.float64]:
        """The weighted vectors of some words, shape (n_words, n_dimensions); zeros for those that do not count."""
        counting = set(self.words)
        vectors = np.zeros((len(words), len(self.scale)))
        known = [row for row, word in enumerate(words) if word in counting]
        places = [self.vocabulary[words[row]] for row in known]
        vectors[known] = self.rows[places] * self.scale.astype(np.float64) * self.weight[places, None]
        return vectors
