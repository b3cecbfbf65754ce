"""What labelling is measured against: the pipeline that everyone writes first, and fastText, learned from the same labels."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba
import joblib

from training import pipelines
from training.benchmarks.naive import cut
from training.fasttexts import FastText, one_line

Labeller = Callable[[Sequence[str]], Sequence[str]]
"""Raw texts in, labels out."""


def naive(texts: Sequence[str], labels: Sequence[str], saved: Path) -> Labeller:
    """Jieba and scikit-learn with their defaults; also saved, for measuring its start."""
    jieba.setLogLevel(logging.WARNING)
    pipeline = pipelines.naive(cut, lowercase=True).fit(texts, labels)
    joblib.dump(pipeline, saved)
    return lambda given: list(pipeline.predict(given))


def fasttext_on(tokens_of: Callable[[str], Sequence[str]], texts: Sequence[str], labels: Sequence[str]) -> Labeller:
    """FastText on what a text is cut into: 25 epochs, learning rate 0.5, pairs of tokens."""
    return FastText(texts, labels, lambda text: one_line(" ".join(tokens_of(text))), lr=0.5, wordNgrams=2).predict
