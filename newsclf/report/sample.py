"""Some of many rows, drawn in a fixed way: as even a share as can be of every theme and confidence, whoever drew which part."""

from __future__ import annotations

import hashlib
from bisect import insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

BANDS: Final = (0.5, 0.7, 0.9)
"""Between these lie the bands of confidence."""

Stratum = tuple[str, str, int]
"""Theme, reason to abstain (empty for none), and band of confidence: rows that are alike."""

Drawn = tuple[str, Mapping[str, Any]]
"""The digest by which a row is drawn, and its record."""


def stratum_of(record: Mapping[str, Any]) -> Stratum:
    """The stratum of a label record; all abstentions for one reason are one stratum."""
    if record["abstain"]:
        return record["theme"], record["reason"], 0
    return record["theme"], "", band_of(record["score"])


def band_of(score: float) -> int:
    """The band of a probability, from 0 to the number of `BANDS`."""
    return sum(score >= limit for limit in BANDS)


@dataclass
class Sample:
    """Rows drawn of each stratum.

    Rows of a stratum are ordered by a digest of their number and text, and the first are drawn. Every stratum gives as many as
    every other, as far as it has them (`level`). Adding rows never raises that number, so that what is dropped on the way can
    not be wanted later: samples of parts, merged in any order, are the sample of all.

    Attributes
    ----------
    most : int
        How many rows are drawn in all.
    counts : dict of Stratum to int
        How many rows there are.
    kept : dict of Stratum to list of Drawn
        The first of them, by their digests.
    """

    most: int
    counts: dict[Stratum, int] = field(default_factory=dict)
    kept: dict[Stratum, list[Drawn]] = field(default_factory=dict)

    def add(self, record: Mapping[str, Any]) -> None:
        """Take a label record into account."""
        stratum = stratum_of(record)
        self.counts[stratum] = self.counts.get(stratum, 0) + 1
        kept = self.kept.setdefault(stratum, [])
        insort(kept, (_digest(record), record), key=itemgetter(0))
        del kept[self.most :]

    def merge(self, other: Sample) -> None:
        """Take all that another sample took into account."""
        for stratum, count in other.counts.items():
            self.counts[stratum] = self.counts.get(stratum, 0) + count
            self.kept[stratum] = sorted([*self.kept.get(stratum, ()), *other.kept.get(stratum, ())], key=itemgetter(0))
        self.prune()

    def prune(self) -> None:
        """Drop what will not be wanted, however many rows are still to come."""
        most = level(self.counts, self.most) + 1
        for kept in self.kept.values():
            del kept[most:]

    @property
    def is_drawn(self) -> bool:
        """Whether there are more rows than are drawn."""
        return sum(self.counts.values()) > self.most

    def drawn(self) -> Iterator[Mapping[str, Any]]:
        """The records that are drawn."""
        each = level(self.counts, self.most)
        left = self.most - sum(min(count, each) for count in self.counts.values())
        more = sorted((stratum for stratum, count in self.counts.items() if count > each), key=self._first)[:left]
        for stratum, kept in self.kept.items():
            for _, record in kept[: each + (stratum in more)]:
                yield record

    def _first(self, stratum: Stratum) -> tuple[int, Stratum]:
        """Large strata come first where not all can have one row more."""
        return -self.counts[stratum], stratum


def level(counts: Mapping[Stratum, int], most: int) -> int:
    """How many rows every stratum can give so that all together give at most ``most``."""
    left, strata = most, len(counts)
    for count in sorted(counts.values()):
        if count * strata > left:
            return left // strata
        left -= count
        strata -= 1
    return max(counts.values(), default=0)


def _digest(record: Mapping[str, Any]) -> str:
    """Of a row's number and text, so that it does not matter how files are cut into parts; of two alike, by where they stand."""
    data = f"{record['segment']} {record['text']}".encode("utf-8", "surrogatepass")
    return f"{hashlib.blake2b(data, digest_size=12).hexdigest()} {record['source']}"
