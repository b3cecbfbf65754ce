"""Many classes: how long training takes, how much memory; how fast labelling is; and what `max_bytes` costs.

Time and memory are those of a process of its own that learns from made texts (`training.benchmarks.headlines`). What a bound
costs is measured on real news: each of the longest articles of two sources is a class, eight of its paragraphs are learned from,
up to fifty others tell the accuracy.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

import newsclf
from training.benchmarks.headlines import headlines
from training.benchmarks.machine import facts, run
from training.labelled import news_articles
from training.recipe import folder_bytes

SHAPES = ((119, 8, (70, 90)), (200, 50, (6, 10)))
"""Classes, texts of each, and pieces of a text: of about 200 characters, and headlines."""

_DRAWN = 4  # times as many, so that every class has its number

CLASSES, LEARNED, TESTED = 119, 8, 50
SIZES = (None, 4_000_000, 2_000_000, 1_000_000)
SOURCES = ("chinanews", "nankai")


def measure() -> dict[str, Any]:
    """Time and memory by shape, and accuracy by size."""
    with tempfile.TemporaryDirectory() as folder:
        shapes = [_learn(*shape, Path(folder)) for shape in SHAPES]
        return {"machine": facts(), "shapes": shapes, "sizes": _sizes(Path(folder) / "model")}


def _learn(classes: int, of_each: int, pieces: tuple[int, int], folder: Path) -> dict[str, Any]:
    table, found = folder / "table.jsonl", folder / "found.json"
    with table.open("w", encoding="utf-8") as file:
        counts: Counter[str] = Counter()
        for text, label in zip(*headlines(_DRAWN * classes * of_each, classes, pieces), strict=True):
            counts[label] += 1
            if counts[label] <= of_each:
                file.write(json.dumps({"text": text, "label": label}, ensure_ascii=False) + "\n")
    run([sys.executable, "-m", "training.benchmarks.learner", str(table), str(found)])
    return {"classes": classes, "texts": classes * of_each, **json.loads(found.read_text("utf-8"))}


def by_article() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Paragraphs with their articles: some to learn from, and others of the same articles."""
    articles: dict[str, dict[str, None]] = defaultdict(dict)
    for source in SOURCES:
        for article, text in news_articles(source):
            if len(text) >= 60:
                articles[article][text] = None
    longest = sorted(articles, key=lambda article: (-len(articles[article]), article))[:CLASSES]
    random, learned, tested = np.random.default_rng(0), [], []
    for article in longest:
        texts = [list(articles[article])[place] for place in random.permutation(len(articles[article])).tolist()]
        learned += [(text, article) for text in texts[:LEARNED]]
        tested += [(text, article) for text in texts[LEARNED : LEARNED + TESTED]]
    return learned, tested


def _sizes(folder: Path) -> list[dict[str, Any]]:
    learned, tested = by_article()
    texts, truth = [text for text, _ in tested], np.array([article for _, article in tested])
    rows = []
    for size in SIZES:
        classifier = newsclf.ThemeClassifier(max_bytes=size).fit(*zip(*learned, strict=True))
        classifier.save(folder)
        model = newsclf.load(folder)
        start = time.process_time()
        model.label_many(texts)
        rows.append(
            {
                "max_bytes": size,
                "bytes": folder_bytes(folder),
                "terms": len(classifier.features_.weight_),
                "bits": 8 if model.weights.narrow else 16,
                "accuracy": float((model.predict(texts) == truth).mean()),
                "tested": len(texts),
                "out_of_fold_macro_f1": classifier.out_of_fold_["macro_f1"],
                "texts_per_second": len(texts) / (time.process_time() - start),
            }
        )
    return rows
