"""A task: texts to learn from, perhaps several times, and texts to be measured on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from newsclf.io.labelled import Labelled
from newsclf.targets import fingerprint_of

Kind = Literal["public", "own", "proxy", "made"]
"""A public set; a pair of tables of the user's own; made of the project's news texts; put together by chance."""


class SetError(Exception):
    """A set that is there but cannot be read, in one sentence."""


@dataclass(frozen=True)
class Task:
    """A task.

    Attributes
    ----------
    name : str
    kind : {"public", "own", "proxy", "made"}
    trains : list of Labelled
        What is learned from: each of them by itself, and the results are averaged.
    test : Labelled
        What every one of these is measured on.
    unlabelled : list of str
        Texts without labels that a method may learn from, too.
    checksums : dict of str to str
        SHA-256 of the files that were read, in hexadecimal digits, by name.
    """

    name: str
    kind: Kind
    trains: list[Labelled]
    test: Labelled
    unlabelled: list[str] = field(default_factory=list)
    checksums: dict[str, str] = field(default_factory=dict)

    def data(self) -> str:
        """Fingerprint of all texts and labels: figures that have the same one are of the same data."""
        rows = [
            (text, [place, str(label)])
            for place, part in (*((str(n), train) for n, train in enumerate(self.trains)), ("test", self.test))
            for text, label in zip(part.texts, part.labels, strict=True)
        ]
        return fingerprint_of([text for text, _ in rows], [labels for _, labels in rows])

    def facts(self) -> dict[str, object]:
        """What the results say of it."""
        return {
            "kind": self.kind,
            "classes": len({str(label) for label in self.test.labels}),
            "train": len(self.trains[0].texts),
            "draws": len(self.trains),
            "test": len(self.test.texts),
            "characters": round(sum(map(len, self.test.texts)) / len(self.test.texts), 1),
            "unlabelled": len(self.unlabelled),
            "data": self.data(),
        }


def draw(rows: Labelled, size: int, seed: int) -> Labelled:
    """So many rows, drawn with a seed, of every class as large a share as of the whole; all rows where there are no more."""
    if size >= len(rows.texts):
        return rows
    by_class: dict[str, list[int]] = defaultdict(list)
    for place in np.random.default_rng(seed).permutation(len(rows.texts)).tolist():
        by_class[str(rows.labels[place])].append(place)
    # The places of each class are spread evenly over 0 … 1; what lies lowest of all is taken.
    spread = sorted(((n + 0.5) / len(places), place) for places in by_class.values() for n, place in enumerate(places))
    return of(rows, sorted(place for _, place in spread[:size]))


def draw_few(rows: Labelled, per_class: int, seed: int) -> tuple[list[int], list[int]]:
    """The places of so many rows of each class, drawn with a seed, and those of all the others."""
    taken: list[int] = []
    seen: Counter[str] = Counter()
    for place in np.random.default_rng(seed).permutation(len(rows.texts)).tolist():
        label = str(rows.labels[place])
        if seen[label] < per_class:
            seen[label] += 1
            taken.append(place)
    return sorted(taken), sorted(set(range(len(rows.texts))) - set(taken))


def of(rows: Labelled, places: Sequence[int]) -> Labelled:
    """Some of the rows."""
    return Labelled([rows.texts[place] for place in places], [rows.labels[place] for place in places])
