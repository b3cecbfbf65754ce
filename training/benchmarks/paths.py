"""What learning from many texts costs in accuracy: the two ways of `newsclf.design` on the same texts, judged on others.

On made headlines and on all public news, told apart by source: of these there are more than a sample has. And on labelled news,
where the way for many is taken though they are few, with terms from all of them and from an eighth. Articles are never split.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.metrics import f1_score

from newsclf import sampling
from newsclf.calibration import fit_rule
from newsclf.columns import Recipe
from newsclf.decisions import Floats
from newsclf.design import Design, Streamed, Whole
from newsclf.targets import Targets, read_targets
from training.benchmarks.headlines import headlines
from training.labelled import Paragraph, news_articles
from training.recipe import lexicon, vectors
from training.splits import SOURCES

HEADLINES, TEST = 100_000, 20_000
EIGHTH = 8

Decide = Callable[[Design, Floats, Targets], Any]


def measure(labelled: Sequence[Paragraph]) -> dict[str, Any]:
    """Macro-F1 and CPU seconds of each way."""
    texts, labels = headlines(HEADLINES + TEST)
    targets = read_targets(labels)
    found = {"headlines": _both(Recipe(), texts, targets, np.arange(len(texts)) < HEADLINES, _likeliest)}
    rows = [(source, article, text) for source in SOURCES for article, text in news_articles(source)]
    targets = read_targets([source for source, _, _ in rows])
    found["sources"] = _both(Recipe(), [text for _, _, text in rows], targets, _learned([a for _, a, _ in rows]), _likeliest)
    texts, targets = [p.text for p in labelled], read_targets([list(p.themes) for p in labelled])
    learned = _learned([p.article for p in labelled])
    groups = [p.article for p, kept in zip(labelled, learned, strict=True) if kept]
    for name, recipe in (("news", Recipe()), ("news, with lexicon and vectors", Recipe(lexicon=lexicon(), vectors=vectors()))):
        found[name] = _both(recipe, texts, targets, learned, _by_rule(groups))
        with patch.object(sampling, "SAMPLE_TEXTS", int(learned.sum()) // EIGHTH):
            found[f"{name}, of an eighth"] = {"streamed": _one(Streamed, recipe, texts, targets, learned, _by_rule(groups))}
    return found


def _learned(articles: Sequence[str]) -> Any:
    """Four articles of five."""
    return np.array([zlib.crc32(article.encode()) % 5 > 0 for article in articles])


def _both(recipe: Recipe, texts: list[str], targets: Targets, learned: Any, decide: Decide) -> dict[str, Any]:
    return {kind.__name__.lower(): _one(kind, recipe, texts, targets, learned, decide) for kind in (Whole, Streamed)}


def _one(kind: Any, recipe: Recipe, texts: list[str], targets: Targets, learned: Any, decide: Decide) -> dict[str, float]:
    train, test = np.flatnonzero(learned), np.flatnonzero(~learned)
    of_train, start = targets.of(train), time.process_time()
    with kind(recipe, [texts[row] for row in train], of_train, 5.0, 0) as matrix:
        linear = matrix.linear()
        seconds = time.process_time() - start
        scores = linear.scores(matrix.columns.matrix([texts[row] for row in test]))
        guess = decide(matrix, scores, of_train)
    truth = targets.of(test).primary
    return {
        "macro_f1": float(f1_score(truth, guess, average="macro")),
        "cpu_seconds": seconds,
        "terms": len(matrix.columns.features.weight_),
    }


def _likeliest(_: Design, scores: Floats, __: Targets) -> Any:
    return scores.argmax(axis=1)


def _by_rule(groups: Sequence[str]) -> Decide:
    """As the estimator decides."""

    def decide(matrix: Design, scores: Floats, targets: Targets) -> Any:
        held_out = matrix.held_out(groups, 5)
        rule = fit_rule(held_out.scores, targets.of(held_out.places), targets)
        return rule.primary(rule.probabilities(scores))

    return decide
