"""What is counted in texts that shall be compared with others."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, repeat
from typing import Final

import numpy as np

from newsclf.arrays import Floats
from newsclf.characters import DIGIT
from newsclf.features import word_terms
from newsclf.scoring import Model
from newsclf.segments import Label
from newsclf.text import as_text

ABSTAIN: Final = "abstain"
"""What texts are counted as that the model does not judge."""

_AT_ONCE: Final = 1_000


@dataclass
class Count:
    """Some texts: how many, what they are counted as, how many the model judges, and the sum of its scores of those."""

    texts: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    judged: int = 0
    score: float = 0.0

    def add(self, label: Label) -> None:
        """One text more."""
        self.texts += 1
        self.shares.update(names_of(label))
        if not label.abstain:
            self.judged += 1
            self.score += label.score

    def joined(self, more: Count) -> Count:
        """These texts and more."""
        return Count(self.texts + more.texts, self.shares + more.shares, self.judged + more.judged, self.score + more.score)


@dataclass
class Side:
    """What is counted in texts.

    Attributes
    ----------
    model : Model
    vocabulary : dict of str to int
        Numbers of words, which two sides that shall be compared share.
    """

    model: Model
    vocabulary: dict[str, int]
    texts: int = 0
    undated: int = 0
    pairs: int = 0
    characters: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    words: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    scores: array[float] = field(default_factory=lambda: array("d"))
    months: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))

    def add(self, texts: Iterable[str | None], dates: Iterable[date | None] | None = None) -> None:
        """Count more texts, with their dates where there are any."""
        rest = zip(map(as_text, texts), repeat(None)) if dates is None else zip(map(as_text, texts), dates, strict=True)
        while batch := list(islice(rest, _AT_ONCE)):
            some = [text for text, _ in batch]
            labels = self.model.label_many(some)
            self._count(some, labels)
            if dates is not None:
                self._date([when for _, when in batch], labels)

    def _count(self, texts: Sequence[str], labels: Sequence[Label]) -> None:
        self.texts += len(texts)
        measured = self.model.weights.measure(self.model.trie, self.model.alphabet.write(texts)[0])
        self.pairs += int(np.minimum(measured.pairs, measured.characters).sum())
        self.characters += int(measured.characters.sum())
        for text, label in zip(texts, labels, strict=True):
            words = {word for word in word_terms(text) if word != DIGIT}
            self.words.extend(sorted(self.vocabulary.setdefault(word, len(self.vocabulary)) for word in words))
            self.ends.append(len(self.words))
            self.shares.update(names_of(label))
            if not label.abstain:
                self.scores.append(label.score)

    def _date(self, dates: Sequence[date | None], labels: Sequence[Label]) -> None:
        for when, label in zip(dates, labels, strict=True):
            if when is None:
                self.undated += 1
            else:
                self.months[f"{when:%Y-%m}"].add(label)

    def having(self, words: int) -> Floats:
        """How many texts each of so many words stands in."""
        return np.bincount(np.asarray(self.words), minlength=words).astype(np.float64)

    def share_with(self, words: Iterable[int]) -> float:
        """The share of texts in which one of some words stands."""
        which = np.isin(np.asarray(self.words), list(words))
        hits = np.concatenate([[0], np.cumsum(which)])[np.concatenate([[0], np.asarray(self.ends)])]
        return float((np.diff(hits) > 0).mean())


def names_of(label: Label) -> Sequence[str]:
    """What a text is counted as: its themes, none, or that the model abstains."""
    return [ABSTAIN] if label.abstain else label.themes or [label.theme]
