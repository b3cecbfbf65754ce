"""The splits on which everything is measured: five folds grouped by article, and each news source left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sklearn.model_selection import StratifiedGroupKFold

from training.labelled import Paragraph

SOURCES = ("xwlb", "chinanews", "nankai")
HOME = "home"
"""The five folds together."""


@dataclass(frozen=True)
class Split:
    """What is learned from and what is measured.

    Attributes
    ----------
    name : str
        `HOME`, or the source left out.
    train, test : list of Paragraph
    """

    name: str
    train: list[Paragraph]
    test: list[Paragraph]

    @property
    def left_out(self) -> str | None:
        """The source left out, if any."""
        return None if self.name == HOME else self.name


def splits(rows: Sequence[Paragraph]) -> list[Split]:
    """All eight splits; our own paragraphs are always learned from when a source is left out."""
    folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=1)
    result = [
        Split(HOME, [rows[i] for i in train], [rows[i] for i in test])
        for train, test in folds.split(rows, [p.theme for p in rows], [p.article for p in rows])
    ]
    present = {p.source for p in rows}
    for source in SOURCES:
        if source in present:
            result.append(Split(source, [p for p in rows if p.source != source], [p for p in rows if p.source == source]))
    return result
