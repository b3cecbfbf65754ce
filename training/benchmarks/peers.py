"""What labelling is measured against: the pipeline that everyone writes first, and fastText, learned from the same labels."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import fasttext
import jieba
import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from training.benchmarks.naive import cut

Labeller = Callable[[Sequence[str]], Sequence[str]]
"""Raw texts in, labels out."""


def naive(texts: Sequence[str], labels: Sequence[str], saved: Path) -> Labeller:
    """Jieba and scikit-learn with their defaults; also saved, for measuring its start."""
    jieba.setLogLevel(logging.WARNING)
    vectorizer = TfidfVectorizer(tokenizer=cut, token_pattern=None)
    pipeline = make_pipeline(vectorizer, LogisticRegression(max_iter=1000)).fit(texts, labels)
    joblib.dump(pipeline, saved)
    return lambda given: list(pipeline.predict(given))


def fasttext_on(tokens_of: Callable[[str], Sequence[str]], texts: Sequence[str], labels: Sequence[str]) -> Labeller:
    """FastText on what a text is cut into: 25 epochs, learning rate 0.5, pairs of tokens."""

    def line(text: str) -> str:
        return " ".join(" ".join(tokens_of(text)).split())

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "train.txt"
        lines = [f"__label__{label} {line(text)}\n" for text, label in zip(texts, labels, strict=True)]
        data.write_text("".join(lines), encoding="utf-8")
        # Fewer threads would train on uninitialised memory (fasttext-numpy2 0.10.4).
        model = fasttext.train_supervised(str(data), epoch=25, lr=0.5, wordNgrams=2, bucket=200_000, thread=12, verbose=0)
    return lambda given: [found[0] for found in model.predict([line(text) for text in given])[0]]
