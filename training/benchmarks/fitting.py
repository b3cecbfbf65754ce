"""Training speed: one fit, search and calibration aside, beside fastText on jieba words with subwords at 25 epochs.

The texts are made (`training.benchmarks.headlines`).
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import fasttext

from newsclf.columns import Recipe
from newsclf.design import design
from newsclf.targets import read_targets
from newsclf.tokens import cut
from training.benchmarks.headlines import headlines

SIZES = (30_000, 60_000, 120_000, 240_000)
ALONE = 1_000_000
"""So many for ours alone."""


def measure() -> dict[str, Any]:
    """CPU seconds of both for each size, and ours for a thousand texts: the same at each size where time grows as texts do."""
    found = {str(size): _measure(*headlines(size)) for size in SIZES}
    found[str(ALONE)] = {"newsclf": _ours(*headlines(ALONE))}
    return {size: row | {"per_thousand": row["newsclf"] / int(size) * 1000} for size, row in found.items()}


def _measure(texts: list[str], labels: list[str]) -> dict[str, float]:
    ours, theirs = _ours(texts, labels), _fasttext(texts, labels)
    return {"newsclf": ours, "fastText": theirs, "ratio": ours / theirs}


def _ours(texts: list[str], labels: list[str]) -> float:
    """The steps of `ThemeClassifier.fit` that make a model, without those that judge it."""
    start = time.process_time()
    with design(Recipe(), texts, read_targets(labels), strength=5.0, seed=0) as matrix:
        matrix.columns.compiled(matrix.linear().coef)
    return time.process_time() - start


def _fasttext(texts: list[str], labels: list[str]) -> float:
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "train.txt"
        lines = [f"__label__{label.replace(' ', '_')} {' '.join(cut(text))}\n" for text, label in zip(texts, labels, strict=True)]
        data.write_text("".join(lines), encoding="utf-8")
        # Fewer threads would train on uninitialised memory (fasttext-numpy2 0.10.4).
        fasttext.train_supervised(str(data), epoch=25, lr=0.5, wordNgrams=2, minn=1, maxn=3, thread=12, verbose=0)
    return time.process_time() - start
