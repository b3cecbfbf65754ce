"""Weights of single terms in eight bits each: what a model folder holds instead of rows when it must stay small.

Rows add up the weights of a term and its beginnings, and are as wide as themes and sums need. On disk there are the terms' own
weights, as numbers of levels (`newsclf.levels`); rows are made of them when a model is opened, and are those that it was saved
from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Levels
from newsclf.lanes import HIGHEST, LANES
from newsclf.levels import LEVELS, level_of
from newsclf.trie import Trie
from newsclf.weights import AT_ONCE, ZERO, Weights, accumulated, block_width, put_in_lanes


def own_levels(trie: Trie, weights: Weights) -> Levels:
    """The levels of the weights of each row's own term, shape (n_rows, n_blocks * n_themes), of narrow weights."""
    states, parents = np.concatenate(trie.levels()), trie.parents()
    places, before = weights.places[states], weights.places[parents[states]]
    n_blocks, n_themes = weights.scales.shape
    own = np.full((weights.rows.shape[1], n_blocks, n_themes), level_of(0), dtype=np.uint8)
    for block, first, rows in weights.fours():
        numbers = rows.take(places, axis=0).astype(np.int64) - rows.take(before, axis=0)
        of_block = own[:, block, first : first + LANES]
        of_block[places] = level_of(numbers[:, : of_block.shape[1]])
    return own.reshape(len(own), -1)


def widened(
    trie: Trie, places: NDArray[np.int32], own: Levels, measures: NDArray[np.uint16], n_blocks: int
) -> NDArray[np.uint16]:
    """The rows of such weights, shape (n_fours, n_rows, 4).

    Parameters
    ----------
    trie : Trie
    places : ndarray of int32, shape (n_states,)
        The row of each state.
    own : ndarray of uint8, shape (n_rows, n_blocks * n_themes)
    measures : ndarray of uint16, shape (n_rows, 4)
    n_blocks : int

    Raises
    ------
    ValueError
        When a sum is too large for a row.
    """
    states, of_blocks = np.concatenate(trie.levels()), own.reshape(len(own), n_blocks, -1)
    width = block_width(of_blocks.shape[2])
    rows = np.full((n_blocks * width // LANES + 1, len(own), LANES), ZERO, dtype=np.uint16)
    for block in range(n_blocks):
        for first in range(0, of_blocks.shape[2], AT_ONCE):
            some = of_blocks[:, block, first : first + AT_ONCE]
            numbers = np.zeros((len(trie), some.shape[1]), dtype=np.int64)
            numbers[states] = LEVELS[some[places[states]]]
            sums = np.zeros((len(own), some.shape[1]), dtype=np.int64)
            sums[places[states]] = accumulated(trie, numbers)[states]
            if sums.min() < -ZERO or sums.max() > HIGHEST - ZERO:
                raise ValueError("weights beyond a row")
            put_in_lanes(rows[(block * width + first) // LANES :], sums)
    rows[-1] = measures
    return rows
