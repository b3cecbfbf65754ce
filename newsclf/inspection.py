"""What labelled texts look like before they are learned from: counts, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from newsclf.alike import Alike, alike_names
from newsclf.duplicates import Indices, kept_together, sets_of_copies, torn
from newsclf.targets import Targets
from newsclf.themes import OTHER

FEW_TEXTS: Final = 8
"""A class of fewer different texts is tiny."""

MOST_EXAMPLES: Final = 5
_TEXTS_AT_ONCE: Final = 10_000


@dataclass(frozen=True)
class Contradiction:
    """Two copies of a text that have different labels."""

    text: str
    labels: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Inspection:
    """What labelled texts look like.

    Attributes
    ----------
    texts : int
    kind : {"single", "several"}
        One label per text, or a collection.
    classes : dict of str to int
        How many texts have each label; with one label per text, ``other`` is one of them where it occurs.
    median_length, long_length : int
        Characters: half of the texts have at most so many, and 95 of 100.
    largest_share : float
        The share of texts that the largest class has.
    imbalance : float
        How many times as many texts the largest class has as the smallest.
    empty : int
        Texts with neither letter nor digit.
    copies : int
        Texts that repeat an earlier one (`newsclf.duplicates.bare`).
    copied : int
        Texts that are repeated.
    contradictory : int
        Of these, how many stand there with different labels.
    contradictions : tuple of Contradiction
        The first few of them.
    tiny : dict of str to int
        Classes of fewer than `FEW_TEXTS` different texts, and how many those are.
    alike : tuple of Alike
        Labels that are perhaps the same, the likeliest first.
    units : sequence of length n_texts, or None
        The groups for `fit` in which copies stand together; None where there are neither groups nor copies, or but one unit.
    torn : int
        Texts with a copy in another unit: together they would have made a unit too large for a fold.
    few : int
        `FEW_TEXTS`.
    """

    texts: int
    kind: Literal["single", "several"]
    classes: dict[str, int]
    median_length: int
    long_length: int
    largest_share: float
    imbalance: float
    empty: int
    copies: int
    copied: int
    contradictory: int
    contradictions: tuple[Contradiction, ...]
    tiny: dict[str, int]
    alike: tuple[Alike, ...]
    units: Sequence[Hashable] | None = field(repr=False)
    torn: int
    few: int = FEW_TEXTS


def inspect(texts: Sequence[str], targets: Targets, groups: Sequence[Hashable] | None = None) -> Inspection:
    """Look at labelled texts, in time that grows as they do and with a few numbers for each of them.

    Parameters
    ----------
    texts : sequence of str
    targets : Targets
        As `newsclf.targets.read_targets` gives them.
    groups : sequence of length n_texts, optional
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    sets, empty = sets_of_copies(texts)
    sizes = np.bincount(sets)
    classes = _classes(targets)
    clashing = _clashing(sets, targets)
    units = kept_together(sets, groups)
    return Inspection(
        texts=len(texts),
        kind="single" if targets.kind == "single" else "several",
        classes=classes,
        median_length=int(np.quantile(lengths, 0.5, method="higher")),
        long_length=int(np.quantile(lengths, 0.95, method="higher")),
        largest_share=max(classes.values()) / len(texts),
        imbalance=max(classes.values()) / max(1, min(classes.values())),
        empty=empty,
        copies=len(texts) - len(sizes),
        copied=int((sizes > 1).sum()),
        contradictory=len(clashing),
        contradictions=tuple(_contradictions(clashing[:MOST_EXAMPLES], texts, targets)),
        tiny=_tiny(sets, targets, classes),
        alike=tuple(alike_names(classes)),
        units=units,
        torn=torn(sets, units),
    )


def _classes(targets: Targets) -> dict[str, int]:
    counts = targets.indicator.sum(axis=0).tolist()
    classes = {str(theme): count for theme, count in zip(targets.classes, counts, strict=True)}
    others = int((targets.primary < 0).sum())
    return classes | ({OTHER: others} if others and targets.kind == "single" else {})


def _tiny(sets: Indices, targets: Targets, classes: dict[str, int]) -> dict[str, int]:
    """How many different texts the classes have that have few; ``other`` is the last column."""
    rows, columns = np.nonzero(targets.indicator)
    without = np.flatnonzero(targets.primary < 0)
    width = len(targets.classes) + 1
    pairs = np.concatenate([sets[rows] * width + columns, sets[without] * width + width - 1])
    different = np.bincount(np.unique(pairs) % width, minlength=width).tolist()
    return {name: count for name, count in zip(classes, different, strict=False) if count < FEW_TEXTS}


def _clashing(sets: Indices, targets: Targets) -> list[tuple[int, int]]:
    """Of each set of copies with different labels, its first text and the first that differs from it, in their order."""
    first = np.full(int(sets.max()) + 1, len(sets), dtype=np.intp)
    np.minimum.at(first, sets, np.arange(len(sets)))
    later = np.flatnonzero(first[sets] != np.arange(len(sets)))
    found: dict[int, int] = {}
    for start in range(0, len(later), _TEXTS_AT_ONCE):
        rows = later[start : start + _TEXTS_AT_ONCE]
        differ = (targets.indicator[rows] != targets.indicator[first[sets[rows]]]).any(axis=1)
        for row in rows[differ].tolist():
            found.setdefault(int(first[sets[row]]), row)
    return sorted(found.items())


def _contradictions(pairs: Sequence[tuple[int, int]], texts: Sequence[str], targets: Targets) -> Iterator[Contradiction]:
    for one, other in pairs:
        labels, others = targets.of(np.array([one, other])).names()
        yield Contradiction(texts[one], tuple(labels), tuple(others))
