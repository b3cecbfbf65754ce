"""Arrays out of the bytes of .npy files, in the one form in which NumPy writes ours: no pickle, no Python in the header.

The header is matched, not evaluated; whatever else NumPy could read (objects, records, the other byte order, columns first) is
refused, and a shape must be that of the bytes that are there.
"""

from __future__ import annotations

import re
from math import prod
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from newsclf.model_files import Data

_MAGIC: Final = b"\x93NUMPY\x01\x00"
_START: Final = len(_MAGIC) + 2
_HEADER: Final = re.compile(rb"\{'descr': '([^']{1,8})', 'fortran_order': False, 'shape': \(([0-9, ]{1,99})\), \} *\n")
_SHAPE: Final = re.compile(rb"[0-9]{1,18},|[0-9]{1,18}(?:, [0-9]{1,18})+")


def read_array(data: Data, dtype: DTypeLike, dimensions: int) -> NDArray[Any]:
    """Read an array of a given type, which stays where the bytes are and cannot be written to.

    Raises
    ------
    ValueError
        When the bytes are anything but such an array, or it is empty.
    """
    kind, behind = np.dtype(dtype), _START + int.from_bytes(data[_START - 2 : _START], "little")
    found = _HEADER.fullmatch(data[_START:behind])
    if data[: len(_MAGIC)] != _MAGIC or not found or not _SHAPE.fullmatch(found[2]):
        raise ValueError("no array")
    shape = tuple(int(size) for size in found[2].split(b",") if size)
    if found[1].decode("latin-1") != kind.str or len(shape) != dimensions or not prod(shape):
        raise ValueError(f"{found[1].decode('latin-1')} of shape {shape}")
    if behind + prod(shape) * kind.itemsize != len(data):
        raise ValueError(f"{len(data)} bytes for shape {shape}")
    return np.frombuffer(data, kind, offset=behind).reshape(shape)


def refuse_outside(array: NDArray[Any], low: int, high: int) -> None:
    """Refuse an array with numbers that lead nowhere.

    Raises
    ------
    ValueError
    """
    if int(array.min()) < low or int(array.max()) > high:
        raise ValueError(f"numbers outside {low} to {high}")
