"""Word vectors in one file: NumPy's compressed archive of four arrays, without pickle."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.errors import ForeignModelError, MissingModelError, OutputError
from newsclf.messages import os_reason
from newsclf.vectors import WordVectors

SUFFIX: Final = ".npz"
_LONGEST_REASON: Final = 200


def write_vectors(path: str | os.PathLike[str], vectors: WordVectors) -> None:
    """Write word vectors; the same vectors give the same bytes.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    words = np.frombuffer("\n".join(vectors.vocabulary).encode(), dtype=np.uint8)
    try:
        with open(path, "wb") as file:
            np.savez_compressed(file, words=words, weight=vectors.weight, rows=vectors.rows, scale=vectors.scale)
    except OSError as error:
        raise OutputError(target=str(path), reason=os_reason(error)) from error


def read_vectors(path: str | os.PathLike[str]) -> WordVectors:
    """Read word vectors; their name is that of the file and the beginning of its SHA-256.

    Raises
    ------
    MissingModelError
        When there is no such file.
    ForeignModelError
        When it is no file of word vectors.
    """
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MissingModelError(folder=str(file)) from error
    try:
        with np.load(file, allow_pickle=False) as found:
            words, weight, rows, scale = (found[name] for name in ("words", "weight", "rows", "scale"))
        vocabulary = {word: row for row, word in enumerate(words.tobytes().decode("utf-8").split("\n"))}
        _refuse_odd(len(vocabulary), weight, rows, scale)
    except Exception as error:  # what is no such archive can raise nearly anything
        raise ForeignModelError(folder=str(file), reason=f"{type(error).__name__}: {error}"[:_LONGEST_REASON]) from error
    name = f"{file.name.removesuffix(SUFFIX)}@{hashlib.sha256(data).hexdigest()[:12]}"
    return WordVectors(vocabulary, weight, rows, scale, name)


def _refuse_odd(words: int, weight: NDArray[np.float32], rows: NDArray[np.int8], scale: NDArray[np.float32]) -> None:
    kinds = [array.dtype.str for array in (weight, rows, scale)]
    if kinds != ["<f4", "|i1", "<f4"] or weight.shape != (words,) or scale.ndim != 1 or rows.shape != (words, len(scale)):
        raise ValueError(f"arrays of shapes {weight.shape}, {rows.shape}, {scale.shape} for {words} words")
    if not (np.isfinite(weight).all() and np.isfinite(scale).all()):
        raise ValueError("numbers that are not finite")
