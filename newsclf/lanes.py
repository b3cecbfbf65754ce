"""Sums of many small numbers, four at a time: four 16-bit numbers lie in one 64-bit integer, and adding integers adds all four.

Whole numbers, so that a sum is exact and does not depend on what else is in the batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

LANES: Final = 4
"""Numbers in one integer."""

HIGHEST: Final = (1 << 16) - 1
"""The largest number."""

_PIECE: Final = 1 << 16  # so many of the largest numbers still fit into 32 bits
_HALF: Final = np.uint64(16)
_WORD: Final = np.uint64(32)
_ONE: Final = np.uint64(0xFFFFFFFF)
_EVEN: Final = np.uint64(0x0000FFFF0000FFFF)


def pack(numbers: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Numbers of shape (..., n, 4) as integers of shape (..., n): the same memory, seen otherwise."""
    return numbers.view(np.uint64)[..., 0]


def sums(packed: Sequence[NDArray[np.uint64]], starts: NDArray[np.intp]) -> NDArray[np.int64]:
    """Sums over runs.

    Parameters
    ----------
    packed : sequence of m ndarrays of shape (n,)
    starts : ndarray of shape (n_runs,)
        Where each run begins, rising; it ends where the next begins, and none is empty.

    Returns
    -------
    ndarray of shape (n_runs, 4 * m)
    """
    if len(packed[0]) > _PIECE and (lengths := np.diff(starts, append=len(packed[0]))).max(initial=0) > _PIECE:
        pieces = [np.arange(start, start + length, _PIECE) for start, length in zip(starts, lengths, strict=True)]
        heads = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
        return np.asarray(np.add.reduceat(sums(packed, np.concatenate(pieces)), heads, axis=0))
    result = np.empty((len(starts), len(packed), LANES), dtype=np.int64)
    if len(starts):
        for place, four in enumerate(packed):
            for lane, two in ((0, four & _EVEN), (1, (four >> _HALF) & _EVEN)):
                total = np.add.reduceat(two, starts)
                result[:, place, lane], result[:, place, lane + 2] = total & _ONE, total >> _WORD
    return result.reshape(len(starts), len(packed) * LANES)
