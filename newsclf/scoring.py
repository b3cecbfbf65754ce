"""A trained model, compiled to arrays: text → scores → labels with NumPy alone, no scikit-learn."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import numpy as np

from newsclf.blocks import Block, TermBlock
from newsclf.context import lean
from newsclf.decisions import Floats, Rule, unreadable
from newsclf.features import read
from newsclf.segments import Label, Reason
from newsclf.text import as_text

_BATCH = 512


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """A trained model that labels texts.

    Get one with `newsclf.load` or `ThemeClassifier.to_model`.

    Attributes
    ----------
    name : str
        Name and fingerprint, as every label record carries it.
    blocks : dict of str to Block
        The blocks of features with their weights: ``words`` and ``grams``, and where the model has them, ``lexicon`` and
        ``vectors``.
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

    @property
    def vocabulary(self) -> Container[str]:
        """The words that the model knows from its labelled texts."""
        words = self.blocks["words"]
        assert isinstance(words, TermBlock)
        return words.vocabulary

    def label(self, text: str) -> Label:
        """Label one text."""
        return self.label_many([text])[0]

    def label_many(self, texts: Iterable[str | None], articles: Iterable[Hashable | None] | None = None) -> list[Label]:
        """Label texts: list in, list out, in the same order. None counts as an empty text.

        Parameters
        ----------
        texts : iterable of str
        articles : iterable of the same length, optional
            Which article each text belongs to (any value; None for none): a short text without a theme of its own then leans
            on its article (`newsclf.context`). All texts of an article must come in one call.

        Raises
        ------
        ValueError
            When texts and articles differ in number.
        """
        if articles is None:
            return [label for batch in _batches(texts) for label in self._labels(*self._judge(batch))]
        known = list(articles)
        clean = [text for batch in _batches(texts) for text in batch]
        if len(clean) != len(known):
            raise ValueError(f"expected an article for each of {len(clean)} texts, got {len(known)}")
        parts = [self._judge(batch) for batch in _batches(clean)]
        probabilities = np.concatenate([np.empty((0, len(self.themes))), *(part for part, _ in parts)])
        reasons = [reason for _, part in parts for reason in part]
        judged = np.array([reason is None for reason in reasons], dtype=bool)
        leaned, which = lean(self.rule, probabilities, clean, known, judged)
        return [replace(label, context=bool(yes)) for label, yes in zip(self._labels(leaned, reasons), which, strict=True)]

    def decision_function(self, texts: Iterable[str | None]) -> Floats:
        """Raw scores, shape (n_texts, n_themes): what scikit-learn's pipeline gives, to 1e-6."""
        return np.concatenate([np.empty((0, len(self.themes))), *(self._score(batch)[0] for batch in _batches(texts))])

    def predict_proba(self, texts: Iterable[str | None]) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_themes); independent of one another."""
        return self.rule.probabilities(self.decision_function(texts))

    def _judge(self, texts: Sequence[str]) -> tuple[Floats, list[Reason | None]]:
        """Probabilities of a batch by each text alone, and why to abstain."""
        scores, known = self._score(texts)
        reasons = [self._reason(text, scores[i], known[i]) for i, text in enumerate(texts)]
        return self.rule.probabilities(scores), reasons

    def _labels(self, probabilities: Floats, reasons: Sequence[Reason | None]) -> list[Label]:
        primary = self.rule.primary(probabilities)
        return [self.rule.label(probabilities[i], int(primary[i]), reason) for i, reason in enumerate(reasons)]

    def _reason(self, text: str, scores: Floats, known: float) -> Reason | None:
        nothing_known = known < self.known_floor or bool((scores == self.intercept).all())
        return unreadable(text) or ("unknown words" if nothing_known else None)

    def _score(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Raw scores of a batch, and of each text the share of its words that the model knows."""
        readings = [read(text) for text in texts]
        scores = np.tile(self.intercept, (len(texts), 1))
        for block in self.blocks.values():
            scores += block.scores(readings)
        known = np.array([known_share(set(reading.words), self.vocabulary) for reading in readings])
        return scores, known


def known_share(words: Iterable[str], vocabulary: Container[str]) -> float:
    """The share of the distinct words of two and more characters that stand in a vocabulary; 0 when there are none."""
    longer = [word for word in words if len(word) > 1]
    return sum(word in vocabulary for word in longer) / len(longer) if longer else 0.0


def _batches(texts: Iterable[str | None]) -> Iterator[list[str]]:
    if isinstance(texts, str):
        raise TypeError("expected a list of texts, not one text: use label(text)")
    clean = map(as_text, texts)
    while batch := list(islice(clean, _BATCH)):
        yield batch
