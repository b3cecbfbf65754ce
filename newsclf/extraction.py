"""Texts to the matrix that the estimator learns from, as scikit-learn's FeatureUnion; and its columns back to blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import FunctionTransformer

from newsclf.blocks import Block, LexiconBlock, TermBlock, VectorBlock
from newsclf.errors import TrainingError
from newsclf.features import TERMS, read
from newsclf.lexicon import Lexicon
from newsclf.vectors import WordVectors


def fit_features(
    texts: Sequence[str], min_df: int, lexicon: Mapping[str, Sequence[str]] | None, vectors: WordVectors | None
) -> tuple[FeatureUnion, csr_matrix]:
    """Learn the vocabularies of texts.

    Parameters
    ----------
    texts : sequence of str
    min_df : int
        A term must occur in so many texts.
    lexicon : mapping of str to sequence of str, optional
    vectors : WordVectors, optional

    Returns
    -------
    union : FeatureUnion
        The blocks of features, by name; raw texts go in.
    matrix : csr_matrix of shape (n_texts, n_features)
        The features of the texts.

    Raises
    ------
    TrainingError
        When no term occurs often enough.
    """
    transformers: list[tuple[str, Any]] = [
        (name, TfidfVectorizer(analyzer=terms_of, sublinear_tf=True, min_df=min_df)) for name, terms_of in TERMS.items()
    ]
    if lexicon is not None:
        transformers.append(("lexicon", FunctionTransformer(_Densities(Lexicon(lexicon)))))
    if vectors is not None:
        transformers.append(("vectors", FunctionTransformer(_MeanVectors(vectors))))
    union = FeatureUnion(transformers)
    try:
        matrix = csr_matrix(union.fit_transform(texts))
    except ValueError as error:
        if "vocabulary" not in str(error) and "no terms" not in str(error):
            raise  # a wrong parameter
        raise TrainingError(reason="no_words", rows=len(texts)) from error
    for name in TERMS:  # rounded here as in the folder, so that both score alike
        vectorizer = dict(union.transformer_list)[name]
        vectorizer.idf_ = vectorizer.idf_.astype(np.float32).astype(np.float64)
    return union, matrix


def columns(union: FeatureUnion) -> dict[str, range]:
    """Which columns of the matrix each block has."""
    parts = _parts(union)
    ends = np.cumsum([part.width for part in parts.values()]).tolist()
    return {name: range(end - part.width, end) for (name, part), end in zip(parts.items(), ends, strict=True)}


def compiled(union: FeatureUnion, coef: NDArray[np.float64]) -> dict[str, Block]:
    """The blocks that score without scikit-learn, given weights of shape (n_themes, n_features)."""
    parts = _parts(union)
    return {
        name: parts[name].block(np.ascontiguousarray(coef[:, place.start : place.stop].T, dtype=np.float32))
        for name, place in columns(union).items()
    }


class _Part(Protocol):
    """A block while it is learned: how many columns it has, and what it becomes with their weights."""

    @property
    def width(self) -> int: ...

    def block(self, coef: NDArray[np.float32]) -> Block: ...


def _parts(union: FeatureUnion) -> dict[str, _Part]:
    return {
        name: _Terms(name, transformer) if name in TERMS else transformer.func for name, transformer in union.transformer_list
    }


@dataclass(frozen=True)
class _Terms:
    """A fitted TF-IDF block."""

    name: str
    vectorizer: TfidfVectorizer

    @property
    def width(self) -> int:
        return len(self.vectorizer.vocabulary_)

    def block(self, coef: NDArray[np.float32]) -> Block:
        vocabulary = {term: int(column) for term, column in self.vectorizer.vocabulary_.items()}
        return TermBlock(self.name, vocabulary, self.vectorizer.idf_.astype(np.float32), coef)


@dataclass(frozen=True)
class _Densities:
    """Raw texts to the features of a lexicon, as scikit-learn's pipeline calls them."""

    lexicon: Lexicon

    def __call__(self, texts: Sequence[str]) -> csr_matrix:
        return csr_matrix(self.lexicon.values([read(text).folded for text in texts]))

    @property
    def width(self) -> int:
        return self.lexicon.width

    def block(self, coef: NDArray[np.float32]) -> Block:
        return LexiconBlock(self.lexicon, coef)


@dataclass(frozen=True)
class _MeanVectors:
    """Raw texts to the mean of their words' vectors, as scikit-learn's pipeline calls them."""

    vectors: WordVectors

    def __call__(self, texts: Sequence[str]) -> csr_matrix:
        return csr_matrix(self.vectors.values([read(text).words for text in texts]))

    @property
    def width(self) -> int:
        return len(self.vectors.scale)

    def block(self, coef: NDArray[np.float32]) -> Block:
        return VectorBlock(self.vectors.vocabulary, self.vectors.weight, self.vectors.by_word(coef))
