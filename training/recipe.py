"""The recipe of the shipped model: which features, learned from what.

Chosen by measurement: ``training.compare`` says what each part brings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import newsclf
from newsclf.cooccurrence import learn_vectors
from newsclf.vectors import WordVectors
from training.labelled import HERE, Paragraph, news_texts, own_paragraphs

LEXICON = HERE / "lexicon.toml"

SETTINGS = {"C": 5.0, "grams": 3, "idf": 1.0, "class_weight": "balanced", "vectors_weight": 1.0, "effort": "quick"}
"""Chosen once, by measurement; no search chooses them anew."""


def lexicon() -> dict[str, list[str]]:
    """The groups of words, named ``theme.group``."""
    themes = tomllib.loads(LEXICON.read_text("utf-8"))
    return {f"{theme}.{group}": words.split() for theme, groups in themes.items() for group, words in groups.items()}


@cache
def vectors(without: str | None = None, own_only: bool = False) -> WordVectors:
    """Word vectors of all public texts (less those of one source) and of our own paragraphs."""
    texts = [] if own_only else [text for source, text in news_texts() if source != without]
    return learn_vectors(texts + [p.text for p in own_paragraphs()])


def vectors_for_users() -> WordVectors:
    """The vectors that ship, for whoever trains on few texts of their own: fewer words and dimensions, for a small file."""
    texts = [text for _, text in news_texts()] + [p.text for p in own_paragraphs()]
    return learn_vectors(texts, dimensions=100, max_words=20_000)


def shipped(vectors: WordVectors) -> newsclf.ThemeClassifier:
    """The recipe, not yet fitted."""
    return with_features(lexicon=lexicon(), vectors=vectors)


def with_features(**features: Any) -> newsclf.ThemeClassifier:
    """The settings of the recipe with some features, not yet fitted."""
    return newsclf.ThemeClassifier(**{"vectors": None, **SETTINGS, **features})


def fit(paragraphs: Sequence[Paragraph], classifier: newsclf.ThemeClassifier) -> newsclf.ThemeClassifier:
    """A recipe, fitted to labelled paragraphs."""
    texts, themes = [p.text for p in paragraphs], [list(p.themes) for p in paragraphs]
    return classifier.fit(texts, themes, groups=[p.article for p in paragraphs])


def folder_bytes(folder: Path) -> int:
    """How many bytes the files of a model folder take."""
    return sum(file.stat().st_size for file in folder.iterdir())
