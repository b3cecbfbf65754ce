"""Groups of words that speak of one side of a theme: how densely a text uses each group.

Not rules: a group is one feature, and training gives it its weight. How often a group's words stand in a text *for its
length* tells a text about a theme from one that merely names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.text import normalise

LOG_SCALE: Final = 3.0
DENSITY_SCALE: Final = 10.0
"""A group has two features: 3 ln(1 + hits) / sqrt(characters), and 10 hits / characters; so scaled, they are about as long
as a TF-IDF block for a paragraph on a theme."""

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Lexicon:
    """Groups of words.

    Parameters
    ----------
    groups : mapping of str to sequence of str
        Name of the group to its words. A word counts wherever it stands, also inside a longer one.

    Raises
    ------
    ValueError
        When a word holds anything but Han characters, letters and digits.
    """

    groups: Mapping[str, Sequence[str]]
    _places: dict[str, list[int]] = field(init=False, repr=False, compare=False)
    _sizes: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[str, list[int]] = {}
        for column, words in enumerate(self.groups.values()):
            for word in sorted({normalise(word) for word in words}):
                if not _WORD.fullmatch(word):
                    raise ValueError(f"expected a word of Han characters, letters and digits, got {word!r}")
                places.setdefault(word, []).append(column)
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "_sizes", sorted({len(word) for word in places}))

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def width(self) -> int:
        """How many features it makes: two a group."""
        return 2 * len(self)

    def hits(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and group of every word of the lexicon in a normalised text."""
        for size in self._sizes:
            for start in range(len(folded) - size + 1):
                for column in self._places.get(folded[start : start + size], ()):
                    yield start, start + size, column

    def values(self, folded: Sequence[str]) -> NDArray[np.float64]:
        """The features of normalised texts, shape (n_texts, 2 * n_groups): all groups' logarithms, then all densities."""
        counts = np.zeros((len(folded), len(self)))
        for row, text in enumerate(folded):
            for _, _, column in self.hits(text):
                counts[row, column] += 1
        lengths = np.array([max(1, len(text)) for text in folded], dtype=np.float64)
        return np.concatenate(densities(counts, lengths[:, None]), axis=1)


def densities(hits: Any, characters: Any) -> tuple[Any, Any]:
    """The two features of so many hits in so many characters."""
    return LOG_SCALE * np.log1p(hits) / np.sqrt(characters), DENSITY_SCALE * hits / characters
