"""What leaks from the texts that are learned from into those that a model is tuned or measured with."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsclf.duplicates import digests


@dataclass(frozen=True, eq=False)
class Leaks:
    """Which of some texts are known from elsewhere.

    Attributes
    ----------
    copies : ndarray of bool, shape (n_texts,)
        Those that copy a text elsewhere (`newsclf.duplicates.bare`).
    grouped : ndarray of bool, shape (n_texts,)
        Those whose group has texts elsewhere, too.
    """

    copies: NDArray[np.bool_]
    grouped: NDArray[np.bool_]

    @property
    def fresh(self) -> NDArray[np.bool_]:
        """Which texts are neither, shape (n_texts,)."""
        return ~(self.copies | self.grouped)


def find_leaks(
    texts: Sequence[str], groups: Sequence[Hashable], elsewhere: Sequence[str], groups_elsewhere: Collection[Hashable]
) -> Leaks:
    """Find texts that are known from elsewhere.

    Parameters
    ----------
    texts : sequence of str
    groups : sequence of length n_texts, or empty
    elsewhere : sequence of str
    groups_elsewhere : collection
    """
    found, known = digests(texts), digests(elsewhere)
    copies = np.isin(found, known) & (found != 0)
    taken = set(groups_elsewhere)
    grouped = np.fromiter((group in taken for group in groups), dtype=bool, count=len(groups))
    return Leaks(copies, grouped if len(groups) else np.zeros(len(texts), dtype=bool))
