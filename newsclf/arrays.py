"""What arrays hold: the types that modules share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

Levels = NDArray[np.uint8]
"""Numbers of levels (`newsclf.levels`)."""

Places = NDArray[np.intp]
"""Indices into other arrays: places in a text, states of a trie, rows of weights."""
