"""What every term of a model weighs, laid out for adding up: texts as codes → scores.

A score has two blocks. In the unit block the weights of a text's terms are added up and divided by the length of the text as
a vector (as in TF-IDF of unit length); in the density block, by the number of its characters.

The weights of a state of the trie are those of its term and of all beginnings of it that are terms; so one look-up at each
place of a text, for the longest, adds all the terms that begin there. Weights are 16-bit whole numbers times a scale per
theme, added by fours (`newsclf.lanes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Counts, Floats, Places
from newsclf.characters import Codes
from newsclf.lanes import HIGHEST, LANES, pack, sums
from newsclf.levels import LEVELS, nearest
from newsclf.lexicon import Groups, lay_out_groups
from newsclf.trie import Trie

BLOCKS: Final = ("unit", "density")
"""The blocks, in order. A model without lexicon and word vectors has only the first."""

ZERO: Final = 1 << 15
"""The number in a lane that stands for no weight."""

MEASURES: Final = 4
"""Behind the weights, lanes that measure: squares of the vector's coordinates, known pairs of characters, characters, nothing."""

AT_ONCE: Final = 8 * LANES
"""So many themes are laid out at a time: all at once, numbers of many themes would take many times the memory of their rows."""

_ROOM: Final = 60  # rounded numbers can add up to a little more than rounded sums

_WIDER: Final = 1.01  # so that few steps do

_Number = TypeVar("_Number", np.float64, np.int64)


@dataclass(frozen=True, eq=False, repr=False)
class Measured:
    """A batch of texts, weighed.

    Attributes
    ----------
    scores : ndarray of shape (n_texts, n_themes)
        The sum of the blocks.
    lengths : ndarray of shape (n_blocks, n_texts)
        What the sums of weights were divided by; 1 instead of 0.
    pairs, characters : ndarray of int64, shape (n_texts,)
        How many pairs of neighbouring characters the model knows, and how many letters and Han characters there are (a number
        counts as one).
    """

    scores: Floats
    lengths: Floats
    pairs: Counts
    characters: Counts


@dataclass(frozen=True, eq=False, repr=False)
class Sums:
    """What the terms of a batch of texts weigh together, before any division.

    Attributes
    ----------
    blocks : ndarray of shape (n_texts, n_blocks, n_themes)
    hits : ndarray of shape (n_texts, n_groups)
        How often the words of each group of a lexicon stand in them.
    squares, pairs, characters : ndarray of int64, shape (n_texts,)
        Squares of the vector's coordinates in units of their scale; the others as in `Measured`.
    """

    blocks: Floats
    hits: Floats
    squares: Counts
    pairs: Counts
    characters: Counts


@dataclass(frozen=True, eq=False, repr=False)
class Weights:
    """The weights of all states.

    Attributes
    ----------
    rows : ndarray of uint16, shape (n_fours, n_rows, 4)
        Four lanes of each row, then the next four: for each block a lane for every theme, filled up to a multiple of four; then
        the measures. Row 0 is that of the root.
    places : ndarray of int32, shape (n_states,)
        The row of each state.
    scales : ndarray of shape (n_blocks, n_themes)
        What one in a lane weighs.
    square_scale : float
        The same for squares.
    longest : float
        The square of the length up to which texts count in full; see `unit_length`.
    groups : Groups, optional
        The groups of a lexicon, whose part is not additive.
    narrow : bool
        Whether the weights of single terms are levels (`newsclf.levels`), which take eight bits on disk.
    """

    rows: NDArray[np.uint16]
    places: NDArray[np.int32]
    scales: Floats
    square_scale: float
    longest: float
    groups: Groups | None = None
    narrow: bool = False

    def measure(self, trie: Trie, written: Codes) -> Measured:
        """Weigh a batch of texts."""
        summed = self.sums(trie, written)
        lengths = self.lengths(summed.squares, summed.characters)
        scores = np.add.reduce(summed.blocks / lengths.T[:, :, None], axis=1)
        if self.groups:
            scores += self.groups.scores(summed.hits, np.maximum(summed.characters, 1.0))
        return Measured(scores, lengths, summed.pairs, summed.characters)

    def sums(self, trie: Trie, written: Codes) -> Sums:
        """Add up what the terms of a batch of texts weigh."""
        places = self.places.take(trie.deepest(written.codes), mode="clip").astype(np.intp)
        totals = sums(pack(self.rows).take(places, axis=1, mode="clip"), written.starts)
        squares, pairs, characters = totals[:, -MEASURES:-1].T
        numbers = totals[:, :-MEASURES].reshape(len(totals), len(self.scales), -1)[:, :, : self.scales.shape[1]]
        blocks = (numbers - ZERO * written.lengths[:, None, None]) * self.scales
        hits = self.groups.hits(places, written.starts) if self.groups else np.empty((len(totals), 0))
        return Sums(blocks, hits, squares, pairs, characters)

    def lengths(self, squares: Counts, characters: Counts) -> Floats:
        """What the sums of blocks are divided by, shape (n_blocks, n_texts)."""
        lengths = np.empty((len(self.scales), len(squares)))
        lengths[0] = unit_length(np.asarray(squares * self.square_scale, dtype=np.float64), self.longest)
        lengths[1:] = characters
        lengths[lengths == 0] = 1.0
        return lengths

    def own(self, states: Places, parents: Places) -> tuple[Floats, Floats]:
        """What single terms weigh, given as states with their parents.

        Returns
        -------
        weights : ndarray of shape (n_blocks, n_states, n_themes)
        squares : ndarray of shape (n_states,)
        """
        weights = np.empty((len(self.scales), len(states), self.scales.shape[1]))
        places, before = self.places[states], self.places[parents]
        for block, first, of_themes in self.fours():
            numbers = of_themes.take(places, axis=0).astype(np.int64) - of_themes.take(before, axis=0)
            scale = self.scales[block, first : first + LANES]
            weights[block, :, first : first + LANES] = numbers[:, : len(scale)] * scale
        squares = self.rows[-1].take(places, axis=0)[:, 0].astype(np.int64) - self.rows[-1].take(before, axis=0)[:, 0]
        return weights, np.asarray(squares * self.square_scale, dtype=np.float64)

    def shares(self, trie: Trie, written: Codes, theme: int) -> Iterator[tuple[Places, int, Floats]]:
        """Account for the score of a theme in one text: places of terms, their length, and what each adds. All adds up."""
        measured, parents = self.measure(trie, written), trie.parents()
        lengths, rows = measured.lengths[:, 0], self.places.take(trie.deepest(written.codes))
        of_group = self.groups.per_hit(rows, max(1, int(measured.characters[0])), theme) if self.groups else None
        for size, (places, states) in enumerate(trie.matches(written.codes), start=1):
            weights, _ = self.own(states, parents[states])
            shares = (weights[:, :, theme] / lengths[:, None]).sum(axis=0)
            if self.groups and of_group is not None:
                pairs = zip(self.places[states].tolist(), self.places[parents[states]].tolist(), strict=True)
                shares += [of_group[self.groups.own(*pair)].sum() for pair in pairs]
            yield places, size, shares

    def with_groups(self, trie: Trie, names: Sequence[str], own: Mapping[int, Iterable[int]], coef: Floats) -> Weights:
        """The same with groups, given the groups of each state's own term and the weights, shape (n_groups, n_themes)."""
        parents = trie.parents()
        chains: dict[int, tuple[int, ...]] = {0: (), 1: ()}
        for state in np.concatenate(trie.levels()).tolist():
            chains[state] = (*chains[max(0, int(parents[state]))], *map(int, own.get(state, ())))
        return replace(
            self, groups=lay_out_groups(names, {int(self.places[state]): chain for state, chain in chains.items()}, coef)
        )

    def fours(self) -> Iterator[tuple[int, int, NDArray[np.uint16]]]:
        """The rows four lanes at a time, with the block and the first theme they belong to, less the measures."""
        of_block = block_width(self.scales.shape[1]) // LANES
        for place, numbers in enumerate(self.rows[:-1]):
            yield place // of_block, place % of_block * LANES, numbers


def block_width(n_themes: int) -> int:
    """How many lanes a block takes."""
    return -(-n_themes // LANES) * LANES


def lay_out(
    trie: Trie,
    weights: Floats,
    squares: Counts,
    square_scale: float,
    longest: float,
    pairs: NDArray[np.bool_],
    looked_up: Counts,
    narrow: bool = False,
) -> Weights:
    """Lay out the weights of all states, rounding them; some themes at a time, as there may be many.

    Parameters
    ----------
    trie : Trie
    weights : ndarray of shape (n_blocks, n_states, n_themes)
        What each state's own term weighs.
    squares : ndarray of int64, shape (n_states,)
        What one occurrence of each state's own term adds to the square of the text's length, in units of the scale.
    square_scale : float
    longest : float
        See `unit_length`.
    pairs : ndarray of bool, shape (n_states,)
        Which states stand for a known pair of characters.
    looked_up : ndarray of int64, shape (n_states,)
        How often each state is looked up in typical texts: rows often needed lie side by side, so that they stay in the cache.
    narrow : bool
        Whether to round weights to levels, which take eight bits on disk (`newsclf.levels`).
    """
    states = np.concatenate(trie.levels())
    used = np.concatenate([[0, 1], states[np.argsort(-looked_up[states], kind="stable")]])
    width, (n_blocks, _, n_themes) = block_width(weights.shape[2]), weights.shape
    rows = np.full(((n_blocks * width + MEASURES) // LANES, len(used), LANES), ZERO, dtype=np.uint16)
    scales, round_off = np.empty((n_blocks, n_themes)), levelled if narrow else rounded
    for block, first in product(range(n_blocks), range(0, n_themes, AT_ONCE)):
        numbers, scale = round_off(trie, weights[block, :, first : first + AT_ONCE], HIGHEST - ZERO)
        scales[block, first : first + AT_ONCE] = scale
        put_in_lanes(rows[(block * width + first) // LANES :], accumulated(trie, numbers)[used])
    rows[-1, :, 0], rows[-1, :, 1] = accumulated(trie, np.stack([squares, pairs.astype(np.int64)], axis=1))[used].T
    rows[-1, :, 2], rows[-1, :, 3] = used > 0, 0
    places = np.zeros(len(trie), dtype=np.int32)
    places[used] = np.arange(len(used))
    return Weights(rows, places, scales, square_scale, longest, narrow=narrow)


def put_in_lanes(fours: NDArray[np.uint16], numbers: Counts) -> None:
    """Put accumulated numbers, shape (n_rows, n), into rows four by four."""
    for place in range(0, numbers.shape[1], LANES):
        some = numbers[:, place : place + LANES]
        fours[place // LANES, :, : some.shape[1]] = some + ZERO


def unit_length(squares: Floats, longest: float) -> Floats:
    """The length of texts as vectors, given the sums of squares.

    It is the root of the sum, up to a length that few of the texts that were learned from exceed. A sum of weights grows with
    the text, its root more slowly: so that a text far beyond experience does not seem far surer, it counts there as the mean
    of its terms, no more.
    """
    return np.asarray(np.sqrt(squares * np.maximum(1.0, squares / longest)))


def accumulated(trie: Trie, own: NDArray[_Number]) -> NDArray[_Number]:
    """Each state's own numbers, shape (n_states, n), and those of all beginnings of it."""
    total, parents = own.copy(), trie.parents()
    for level in trie.levels()[1:]:
        total[level] = total[level] + total[parents[level]]
    return total


def levelled(trie: Trie, own: Floats, highest: int) -> tuple[Counts, Floats]:
    """The same as `rounded`, with each number one of the `newsclf.levels.LEVELS`."""
    scale = np.maximum(rounded(trie, own, highest)[1], np.abs(own).max(axis=0, initial=0.0) / LEVELS[-1])
    while True:
        numbers = LEVELS[nearest(own / scale)]
        beyond = np.abs(accumulated(trie, numbers)).max(axis=0, initial=0) / highest
        if (beyond <= 1).all():
            return numbers, scale
        scale = np.where(beyond > 1, scale * beyond * _WIDER, scale)


def rounded(trie: Trie, own: Floats, highest: int) -> tuple[Counts, Floats]:
    """Numbers of states, shape (n_states, n), as whole numbers times a scale per column, so that no sum is beyond the highest."""
    largest = np.abs(accumulated(trie, own)).max(axis=0, initial=0.0)
    scale = np.where(largest > 0, largest, 1.0) / (highest - _ROOM)
    return np.rint(own / scale).astype(np.int64), scale
