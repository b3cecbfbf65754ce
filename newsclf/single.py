"""One text alone: what `newsclf.scoring` does for a batch, without the array operations that only many texts need.

For one short text nearly all the time that NumPy takes goes into being called. So what is one number per text is a plain
number here. Operations and their order are those of the batch, and so, to the last bit, are the scores.
"""

from __future__ import annotations

from math import sqrt
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Counts, Floats
from newsclf.characters import Alphabet
from newsclf.lanes import pack, sums
from newsclf.lexicon import ROOT_SCALE, Groups
from newsclf.trie import Trie
from newsclf.weights import MEASURES, ZERO, Weights

_START: Final = np.zeros(1, dtype=np.intp)


class Alone(NamedTuple):
    """One text, weighed.

    Attributes
    ----------
    scores : ndarray of shape (n_themes,)
    pairs, characters : int
        As in `newsclf.weights.Measured`.
    han, letters : int
        How many Han characters, and how many letters, the raw text has.
    """

    scores: Floats
    pairs: int
    characters: int
    han: int
    letters: int


def measure_one(alphabet: Alphabet, trie: Trie, weights: Weights, text: str) -> Alone | None:
    """Weigh one text; None for the few that `Alphabet.write_one` leaves to `Alphabet.write`."""
    written = alphabet.write_one(text)
    if written is None:
        return None
    codes, han, letters = written
    rows = weights.places.take(trie.deepest(codes), mode="clip")
    totals = sums(pack(weights.rows).take(rows, axis=1, mode="clip"), _START)[0]
    squares, pairs, characters = totals[-MEASURES:-1].tolist()
    scores = _additive(weights, totals[:-MEASURES], ZERO * len(codes), squares * weights.square_scale, characters)
    if weights.groups:
        scores += _of_groups(weights.groups, rows, max(characters, 1))
    return Alone(scores, pairs, characters, han, letters)


def _additive(weights: Weights, totals: Counts, zero: int, squares: float, characters: int) -> Floats:
    """The blocks in which weights are added up: see `Weights.measure`."""
    lengths = (sqrt(squares * max(1.0, squares / weights.longest)) or 1.0, characters or 1)
    n_blocks, n_themes = weights.scales.shape
    blocks = (totals.reshape(n_blocks, -1)[:, :n_themes] - zero) * weights.scales
    scores = np.asarray(blocks[0] / lengths[0], dtype=np.float64)
    for block, length in zip(blocks[1:], lengths[1:], strict=False):
        scores += block / length
    return scores


def _of_groups(groups: Groups, rows: NDArray[np.signedinteger[Any]], characters: int) -> Floats | float:
    """The part of the groups of words: see `Groups.hits` and `Groups.scores`."""
    lists = groups.of_row.take(rows, mode="clip")
    found = lists.take(lists.nonzero()[0])
    hits: dict[int, int] = {}
    for group in groups.lists.take(found, axis=0, mode="clip").ravel().tolist():
        hits[group] = hits.get(group, 0) + 1
    hits.pop(-1, None)
    if not hits:
        return 0.0
    order = sorted(hits)
    roots = np.array([ROOT_SCALE * sqrt(hits[group] / characters) for group in order])
    shares = roots[:, None] * groups.coef.take(order, axis=0)
    return np.asarray(np.add.reduceat(shares, _START, axis=0)[0])
