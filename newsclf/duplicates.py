"""Which texts are copies of each other, and how groups grow when copies have to stay together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from newsclf.bootstrap import numbered
from newsclf.lazy import pattern
from newsclf.text import normalise

Indices = NDArray[np.intp]

LARGEST_SHARE: Final = 0.2
"""Groups that copies join may hold so large a share of all texts: what one of five folds has. A sentence that stands in every
article would make one group of all of them."""

_BETWEEN = pattern(r"[\W_]+")
_DIGEST_BYTES: Final = 8


def bare(text: str) -> str:
    """What makes two texts copies of each other: the form that is scored, without white space and punctuation."""
    return _BETWEEN().sub("", normalise(text))


def sets_of_copies(texts: Sequence[str]) -> tuple[Indices, int]:
    """Number texts so that copies have the same number.

    Only digests are kept, eight bytes a text. Texts without a letter or digit are copies of nothing.

    Returns
    -------
    sets : ndarray of shape (n_texts,)
        Numbers from 0 on.
    empty : int
        How many texts have neither letter nor digit.
    """
    found = digests(texts)
    distinct, sets = np.unique(found, return_inverse=True)
    empty = np.flatnonzero(found == 0)
    sets = sets.astype(np.intp)
    sets[empty] = len(distinct) + np.arange(len(empty))
    return np.unique(sets, return_inverse=True)[1].astype(np.intp), len(empty)


def digests(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Numbers that copies share, and hardly any other texts, shape (n_texts,); 0 for texts without a letter or digit."""
    return np.fromiter(map(_digest, texts), dtype=np.uint64, count=len(texts))


def _digest(text: str) -> int:
    """Of a text's bare form; 0 for nothing."""
    form = bare(text)
    if not form:
        return 0
    return int.from_bytes(blake2b(form.encode("utf-8"), digest_size=_DIGEST_BYTES).digest(), "little") or 1


def kept_together(sets: Indices, groups: Sequence[Hashable] | None) -> Sequence[Hashable] | None:
    """Groups in which copies stand together, too.

    Parameters
    ----------
    sets : ndarray of shape (n_texts,)
        As `sets_of_copies` gives them.
    groups : sequence of length n_texts, or None

    Returns
    -------
    sequence of length n_texts, or None
        The groups themselves, or None, where copies ask for nothing. None where there is but one group. Where groups would grow
        beyond `LARGEST_SHARE`, texts that are repeated most often join none.
    """
    units = _joined(sets, groups)
    return units if units is not None and len(set(units)) > 1 else None


def _joined(sets: Indices, groups: Sequence[Hashable] | None) -> Sequence[Hashable] | None:
    if groups is None:
        return sets.tolist() if int(sets.max(initial=-1)) + 1 < len(sets) else None
    given, sizes = numbered(groups), np.bincount(sets)
    largest = max(int(np.bincount(given).max()), int(LARGEST_SHARE * len(sets)))
    joining = [1, *np.unique(sizes[sizes > 1]).tolist()]
    fitting = bisect_right(joining, largest, key=lambda most: int(np.bincount(_linked(given, sets, sizes <= most)).max()))
    units = _linked(given, sets, sizes <= joining[fitting - 1])
    return groups if len(np.unique(units)) == int(given.max()) + 1 else units.tolist()


def _linked(given: Indices, sets: Indices, which: NDArray[np.bool_]) -> Indices:
    """The groups of texts when those become one that share one of some sets of copies."""
    shared = which[sets]
    number = int(given.max()) + 1
    ends = (given[shared], number + sets[shared])
    edges = coo_matrix((np.ones(len(ends[0]), dtype=bool), ends), shape=(number + len(which),) * 2)
    return np.asarray(connected_components(edges, directed=False)[1][given], dtype=np.intp)


def torn(sets: Indices, units: Sequence[Hashable] | None) -> int:
    """How many texts have a copy in another group (or, without groups, a copy)."""
    apart = np.arange(len(sets)) if units is None else numbered(units)
    first = np.full(int(sets.max(initial=-1)) + 1, -1, dtype=np.intp)
    first[sets[::-1]] = apart[::-1]
    in_two = np.zeros(len(first), dtype=bool)
    in_two[sets[apart != first[sets]]] = True
    return int(in_two[sets].sum())
