"""Groups of words that speak of one side of a theme: how densely a text uses each group.

Not rules: a group makes two features, and training gives them their weights. How often a group's words stand in a text *for
its length* tells a text about a theme from one that merely names it. One feature is that density; it is linear in the words
and unfolds into them (`newsclf.projection`). The other is its square root, in which a second word counts for less than the
first; it is scored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats, Places
from newsclf.features import is_term
from newsclf.text import normalise

DENSITY_SCALE: Final = 10.0
ROOT_SCALE: Final = 2.0
"""What density and root are multiplied by: so the features of a paragraph on a theme are about as long as its TF-IDF vector."""

Lexicon = Mapping[str, Sequence[str]]
"""Name of a group to its words. A word counts wherever it stands, also inside a longer one."""


def lexicon_words(lexicon: Lexicon) -> list[str]:
    """All words of a lexicon in their normal form, each once.

    Raises
    ------
    ValueError
        When a word holds anything but Han characters, letters and digits, or is as long as a sentence.
    """
    words = sorted({normalise(word) for group in lexicon.values() for word in group})
    for word in words:
        if not is_term(word):
            raise ValueError(f"expected a word of Han characters, letters and digits, got {word!r}")
    return words


def membership(lexicon: Lexicon, words: Sequence[str]) -> Floats:
    """Which groups each of some words is in: ones and zeros, shape (n_words, n_groups)."""
    normal = [{normalise(word) for word in group} for group in lexicon.values()]
    return np.array([[float(word in group) for group in normal] for word in words]).reshape(len(words), len(normal))


def roots(hits: Floats, characters: Floats) -> Floats:
    """The second feature of groups with so many hits, shape (n_texts, n_groups), in texts of so many characters."""
    return np.asarray(ROOT_SCALE * np.sqrt(hits / characters[:, None]))


@dataclass(frozen=True, eq=False, repr=False)
class Groups:
    """The groups of a compiled model: which words' states are in which, and the weights of their roots.

    Attributes
    ----------
    names : tuple of str
    of_row : ndarray of uint16, shape (n_rows,)
        For each row of `newsclf.weights.Weights`, which of the lists it has.
    lists : ndarray of int16, shape (n_lists, most)
        The groups of a term and of all beginnings of it, the beginnings' first; filled up with -1. The first list is empty.
    coef : ndarray of shape (n_groups, n_themes)
    """

    names: tuple[str, ...]
    of_row: NDArray[np.uint16]
    lists: NDArray[np.int16]
    coef: Floats

    def hits(self, rows: NDArray[np.signedinteger[Any]], starts: Places) -> Floats:
        """How often each group's words stand in each text, shape (n_texts, n_groups).

        Parameters
        ----------
        rows : ndarray of integers
            The row at each place of all texts.
        starts : ndarray of intp, shape (n_texts,)
            Where each text begins.
        """
        lists = self.of_row.take(rows, mode="clip")
        places = lists.nonzero()[0]
        groups = self.lists.take(lists.take(places), axis=0, mode="clip")
        cells = (np.searchsorted(starts, places, side="right") - 1)[:, None] * len(self.names) + groups
        counts = np.bincount(cells[groups >= 0], minlength=len(starts) * len(self.names))
        return counts.reshape(len(starts), len(self.names)).astype(np.float64)

    def scores(self, hits: Floats, characters: Floats) -> Floats:
        """The part of the scores, shape (n_texts, n_themes); to the last bit the same for a text alone and among others."""
        texts, groups = hits.nonzero()
        shares = roots(hits[texts, groups][:, None], characters.take(texts)) * self.coef.take(groups, axis=0)
        scores = np.zeros((len(hits), self.coef.shape[1]))
        if len(texts):
            head = np.ones(len(texts), dtype=bool)
            head[1:] = texts[1:] != texts[:-1]
            scores[texts[head]] = np.add.reduceat(shares, head.nonzero()[0], axis=0)
        return scores

    def per_hit(self, rows: NDArray[np.signedinteger[Any]], characters: int, theme: int) -> Floats:
        """What one word of each group adds to the score of a theme in a text of such rows, shape (n_groups,)."""
        hits = self.hits(rows, np.zeros(1, dtype=np.intp))
        return np.asarray(roots(hits, np.array([float(characters)]))[0] * self.coef[:, theme] / np.maximum(hits[0], 1.0))

    def own(self, row: int, parent: int) -> list[int]:
        """The groups of a single term, given as the rows of its state and of its parent's."""
        groups, known = ([int(group) for group in self.lists[self.of_row[place]] if group >= 0] for place in (row, parent))
        return groups[len(known) :]


def lay_out_groups(names: Sequence[str], of_rows: Mapping[int, tuple[int, ...]], coef: Floats) -> Groups:
    """The groups of rows, given for every row those of its term's beginnings and its own."""
    numbers: dict[tuple[int, ...], int] = {(): 0}
    of_row = np.zeros(len(of_rows), dtype=np.uint16)
    for row in range(len(of_rows)):
        of_row[row] = numbers.setdefault(of_rows[row], len(numbers))
    lists = np.full((len(numbers), max(1, *map(len, numbers))), -1, dtype=np.int16)
    for chain, number in numbers.items():
        lists[number, : len(chain)] = chain
    return Groups(tuple(names), of_row, lists, coef)
