"""Labelling speed on one core: raw text in, labels out; all methods in turn in one process, the fastest of five rounds each."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jieba

import newsclf
from training.benchmarks.peers import Labeller, fasttext_on, naive
from training.labelled import Paragraph

ROUNDS = 5
SINGLE = 500
NAIVE = "naive jieba + scikit-learn"


def measure(labelled: Sequence[Paragraph], texts: Sequence[str], saved: Path) -> dict[str, Any]:
    """Texts per second of each method, times those of the naive one, and microseconds for one text at a time."""
    methods = labellers(labelled, saved)
    gc.collect()
    gc.freeze()  # what this process holds besides (corpora, all the models) must not be visited on anybody's clock
    seconds = {name: float("inf") for name in methods}
    for _ in range(ROUNDS):
        for name, label in methods.items():
            seconds[name] = min(seconds[name], clock(lambda label=label: label(texts)))
    one = _for_one(methods)
    single = {name: clock(lambda label=one[name]: [label(text) for text in texts[:SINGLE]]) for name in methods}
    characters = sum(map(len, texts)) / len(texts)
    rows = {
        name: {
            "texts_per_second": len(texts) / seconds[name],
            "times_naive": seconds[NAIVE] / seconds[name],
            "microseconds_for_one": single[name] / SINGLE * 1e6,
            "naive_times_for_one": single[NAIVE] / single[name],
        }
        for name in methods
    }
    return {"texts": len(texts), "characters": characters, "methods": rows}


def labellers(labelled: Sequence[Paragraph], saved: Path) -> dict[str, Labeller]:
    """Ours and the peers', all learned from the same paragraphs."""
    given, themes = [p.text for p in labelled], [p.theme for p in labelled]
    model = newsclf.load()
    return {
        "newsclf, label_many": lambda texts: [label.theme for label in model.label_many(texts)],
        "newsclf, predict": lambda texts: model.predict(texts).tolist(),
        NAIVE: naive(given, themes, saved),
        "fastText on jieba words": fasttext_on(jieba.lcut, given, themes),
        "fastText on characters": fasttext_on(list, given, themes),
    }


def _for_one(methods: dict[str, Labeller]) -> dict[str, Callable[[str], Any]]:
    """How each method labels one text: ours by `Model.label`."""
    listed = {name: lambda text, label=label: label([text]) for name, label in methods.items()}
    return listed | {"newsclf, label_many": newsclf.load().label}


def clock(work: Callable[[], Any]) -> float:
    """Seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
