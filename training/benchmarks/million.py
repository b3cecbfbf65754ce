"""Training on a million short texts: how long it takes, and how much memory beside the texts themselves.

The texts are 100,000 made headlines (`training.benchmarks.headlines`), each of them many times over with other characters put in
at random. Every figure is that of a process of its own.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from training.benchmarks.headlines import headlines
from training.benchmarks.machine import run

SIZES = (250_000, 1_000_000)
DISTINCT = 100_000
NOISE = 0.05
"""So many of the characters are others."""


def measure() -> dict[str, Any]:
    """For each size: the fit alone, the command ``newsclf train``, and reading the table as the command does."""
    with tempfile.TemporaryDirectory() as folder:
        return {str(size): _measure(size, Path(folder)) for size in SIZES}


def noisy_headlines(size: int, distinct: int = DISTINCT) -> Iterator[tuple[str, str]]:
    """So many made headlines with their classes, most of them another with some characters changed."""
    texts, labels = headlines(min(size, distinct))
    random = np.random.default_rng(1)
    characters = sorted(set("".join(texts)))
    for place in range(size):
        text = np.array(list(texts[place % len(texts)]))
        if place >= len(texts):
            wrong = random.random(len(text)) < NOISE
            text[wrong] = random.choice(characters, int(wrong.sum()))
        yield "".join(text.tolist()), labels[place % len(texts)]


def _measure(size: int, folder: Path) -> dict[str, float]:
    table, found = folder / f"{size}.jsonl", folder / "found.json"
    with table.open("w", encoding="utf-8") as file:
        for text, label in noisy_headlines(size):
            file.write(json.dumps({"text": text, "label": label}, ensure_ascii=False) + "\n")
    run([sys.executable, "-m", "training.benchmarks.learner", str(table), str(found)])
    reading = "import sys; from newsclf.io.labelled import *; read_labelled(sys.argv[1:], Columns())"
    newsclf = str(Path(sys.executable).with_name("newsclf"))
    seconds, megabytes = run([newsclf, "train", str(table), "-o", str(folder / f"model-{size}")])
    return json.loads(found.read_text("utf-8")) | {
        "command_seconds": seconds,
        "command_megabytes": megabytes,
        "reading_megabytes": run([sys.executable, "-c", reading, str(table)])[1],
        "model_megabytes": sum(file.stat().st_size for file in (folder / f"model-{size}").iterdir()) / 1e6,
    }
