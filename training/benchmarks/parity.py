"""Does the compiled model score as scikit-learn does? The terms and weights of its folder, counted by a CountVectorizer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

import newsclf
from newsclf.lexicon import ROOT_SCALE
from newsclf.text import normalise

BATCH = 2000


class Reference:
    """A model's scores by the definition of its features, with nothing of its tries, lanes and tables of characters."""

    def __init__(self, model: newsclf.Model) -> None:
        spelled = model.trie.spellings()
        states, parents = np.array(list(spelled)), model.trie.parents()
        self.model = model
        self.weights, self.squares = model.weights.own(states, parents[states])
        groups = model.weights.groups
        places = model.weights.places
        self.member = np.zeros((len(states), len(groups.names) if groups else 0))
        for row, state in enumerate(states.tolist() if groups else ()):
            self.member[row, groups.own(int(places[state]), int(places[parents[state]]))] = 1.0  # type: ignore[union-attr]
        self.longest = max(map(len, spelled.values()))
        vocabulary = {term: column for column, term in enumerate(spelled.values())}
        self.vectorizer = CountVectorizer(analyzer=self._substrings, vocabulary=vocabulary)

    def _substrings(self, text: str) -> list[str]:
        runs = re.findall(r"\w+", normalise(text))
        return [run[i:j] for run in runs for i in range(len(run)) for j in range(i + 1, min(len(run), i + self.longest) + 1)]

    def decision_function(self, texts: Sequence[str]) -> Any:
        """Raw scores, shape (n_texts, n_themes)."""
        counts = csr_matrix(self.vectorizer.transform(texts), dtype=np.float64)
        characters = np.array([[max(1, len(re.findall(r"\w", normalise(text))))] for text in texts])
        squares, longest = (counts @ self.squares)[:, None], self.model.weights.longest
        length = np.where(squares > longest, squares / np.sqrt(longest), np.sqrt(squares))
        divisors = [np.where(length > 0, length, 1.0), characters]
        scores = self.model.intercept + sum(
            counts @ weights / divisor for weights, divisor in zip(self.weights, divisors, strict=False)
        )
        if self.model.weights.groups:
            scores = scores + ROOT_SCALE * np.sqrt(counts @ self.member / characters) @ self.model.weights.groups.coef
        return scores


def measure(texts: Sequence[str]) -> dict[str, Any]:
    """The largest difference of scores, and how many labels differ."""
    model = newsclf.load()
    reference, rule = Reference(model), model.rule
    worst, differ = 0.0, 0
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        expected, found = reference.decision_function(batch), model.decision_function(batch)
        worst = max(worst, float(np.abs(expected - found).max()))
        differ += int((rule.primary(rule.probabilities(expected)) != rule.primary(rule.probabilities(found))).sum())
    return {"texts": len(texts), "largest_difference": worst, "labels_that_differ": differ}
