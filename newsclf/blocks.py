"""The blocks of a compiled model: each turns readings of texts into its part of the scores, and accounts for it.

A block's part is linear in its features: ``features / length @ weights``. So each term, hit or word has an exact share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsclf.features import Reading, gram_spans, token_spans
from newsclf.lexicon import Lexicon, densities
from newsclf.tokens import cut
from newsclf.vectors import weighted_means

Floats = NDArray[np.float64]
Span = tuple[int, int, float]
"""Where something stands in a normalised text, and its share of a score."""


class Block(Protocol):
    """A block of features with its weights, of shape (n_features, n_themes)."""

    @property
    def coef(self) -> NDArray[np.float32]:
        """The weights."""
        ...

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """The block's part of the scores, shape (n_texts, n_themes)."""
        ...

    def shares(self, reading: Reading, theme: int) -> Iterator[Span]:
        """What adds up to the block's part of one theme's score, with the place of each."""
        ...


@dataclass(frozen=True, eq=False, repr=False)
class TermBlock:
    """Sublinear TF-IDF of unit length (Salton and Buckley 1988) over words or over runs of characters.

    Attributes
    ----------
    kind : {"words", "grams"}
        Which terms.
    vocabulary : dict of str to int
        Term to row.
    idf : ndarray of shape (n_terms,)
    coef : ndarray of shape (n_terms, n_themes)
    """

    kind: str
    vocabulary: dict[str, int]
    idf: NDArray[np.float32]
    coef: NDArray[np.float32]

    def terms(self, reading: Reading) -> list[str]:
        """The terms of a text, in order, with repeats."""
        return reading.words if self.kind == "words" else reading.grams

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """See `Block`."""
        index = self.vocabulary
        counted = [Counter(self.terms(reading)) for reading in readings]
        hits = [
            (row, index[term], count) for row, counts in enumerate(counted) for term, count in counts.items() if term in index
        ]
        result = np.zeros((len(readings), self.coef.shape[1]))
        if not hits:
            return result
        rows, columns, counts = np.array(hits, dtype=np.int64).T
        values = (1.0 + np.log(counts)) * self.idf[columns]
        starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        norms = np.sqrt(np.add.reduceat(values * values, starts))
        sums = np.add.reduceat(values[:, None] * self.coef[columns], starts, axis=0)
        result[rows[starts]] = sums / norms[:, None]
        return result

    def shares(self, reading: Reading, theme: int) -> Iterator[Span]:
        """See `Block`."""
        spans = self._spans(reading)
        for (start, end), share in zip(spans, self.term_shares(self.terms(reading), theme), strict=True):
            yield start, end, share

    def _spans(self, reading: Reading) -> list[tuple[int, int]]:
        return _word_spans(reading) if self.kind == "words" else list(gram_spans(reading.folded))

    def term_shares(self, terms: Sequence[str], theme: int) -> list[float]:
        """Each term occurrence's share of the raw score of one theme."""
        counts = Counter(term for term in terms if term in self.vocabulary)
        weight = {term: (1.0 + math.log(count)) * float(self.idf[self.vocabulary[term]]) for term, count in counts.items()}
        norm = math.sqrt(sum(value * value for value in weight.values())) or 1.0
        share = {
            term: weight[term] * float(self.coef[self.vocabulary[term], theme]) / norm / count for term, count in counts.items()
        }
        return [share.get(term, 0.0) for term in terms]


@dataclass(frozen=True, eq=False, repr=False)
class LexiconBlock:
    """How densely a text uses each group of a lexicon.

    Attributes
    ----------
    lexicon : Lexicon
    coef : ndarray of shape (2 * n_groups, n_themes)
    """

    lexicon: Lexicon
    coef: NDArray[np.float32]

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """See `Block`."""
        return _product(self.lexicon.values([reading.folded for reading in readings]), self.coef)

    def shares(self, reading: Reading, theme: int) -> Iterator[Span]:
        """See `Block`; the hits of a group share equally."""
        hits = list(self.lexicon.hits(reading.folded))
        counts = Counter(column for _, _, column in hits)
        weights = self.coef[:, theme].astype(np.float64)
        share = {
            column: float(np.dot(densities(count, len(reading.folded)), weights[[column, column + len(self.lexicon)]])) / count
            for column, count in counts.items()
        }
        for start, end, column in hits:
            yield start, end, share[column]


@dataclass(frozen=True, eq=False, repr=False)
class VectorBlock:
    """The mean of the word vectors (`newsclf.vectors`), folded: what it comes to for each word.

    Attributes
    ----------
    vocabulary : dict of str to int
        Word to row.
    weight : ndarray of shape (n_words,)
        What a word counts for in the mean.
    coef : ndarray of shape (n_words, n_themes)
    """

    vocabulary: dict[str, int]
    weight: NDArray[np.float32]
    coef: NDArray[np.float32]

    def scores(self, readings: Sequence[Reading]) -> Floats:
        """See `Block`."""
        return weighted_means([reading.words for reading in readings], self.vocabulary, self.weight, self.coef)

    def shares(self, reading: Reading, theme: int) -> Iterator[Span]:
        """See `Block`."""
        index = self.vocabulary
        known = [(start, end) for start, end in _word_spans(reading) if reading.folded[start:end] in index]
        places = [index[reading.folded[start:end]] for start, end in known]
        weight = self.weight[places].astype(np.float64)
        for (start, end), share in zip(known, weight * self.coef[places, theme] / (weight.sum() or 1.0), strict=True):
            yield start, end, float(share)


def _product(values: Floats, coef: NDArray[np.float32]) -> Floats:
    """``values @ coef``, to the last bit the same for a text alone and among others, which BLAS does not promise."""
    return np.asarray((values[:, :, None] * coef).sum(axis=1))


def _word_spans(reading: Reading) -> list[tuple[int, int]]:
    return [(start, end) for start, end, is_word in token_spans(cut(reading.folded)) if is_word]
