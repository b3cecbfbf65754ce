"""A trained model, compiled to arrays: text → scores → labels with NumPy alone, no scikit-learn."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.characters import Alphabet
from newsclf.context import lean
from newsclf.decisions import Rule, suspect, unreadable
from newsclf.lazy import attribute
from newsclf.segments import Label, Reason, WeighedWord
from newsclf.single import measure_one
from newsclf.text import as_text
from newsclf.themes import OTHER, Theme
from newsclf.tokens import Dictionary
from newsclf.trie import Trie
from newsclf.weights import Weights

_BATCH: Final = 256


@dataclass(frozen=True, eq=False, repr=False)
class Model:
    """A trained model that labels texts.

    Get one with `newsclf.load` or `ThemeClassifier.to_model`. Threads may share it.

    Attributes
    ----------
    name : str
        Name and fingerprint, as every label record carries it.
    alphabet : Alphabet
        The characters that it knows.
    trie : Trie
        The terms that it knows.
    weights : Weights
        What they weigh.
    intercept : ndarray of shape (n_themes,)
    rule : Rule
        Calibration and thresholds.
    known_floor : float
        The share of known pairs of characters below which the model abstains.
    dictionary : tuple of (str, int)
        Words added to jieba's dictionary, with their frequencies.
    manifest : dict
        What the model folder says of it; empty for a model in memory.
    theme_facts : mapping of str to Theme
        Names, definitions, colours and seed words of the themes and of ``other`` (`newsclf.themes.Theme`), in the order in which
        to show them.
    """

    name: str
    alphabet: Alphabet
    trie: Trie
    weights: Weights
    intercept: Floats
    rule: Rule
    known_floor: float
    dictionary: Dictionary = ()
    manifest: dict[str, Any] = field(default_factory=dict)
    theme_facts: Mapping[str, Theme] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<newsclf.Model {self.name}: {', '.join(self.themes)}>"

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, in the order of the columns of `decision_function` and `predict_proba`."""
        return self.rule.themes

    def label(self, text: str) -> Label:
        """Label one text."""
        alone = measure_one(self.alphabet, self.trie, self.weights, text if type(text) is str else as_text(text))
        if alone is None:
            return self.label_many([text])[0]
        unknown = alone.pairs < self.known_floor * alone.characters or not np.count_nonzero(alone.scores)
        reason = unreadable(alone.han, alone.letters) or ("unknown words" if unknown else None)
        return self.rule.label(self.rule.probabilities(self.intercept + alone.scores), reason)

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
            return [label for batch in _batches(texts) for label in self.rule.labels(*self._judge(batch))]
        known = list(articles)
        clean = [text for batch in _batches(texts) for text in batch]
        if len(clean) != len(known):
            raise ValueError(f"expected an article for each of {len(clean)} texts, got {len(known)}")
        parts = [self._judge(batch) for batch in _batches(clean)]
        probabilities = np.concatenate([np.empty((0, len(self.themes))), *(part for part, _ in parts)])
        reasons = [reason for _, part in parts for reason in part]
        judged = np.array([reason is None for reason in reasons], dtype=bool)
        leaned, which = lean(self.rule, probabilities, clean, known, judged)
        return [replace(label, context=bool(yes)) for label, yes in zip(self.rule.labels(leaned, reasons), which, strict=True)]

    def predict(self, texts: Iterable[str | None]) -> NDArray[np.str_]:
        """The primary themes of texts, shape (n_texts,), as `label_many` says them; for millions of texts, without records."""
        names = np.array([*self.themes, OTHER])
        primary = [columns for columns, _, _ in self.answers(texts)]
        return np.asarray(names[np.concatenate([np.empty(0, dtype=np.intp), *primary])])

    def answers(self, texts: Iterable[str | None]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_], Floats]]:
        """What `label_many` says of texts, without records, and batch by batch.

        Yields
        ------
        primary : ndarray of shape (n_batch,)
            The column of each primary theme; -1 for ``other``.
        named : ndarray of bool, shape (n_batch, n_themes)
            The accepted themes; none where the model abstains.
        probabilities : ndarray of shape (n_batch, n_themes)
        """
        for batch in _batches(texts):
            found, reasons = self._judge(batch)
            yield *self.rule.answers(found, np.array([reason is None for reason in reasons], dtype=bool)), found

    def top_words(self, theme: str, n: int = 20) -> list[WeighedWord]:
        """The words that speak most for a theme, whatever the text (`newsclf.top_words.top_words`).

        Raises
        ------
        ValueError
            When the model has no such theme.
        """
        found: list[WeighedWord] = attribute("newsclf.top_words", "top_words")(self, theme, n)
        return found

    def decision_function(self, texts: Iterable[str | None]) -> Floats:
        """Raw scores, shape (n_texts, n_themes): what scikit-learn's pipeline gives, to 1e-6."""
        return np.concatenate([np.empty((0, len(self.themes))), *(self._score(batch)[0] for batch in _batches(texts))])

    def predict_proba(self, texts: Iterable[str | None]) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_themes); independent of one another."""
        return self.rule.probabilities(self.decision_function(texts))

    def _judge(self, texts: Sequence[str]) -> tuple[Floats, list[Reason | None]]:
        """Probabilities of a batch by each text alone, and why to abstain."""
        scores, reasons = self._score(texts)
        return self.rule.probabilities(scores), reasons

    def _score(self, texts: Sequence[str]) -> tuple[Floats, list[Reason | None]]:
        """Raw scores of a batch, and of each text why to abstain."""
        written, letters = self.alphabet.write(texts)
        measured = self.weights.measure(self.trie, written)
        unknown = (measured.pairs < self.known_floor * measured.characters) | ~measured.scores.any(axis=1)
        reasons: list[Reason | None] = [None] * len(texts)
        for place in (unknown | suspect(*letters.T)).nonzero()[0].tolist():
            reasons[place] = unreadable(*letters[place].tolist()) or ("unknown words" if unknown[place] else None)
        return self.intercept + measured.scores, reasons


def _batches(texts: Iterable[str | None]) -> Iterator[list[str]]:
    if isinstance(texts, str):
        raise TypeError("expected a list of texts, not one text: use label(text)")
    rest = iter(texts)
    while batch := list(islice(rest, _BATCH)):
        yield [text if type(text) is str else as_text(text) for text in batch]
