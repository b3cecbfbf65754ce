"""Training speed: one fit, search and calibration aside, beside fastText on jieba words with subwords at 25 epochs.

The texts are made (`training.benchmarks.headlines`).
"""

from __future__ import annotations

import time
from typing import Any

from newsclf.shipped import shipped_vectors
from training.benchmarks.headlines import headlines
from training.benchmarks.ours import fit_alone
from training.fasttexts import FastText, words

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
    start = time.process_time()
    fit_alone(texts, labels, shipped_vectors())
    return time.process_time() - start


def _fasttext(texts: list[str], labels: list[str]) -> float:
    start = time.process_time()
    FastText(texts, labels, words, lr=0.5, wordNgrams=2, minn=1, maxn=3, bucket=2_000_000)
    return time.process_time() - start
