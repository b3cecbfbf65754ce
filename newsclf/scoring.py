"""A trained model, compiled to arrays: text → scores → labels with NumPy alone, no scikit-learn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclf.decisions import Floats, Rule, unreadable
from newsclf.features import BLOCKS
from newsclf.segments import Label, Reason
from newsclf.text import as_text

_BATCH = 512


@dataclass(frozen=True, eq=False, repr=False)
class Block:
    """One block of features: its vocabulary and weights.

    Attributes
    ----------
    vocabulary : dict of str to int
        Term to row.
    idf : ndarray of shape (n_terms,)
    coef : ndarray of shape (n_terms, n_themes)
    """

    vocabulary: dict[str, int]
    idf: NDArray[np.float32]
    coef: NDArray[np.float32]


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """A trained model that labels texts.

    Get one with `newsclf.load` or `ThemeClassifier.to_model`.

    Attributes
    ----------
    name : str
        Name and fingerprint, as every label record carries it.
    blocks : dict of str to Block
        The weights of the blocks of `newsclf.features.BLOCKS`.
    intercept : ndarray of shape (n_themes,)
    rule : Rule
        Calibration and thresholds.
    known_floor : float
        The share of known words of two and more characters below which the model abstains.
    manifest : dict
        What the model folder says of it; empty for a model in memory.
    """

    name: str
    blocks: dict[str, Block]
    intercept: Floats
    rule: Rule
    known_floor: float
    manifest: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<newsclf.Model {self.name}: {', '.join(self.themes)}>"

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, in the order of the columns of `decision_function` and `predict_proba`."""
        return self.rule.themes

    def label(self, text: str) -> Label:
        """Label one text."""
        return self.label_many([text])[0]

    def label_many(self, texts: Iterable[str | None]) -> list[Label]:
        """Label texts: list in, list out, in the same order. None counts as an empty text."""
        return [label for batch in _batches(texts) for label in self._label_batch(batch)]

    def decision_function(self, texts: Iterable[str | None]) -> Floats:
        """Raw scores, shape (n_texts, n_themes): what scikit-learn's pipeline gives, to 1e-6."""
        return np.concatenate([np.empty((0, len(self.themes))), *(self._score(batch)[0] for batch in _batches(texts))])

    def predict_proba(self, texts: Iterable[str | None]) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_themes); independent of one another."""
        return self.rule.probabilities(self.decision_function(texts))

    def _label_batch(self, texts: Sequence[str]) -> list[Label]:
        scores, known = self._score(texts)
        probabilities = self.rule.probabilities(scores)
        primary = self.rule.primary(probabilities)
        return [
            self.rule.label(probabilities[i], int(primary[i]), self._reason(text, scores[i], known[i]))
            for i, text in enumerate(texts)
        ]

    def _reason(self, text: str, scores: Floats, known: float) -> Reason | None:
        nothing_known = known < self.known_floor or bool((scores == self.intercept).all())
        return unreadable(text) or ("unknown words" if nothing_known else None)

    def _score(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Raw scores of a batch, and of each text the share of its words that the model knows."""
        scores = np.tile(self.intercept, (len(texts), 1))
        known = np.zeros(len(texts))
        for name, terms_of in BLOCKS.items():
            counted = [Counter(terms_of(text)) for text in texts]
            scores += _block_scores(self.blocks[name], counted, len(self.themes))
            if name == "words":
                known = np.array([known_share(counts, self.blocks[name].vocabulary) for counts in counted])
        return scores, known


def known_share(words: Iterable[str], vocabulary: dict[str, int]) -> float:
    """The share of the distinct words of two and more characters that stand in a vocabulary; 0 when there are none."""
    longer = [word for word in words if len(word) > 1]
    return sum(word in vocabulary for word in longer) / len(longer) if longer else 0.0


def _batches(texts: Iterable[str | None]) -> Iterator[list[str]]:
    if isinstance(texts, str):
        raise TypeError("expected a list of texts, not one text: use label(text)")
    clean = map(as_text, texts)
    while batch := list(islice(clean, _BATCH)):
        yield batch


def _block_scores(block: Block, counted: list[Counter[str]], n_themes: int) -> Floats:
    """A block's part of the scores: sublinear TF-IDF of unit length times weights (Salton and Buckley 1988)."""
    index = block.vocabulary
    hits = [(row, index[term], count) for row, counts in enumerate(counted) for term, count in counts.items() if term in index]
    result = np.zeros((len(counted), n_themes))
    if not hits:
        return result
    rows, columns, counts = np.array(hits, dtype=np.int64).T
    values = (1.0 + np.log(counts)) * block.idf[columns]
    starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
    norms = np.sqrt(np.add.reduceat(values * values, starts))
    sums = np.add.reduceat(values[:, None] * block.coef[columns], starts, axis=0)
    result[rows[starts]] = sums / norms[:, None]
    return result


def term_shares(block: Block, terms: Sequence[str], theme: int) -> list[float]:
    """Each term occurrence's share of the raw score of one theme; they add up to the block's part of it."""
    counts = Counter(term for term in terms if term in block.vocabulary)
    weight = {term: (1.0 + math.log(count)) * float(block.idf[block.vocabulary[term]]) for term, count in counts.items()}
    norm = math.sqrt(sum(value * value for value in weight.values())) or 1.0
    share = {term: weight[term] * float(block.coef[block.vocabulary[term], theme]) / norm / counts[term] for term in counts}
    return [share.get(term, 0.0) for term in terms]
