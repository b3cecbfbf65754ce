"""Features on disk, block by block: what many texts are learned from need not fit into memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix

from newsclf.errors import OutputError
from newsclf.messages import os_reason

BLOCK_TEXTS: Final = 10_000
BLOCK_CHARACTERS: Final = 1 << 20
"""A block ends after so many texts or characters, whichever come first."""


class Blocks:
    """Blocks of features, in the order in which they were added, in a private folder that goes when they are closed.

    A block is three NumPy arrays, one after the other in a file of its own (32-bit numbers, no pickle). It is read, not
    mapped: mapped pages would count as memory until the system takes them back.

    Raises
    ------
    OutputError
        When the folder for temporary files (``TMPDIR``) cannot be written, or is full.
    """

    def __init__(self) -> None:
        self._count, self._width = 0, 0
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="newsclf-")
        except OSError as error:
            raise OutputError(target=tempfile.gettempdir(), reason=os_reason(error)) from error

    def __enter__(self) -> Blocks:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    def append(self, block: csr_matrix) -> None:
        """Add a block."""
        try:
            with self._file(self._count).open("wb") as file:
                for part, kind in ((block.data, np.float32), (block.indices, np.int32), (block.indptr, np.int32)):
                    np.save(file, part.astype(kind), allow_pickle=False)
        except OSError as error:
            raise OutputError(target=self._folder.name, reason=os_reason(error)) from error
        self._count, self._width = self._count + 1, block.shape[1]

    def __iter__(self) -> Iterator[csr_matrix]:
        for number in range(self._count):
            with self._file(number).open("rb") as file:
                data, indices, starts = (np.load(file, allow_pickle=False) for _ in range(3))
            yield csr_matrix((data.astype(np.float64), indices, starts), shape=(len(starts) - 1, self._width))

    def _file(self, number: int) -> Path:
        return Path(self._folder.name) / f"{number}.npy"


def cut_into_blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts, so many at a time as make a block."""
    first, characters = 0, 0
    for place, text in enumerate(texts):
        if place > first and (place - first == BLOCK_TEXTS or characters + len(text) > BLOCK_CHARACTERS):
            yield texts[first:place]
            first, characters = place, 0
        characters += len(text)
    if first < len(texts):
        yield texts[first:]
