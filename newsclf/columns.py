"""Which columns a text has in the matrix that weights are learned from: its terms, its projected densities, its roots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from newsclf.arrays import Floats
from newsclf.calibration import known_floor
from newsclf.dictionary import settle
from newsclf.extraction import UNIT_LENGTH, Counted, TermFeatures
from newsclf.features import MAX_GRAM
from newsclf.projection import Projection
from newsclf.vectors import WordVectors
from newsclf.weights import Weights

FEW_CHARACTERS: Final = 10_000
SOME_CHARACTERS: Final = 1_000_000
"""Texts of fewer characters together have few terms that occur often: see `Recipe.needed`."""

RAREST: Final = 4
"""However many texts a sample stands for, a term must occur in so many of the sample: else its weight would be a guess."""


@dataclass(frozen=True, eq=False)
class Recipe:
    """What columns are to be made of: parameters of `newsclf.ThemeClassifier` of the same names."""

    min_df: int | Literal["auto"] = "auto"
    words: bool = True
    grams: int = MAX_GRAM
    idf: float = 1.0
    dictionary: Sequence[str | tuple[str, int | None]] | None = None
    lexicon: Mapping[str, Sequence[str]] | None = None
    vectors: WordVectors | None = None
    vectors_weight: float = 1.0

    def learn(self, texts: Sequence[str], everywhere: Sequence[str] = ()) -> tuple[Columns, csr_matrix]:
        """Learn the terms of texts; gives the matrix of these texts, too.

        Parameters
        ----------
        texts : sequence of str
        everywhere : sequence of str, optional
            When the texts are a sample: all of them.
        """
        projection = self._projection()
        features = self._features(projection, self.needed(texts, everywhere))
        return self._learned(features, projection, features.fit_counts(texts, everywhere))

    def learn_beside(self, texts: Sequence[str], others: Sequence[str]) -> tuple[Columns, csr_matrix, csr_matrix]:
        """Learn the terms of texts and of others together.

        Returns
        -------
        columns : Columns
            The lengths of word vectors, and what is known, are by the first texts.
        matrix : csr_matrix of shape (n_texts, n_columns)
            That of the first texts.
        unit : csr_matrix of float32, shape (n_texts + n_others, n_terms)
            The unit block of all, as it is in `newsclf.extraction.TermFeatures`.
        """
        projection, both = self._projection(), [*texts, *others]
        features = self._features(projection, self.needed(both))
        counted = features.fit_counts(both)
        columns, matrix = self._learned(features, projection, counted.first(len(texts)))
        return columns, matrix, features.blocks(counted)[0].astype(np.float32)

    def _projection(self) -> Projection:
        return Projection.of(self.lexicon, self.vectors if self.vectors_weight else None)

    def _features(self, projection: Projection, min_df: int) -> TermFeatures:
        return TermFeatures(
            min_df=min_df,
            words=self.words,
            grams=self.grams,
            idf=self.idf,
            dictionary=settle([(entry, None) if isinstance(entry, str) else entry for entry in self.dictionary or ()]),
            density_words=projection.words,
            groups=self.lexicon,
        )

    def _learned(self, features: TermFeatures, projection: Projection, counted: Counted) -> tuple[Columns, csr_matrix]:
        floor = known_floor(features.known_shares(counted))
        unit, density, roots = features.blocks(counted)
        columns = Columns(features, projection.scaled(density, self.vectors_weight), floor)
        return columns, columns._side_by_side(unit, density, roots)

    def needed(self, texts: Sequence[str], everywhere: Sequence[str] = ()) -> int:
        """In how many of the texts a term must occur; of a sample, in as many fewer as it is smaller."""
        share = len(texts) / max(len(texts), len(everywhere))
        if self.min_df == "auto":
            characters = sum(map(len, texts)) / share
            return 1 if characters < FEW_CHARACTERS else 2 if characters < SOME_CHARACTERS else max(RAREST, round(8 * share))
        if share < 1 and isinstance(self.min_df, int) and self.min_df > 0:  # a wrong one is refused elsewhere
            return max(1, round(self.min_df * share))
        return self.min_df

    def widths(self, columns: Columns) -> dict[str, int]:
        """How many features of each sort there are."""
        lexicon = {"lexicon": 2 * len(self.lexicon)} if self.lexicon else {}
        vectors = {"vectors": len(self.vectors.scale)} if self.vectors and self.vectors_weight else {}
        return {"terms": len(columns.features.weight_)} | lexicon | vectors


@dataclass(frozen=True, eq=False)
class Columns:
    """Learned columns.

    Attributes
    ----------
    features : TermFeatures
    projection : Projection
    known_floor : float
        See `newsclf.calibration.known_floor`.
    """

    features: TermFeatures
    projection: Projection
    known_floor: float

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """The rows of raw texts."""
        return self._side_by_side(*self.features.blocks(self.features.count(texts)))

    def reduced(self, kept: NDArray[np.bool_], texts: Sequence[str] = ()) -> Columns:
        """The same with fewer terms: those kept, shape (n_terms,). Texts that were learned from set the floor anew."""
        features = self.features.reduced(kept)
        floor = known_floor(features.known_shares(features.count(texts))) if texts else self.known_floor
        return Columns(features, self.projection, floor)

    def compiled(self, coef: Floats, narrow: bool = False) -> tuple[Weights, Floats]:
        """Unfold weights, shape (n_themes, n_columns), into one per term; see `newsclf.extraction.TermFeatures.compiled`."""
        terms, groups = len(self.features.weight_), coef.shape[1] - len(self.features.groups or ())
        unit, projected, roots = np.split(coef.T, [terms, groups])
        return self.features.compiled(UNIT_LENGTH * unit, self.projection.unfolded(projected), roots, narrow)

    def _side_by_side(self, unit: csr_matrix, density: csr_matrix, roots: csr_matrix) -> csr_matrix:
        return csr_matrix(hstack([UNIT_LENGTH * unit, csr_matrix(self.projection.features(density)), roots]))
