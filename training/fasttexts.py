"""FastText, learned from texts and labels; and the same, its settings chosen on a part of the texts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from newsclf.tokens import cut

try:
    import fasttext
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("fastText is not installed: pip install '.[measure]'", name="fasttext") from error

Written = Callable[[str], str]
"""How a text is written for fastText: its tokens with blanks between."""


def words(text: str) -> str:
    """Jieba's words."""
    return one_line(" ".join(cut(text)))


def characters(text: str) -> str:
    """Characters."""
    return one_line(" ".join(text))


def one_line(text: str) -> str:
    """A text without line breaks, which fastText would take for the ends of texts."""
    return " ".join(text.split())


class FastText:
    """FastText's supervised model; 25 epochs and 200,000 buckets if nothing else is said.

    Parameters
    ----------
    texts, labels : sequence of str
    written : callable
        How texts are written; `words` or `characters`, as a rule.
    settings
        Those of ``fasttext.train_supervised``.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], written: Written = words, **settings: Any) -> None:
        self.names, codes = np.unique(np.array(labels), return_inverse=True)
        self.written, self.commonest = written, int(np.bincount(codes).argmax())
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "train.txt"
            lines = [f"__label__{code} {written(text)}\n" for code, text in zip(codes.tolist(), texts, strict=True)]
            data.write_text("".join(lines), encoding="utf-8")
            # Fewer threads would train on uninitialised memory (fasttext-numpy2 0.10.4).
            given = {"epoch": 25, "bucket": 200_000, "thread": 12, "verbose": 0, **settings}
            self.model = fasttext.train_supervised(str(data), **given)

    def predict(self, texts: Sequence[str]) -> list[str]:
        """The likeliest label of each text; of one without tokens the commonest."""
        found = self.model.predict([self.written(text) for text in texts])[0]
        codes = [int(best[0].removeprefix("__label__")) if len(best) else self.commonest for best in found]
        return [str(name) for name in self.names[codes]]

    def size(self) -> int:
        """Bytes of the saved model."""
        with tempfile.TemporaryDirectory() as folder:
            self.model.save_model(f"{folder}/model.bin")
            return Path(folder, "model.bin").stat().st_size


WRITINGS: dict[str, tuple[Written, dict[str, int]]] = {
    "words": (words, {}),
    "characters": (characters, {}),
    "words with subwords": (words, {"minn": 1, "maxn": 3, "bucket": 500_000}),
}
"""What a text is written as, with the settings that belong to it."""

START: dict[str, Any] = {"lr": 0.5, "epoch": 100, "wordNgrams": 2, "dim": 100}
STEPS: tuple[dict[str, tuple[Any, ...]], ...] = (
    {"lr": (0.2, 0.5, 1.0), "epoch": (25, 100)},
    {"wordNgrams": (1, 3)},
    {"dim": (50,)},
)
"""What is tried after the writings, step by step, each from the best before: eleven settings in all."""
JUDGED = 200


def tune(texts: Sequence[str], labels: Sequence[str], seed: int = 0) -> tuple[str, dict[str, Any]]:
    """The writing and the settings that are right most often on a tenth of the texts, learned from the others.

    Where a tenth has fewer than `JUDGED` texts, as many tenths as have so many together are held out, one after the other: on a
    handful of texts chance would choose.
    """
    order = np.random.default_rng(seed).permutation(len(texts))
    tenths = [tenth.tolist() for tenth in np.array_split(order, min(10, len(texts)))]
    tenths = tenths[: -(-JUDGED // len(tenths[0]))]

    def right(writing: str, settings: dict[str, Any]) -> int:
        return sum(_right(texts, labels, tenth, writing, settings) for tenth in tenths)

    tried = {writing: right(writing, START) for writing in WRITINGS}
    writing = max(tried, key=tried.__getitem__)
    best, settings = tried[writing], START
    for step in STEPS:
        for candidate in [settings | dict(zip(step, values, strict=True)) for values in product(*step.values())]:
            if candidate != settings and (found := right(writing, candidate)) > best:
                best, settings = found, candidate
    return writing, settings


def _right(texts: Sequence[str], labels: Sequence[str], judge: list[int], writing: str, settings: dict[str, Any]) -> int:
    """How many of some texts are right, learned from the others."""
    written, more = WRITINGS[writing]
    seen = sorted(set(range(len(texts))).difference(judge))
    model = FastText([texts[i] for i in seen], [labels[i] for i in seen], written, **settings, **more)
    return sum(guess == labels[i] for guess, i in zip(model.predict([texts[i] for i in judge]), judge, strict=True))
