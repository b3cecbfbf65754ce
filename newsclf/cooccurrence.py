"""Word vectors from unlabelled text: which words stand near which, reduced to a few dimensions.

Positive pointwise mutual information of words in a window, context counts smoothed to the power 0.75, truncated
singular value decomposition with singular values to the power 0.5. Source: O. Levy, Y. Goldberg and I. Dagan, "Improving
distributional similarity with lessons learned from word embeddings" (TACL 2015).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from newsclf.features import word_terms
from newsclf.vectors import WordVectors

_SMOOTHING: Final = 0.75
_SINGULAR_POWER: Final = 0.5


def learn_vectors(
    texts: Iterable[str], *, dimensions: int = 200, window: int = 20, min_count: int = 5, max_words: int = 30_000, seed: int = 0
) -> WordVectors:
    """Learn word vectors from texts.

    Parameters
    ----------
    texts : iterable of str
        Unlabelled paragraphs; some ten thousand at least.
    dimensions : int
        At most as many as there are words.
    window : int
        Words so far apart still count as neighbours, the nearer the more.
    min_count, max_words : int
        The vocabulary: the most frequent words that occur so often.
    seed : int

    Raises
    ------
    ValueError
        When fewer than two words occur often enough.
    """
    documents = [word_terms(text) for text in texts]
    counts = Counter(word for words in documents for word in words)
    frequent = sorted((word for word, count in counts.items() if count >= min_count), key=lambda word: (-counts[word], word))
    vocabulary = {word: row for row, word in enumerate(frequent[:max_words])}
    if len(vocabulary) < 2:
        raise ValueError(f"expected at least two words that occur {min_count} times")
    near = _neighbours(documents, vocabulary, window)
    left, singular, _ = randomized_svd(_mutual_information(near), min(dimensions, len(vocabulary)), n_iter=3, random_state=seed)
    seen_in = Counter(word for words in documents for word in set(words))
    frequency = np.array([seen_in[word] for word in vocabulary], dtype=np.float64)
    weight = np.log((1 + len(documents)) / (1 + frequency)) + 1
    return _compress(vocabulary, weight, _centred(left * singular**_SINGULAR_POWER, frequency))


def _neighbours(documents: Sequence[Sequence[str]], vocabulary: dict[str, int], window: int) -> csr_matrix:
    """How often two words stand near each other, a neighbour at distance d counting (window + 1 - d) / window."""
    gap = [-1] * window  # no neighbours across documents
    flat = np.array([place for words in documents for place in (*(vocabulary.get(word, -1) for word in words), *gap)])
    size = len(vocabulary)
    nowhere = np.zeros(0, dtype=np.int64)
    total = coo_matrix((np.zeros(0, dtype=np.float32), (nowhere, nowhere)), shape=(size, size)).tocsr()
    for distance in range(1, window + 1):
        one, other = flat[:-distance], flat[distance:]
        both = (one >= 0) & (other >= 0)
        share = np.full(int(both.sum()), (window + 1 - distance) / window, dtype=np.float32)
        total = csr_matrix(total + coo_matrix((share, (one[both], other[both])), shape=(size, size)).tocsr())
    return csr_matrix(total + total.T)


def _mutual_information(near: csr_matrix) -> csr_matrix:
    """Positive pointwise mutual information of a symmetric matrix of counts."""
    pairs = near.tocoo()
    rows = np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1e-9)
    smoothed = rows**_SMOOTHING
    information = np.log(pairs.data * smoothed.sum() / (rows[pairs.row] * smoothed[pairs.col]))
    keep = information > 0
    return csr_matrix((information[keep].astype(np.float32), (pairs.row[keep], pairs.col[keep])), shape=near.shape)


def _centred(vectors: NDArray[np.float64], frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    """Vectors of unit length, less their mean over running text: what all news has in common says nothing."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.asarray(unit - frequency @ unit / frequency.sum())


def _compress(vocabulary: dict[str, int], weight: NDArray[np.float64], vectors: NDArray[np.float64]) -> WordVectors:
    scale = np.maximum(np.abs(vectors).max(axis=0), 1e-9) / 127
    rows = np.rint(vectors / scale).astype(np.int8)
    return WordVectors(vocabulary, weight.astype(np.float32), rows, scale.astype(np.float32))
