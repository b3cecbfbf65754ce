"""Which terms stand where in a text: all of them at once, by array look-ups alone.

A trie in two arrays (J. Aoe, "An efficient digital search algorithm by using a double-array structure", IEEE Transactions on
Software Engineering 15, 1989), walked from every place of a whole batch in step: the first characters of all places, then
the second of those that went on, and so on. So the cost is a few array operations per character of a term, whatever the
number of texts and of terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Places

FIRST: Final = 2
"""Codes below stand for no character of the alphabet: 0 for what ends a run of characters, 1 for an unknown character."""

MAX_LENGTH: Final = 32
"""No term is longer."""

_WINDOW: Final = 1 << 16

_FEW: Final = 8
"""So few places are sooner walked from one by one."""


@dataclass(frozen=True, eq=False, repr=False)
class Trie:
    """The terms of a model, with one state for each of them and of their beginnings.

    State 0 is the root, which stands for no term; the state of a single character is its code.

    Attributes
    ----------
    alphabet : str
        The characters; the code of the first is `FIRST`.
    base, check : ndarray of int32, shape (n_states,)
        From a state, the character with code ``c`` leads to state ``base[state] + c`` if ``check`` there is the state.
    """

    alphabet: str
    base: NDArray[np.int32]
    check: NDArray[np.int32]

    def __repr__(self) -> str:
        return f"<Trie: {len(self.alphabet)} characters, {len(self.base)} states>"

    def __len__(self) -> int:
        return len(self.base)

    def deepest(self, codes: Places) -> Places:
        """The state of the longest beginning of a term at each place of a text given as codes, the last of which is 0."""
        states = codes.copy()
        for depth, (places, reached) in enumerate(self._steps(codes), start=2):
            states[places] = reached
            if len(places) <= _FEW:
                for place, state in zip(places.tolist(), reached.tolist(), strict=True):
                    states[place] = self._walk(codes[place + depth : place + MAX_LENGTH], state)
                break
        return states

    def _walk(self, codes: Places, state: int) -> int:
        """The last state that codes lead to from a state."""
        for code in codes.tolist():
            reached = self.base.item(state) + code
            if self.check.item(reached) != state:
                break
            state = reached
        return state

    def matches(self, codes: Places) -> Iterator[tuple[Places, Places]]:
        """Places in such codes and the states reached there, for the first characters, then for the first two, and so on."""
        places = np.flatnonzero(codes)
        yield places, codes[places]
        yield from self._steps(codes)

    def _steps(self, codes: Places) -> Iterator[tuple[Places, Places]]:
        reached = self.base.take(codes[:-1], mode="clip") + codes[1:]  # the first step, from every place
        places = (self.check.take(reached, mode="clip") == codes[:-1]).nonzero()[0]
        states, depth = reached.take(places), 2
        yield places, states
        while len(places) and depth < MAX_LENGTH:
            following = codes.take(places + depth, mode="clip")  # past the end it is the last code: 0
            reached = self.base.take(states, mode="clip") + following
            goes_on = (self.check.take(reached, mode="clip") == states).nonzero()[0]
            places, states = places.take(goes_on), reached.take(goes_on)
            yield places, states
            depth += 1

    def states(self, terms: Sequence[str]) -> Places:
        """The state of each of some terms; 0 for one that is no beginning of any term."""
        codes, starts, lengths = _spelled(terms, self.alphabet)
        states = np.zeros(len(terms), dtype=np.intp)
        alive = np.flatnonzero(lengths)
        states[alive] = codes[starts[alive]]
        for depth in range(1, int(lengths.max(initial=0))):
            alive = alive[lengths[alive] > depth]
            reached = self.base[states[alive]] + codes[starts[alive] + depth]
            states[alive] = np.where(self.check[reached] == states[alive], reached, 0)
        return states

    def parents(self) -> Places:
        """The state before each state, one character shorter; 0 for single characters, -1 for the root and unused states."""
        parents = self.check.astype(np.intp)
        parents[: FIRST + len(self.alphabet)] = 0
        parents[:FIRST] = -1
        return parents

    def levels(self) -> list[Places]:
        """The states in use: of single characters, of two, and so on."""
        parents = self.parents()
        seen = parents == 0
        levels, deeper = [np.flatnonzero(seen)], np.flatnonzero(parents > 0)
        while len(deeper) and len(levels) < MAX_LENGTH:
            next_one = seen[parents[deeper]]
            levels.append(deeper[next_one])
            seen[levels[-1]], deeper = True, deeper[~next_one]
        return levels

    def within(self, other: Trie) -> Places:
        """The state in another trie of the same alphabet that stands for the longest beginning of each state there."""
        parents, found = self.parents(), np.zeros(len(self), dtype=np.intp)
        first, *deeper = self.levels()
        found[:FIRST], found[first], exact = range(FIRST), first, np.zeros(len(self), dtype=bool)
        exact[first] = True
        for level in deeper:
            before = found[parents[level]]
            reached = other.base[before] + level - self.base[parents[level]]
            exact[level] = exact[parents[level]] & (other.check[reached] == before)
            found[level] = np.where(exact[level], reached, before)
        return found

    def spellings(self) -> dict[int, str]:
        """Every state in use, spelled."""
        parents = self.parents()
        spelled = {FIRST + place: char for place, char in enumerate(self.alphabet)}
        for level in self.levels()[1:]:
            for state, parent in zip(level.tolist(), parents[level].tolist(), strict=True):
                spelled[state] = spelled[parent] + self.alphabet[state - int(self.base[parent]) - FIRST]
        return spelled


def build(terms: Sequence[str], alphabet: str) -> Trie:
    """A trie of terms, all of whose characters are in the alphabet; the more frequent ones should come first in it."""
    parent, code = _nodes(*_spelled(terms, alphabet), letters := FIRST + len(alphabet))
    state = np.where(parent == 0, code, 0)
    deeper = np.flatnonzero(parent > 0)
    of, codes = parent[deeper], code[deeper]  # sorted by parent: siblings stand together
    heads = np.flatnonzero(np.r_[True, of[1:] != of[:-1]][: len(of)])
    sizes = np.diff(np.r_[heads, len(of)])
    base = np.zeros(len(parent), dtype=np.int64)
    free = np.zeros(4 * (len(parent) + letters + _WINDOW), dtype=bool)
    free[letters:] = True
    several = np.flatnonzero(sizes > 1)
    for family in several[np.argsort(-sizes[several], kind="stable")].tolist():
        siblings = codes[heads[family] : heads[family] + sizes[family]]
        base[of[heads[family]]] = place = _fit(free, siblings)
        free[place + siblings] = False
    only = heads[sizes == 1]  # an only child fits anywhere
    base[of[only]] = np.flatnonzero(free)[: len(only)] - codes[only]
    state[deeper] = base[of] + codes
    size = int(state.max(initial=letters)) + 1 + letters  # so that no step can lead beyond the end
    in_use = np.flatnonzero(state)
    bases, checks = np.zeros(size, dtype=np.int32), np.full(size, -1, dtype=np.int32)
    bases[state[in_use]] = base[in_use]
    checks[state[deeper]] = state[of]
    return Trie(alphabet, bases, checks)


def _spelled(terms: Sequence[str], alphabet: str) -> tuple[Places, Places, Places]:
    """Terms as codes, one after the other: the codes, where each term starts, and its length."""
    code = {ord(char): FIRST + place for place, char in enumerate(alphabet)}
    points = np.frombuffer("".join(terms).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    distinct, inverse = np.unique(points, return_inverse=True)
    codes = np.array([code.get(point, 0) for point in distinct.tolist()], dtype=np.intp)[inverse]
    lengths = np.array([len(term) for term in terms], dtype=np.intp)
    return codes, np.cumsum(lengths) - lengths, lengths


def _nodes(codes: Places, starts: Places, lengths: Places, letters: int) -> tuple[Places, Places]:
    """The nodes of the trie, the root first, level by level and siblings together: their parents and their codes."""
    node = np.zeros(len(lengths), dtype=np.intp)
    parent, code, count = [np.array([-1])], [np.array([0])], 1
    alive = np.arange(len(lengths))
    for depth in range(int(lengths.max(initial=0))):
        alive = alive[lengths[alive] > depth]
        edges, place = np.unique(node[alive] * letters + codes[starts[alive] + depth], return_inverse=True)
        parent.append(edges // letters)
        code.append(edges % letters)
        node[alive] = count + place
        count += len(edges)
    return np.concatenate(parent), np.concatenate(code)


def _fit(free: NDArray[np.bool_], siblings: Places) -> int:
    """The first base at which all siblings fall on free states. Python's long integers serve as sets of bits."""
    first, *others = siblings.tolist()
    low = 0
    while True:
        bits = int.from_bytes(np.packbits(free[low : low + _WINDOW + siblings[-1]], bitorder="little").tobytes(), "little")
        fits = bits >> first
        for code in others:
            fits &= bits >> code
        fits &= (1 << _WINDOW) - 1
        if fits:
            return int(low + (fits & -fits).bit_length() - 1)
        low += _WINDOW
