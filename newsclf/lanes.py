"""Sums of many small numbers, four at a time: four 16-bit numbers lie in one 64-bit integer, and adding integers adds all four.

Whole numbers, so that a sum is exact and does not depend on what else is in the batch.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

LANES: Final = 4
"""Numbers in one integer."""

HIGHEST: Final = (1 << 16) - 1
"""The largest number."""

_PIECE: Final = 1 << 16  # so many of the largest numbers still fit into 32 bits
_SHIFTS: Final = np.array([[[0]], [[16]]], dtype=np.uint64)
_EVEN: Final = np.uint64(0x0000FFFF0000FFFF)


def pack(numbers: NDArray[np.uint16]) -> NDArray[np.uint64]:
    """Numbers of shape (..., n, 4) as integers of shape (..., n): the same memory, seen otherwise."""
    return numbers.view(np.uint64)[..., 0]


def sums(packed: NDArray[np.uint64], starts: NDArray[np.intp]) -> NDArray[np.int64]:
    """Sums over runs.

    Parameters
    ----------
    packed : ndarray of shape (m, n)
    starts : ndarray of shape (n_runs,)
        Where each run begins, rising; it ends where the next begins, and none is empty.

    Returns
    -------
    ndarray of shape (n_runs, 4 * m)
    """
    if packed.shape[1] > _PIECE and (lengths := np.diff(starts, append=packed.shape[1])).max(initial=0) > _PIECE:
        pieces = [np.arange(start, start + length, _PIECE) for start, length in zip(starts, lengths, strict=True)]
        heads = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
        return np.asarray(np.add.reduceat(sums(packed, np.concatenate(pieces)), heads, axis=0))
    spread = packed >> _SHIFTS  # lanes 0 and 2 of each integer, then 1 and 3, each with room for 32 bits
    spread &= _EVEN
    totals = np.add.reduceat(spread, starts, axis=2).view(np.uint32).reshape(2, len(packed), len(starts), 2)
    return totals.transpose(2, 1, 3, 0).reshape(len(starts), len(packed) * LANES).astype(np.int64)
