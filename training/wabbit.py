"""Vowpal Wabbit on characters and pairs of them: one logistic regression against all others for each class, online."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

try:
    import vowpalwabbit
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("Vowpal Wabbit is not installed: pip install '.[measure]'", name="vowpalwabbit") from error

PASSES = 10
BITS = 22
_OF_THE_FORMAT = str.maketrans({"|": "｜", ":": "："})


class Wabbit:
    """Ten passes over the texts, their order by chance, with 2²² weights.

    Parameters
    ----------
    texts, labels : sequence of str
    seed : int, default=0
        Of the order: Vowpal Wabbit learns from one text after the other.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], seed: int = 0) -> None:
        self.names, codes = np.unique(np.array(labels), return_inverse=True)
        order = np.random.default_rng(seed).permutation(len(texts)).tolist()
        with tempfile.TemporaryDirectory() as folder:
            data, saved = Path(folder) / "train.txt", Path(folder) / "model"
            data.write_text("".join(f"{codes[place] + 1} {_line(texts[place])}\n" for place in order), encoding="utf-8")
            options = f"--oaa {len(self.names)} --loss_function logistic --ngram 2 -b {BITS} --holdout_off --quiet"
            passes = f"--passes {PASSES} --cache_file {folder}/cache -d {data} -f {saved}"
            vowpalwabbit.Workspace(f"{options} {passes}").finish()
            self.size = saved.stat().st_size
            self.model = vowpalwabbit.Workspace(f"--quiet -t -i {saved}")

    def predict(self, texts: Sequence[str]) -> list[str]:
        """The likeliest label of each text."""
        return [str(self.names[self.model.predict(_line(text)) - 1]) for text in texts]


def _line(text: str) -> str:
    """A text as Vowpal Wabbit reads it: its characters with blanks between."""
    return f"|c {' '.join(' '.join(text.split()).translate(_OF_THE_FORMAT))}"
