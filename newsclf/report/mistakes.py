"""The worst errors of a model: the answers it was surest of, and that are wrong, each with the words that decided it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from newsclf.evaluation import Judged
from newsclf.explanation import explain
from newsclf.report.highlights import Piece, pieces
from newsclf.themes import OTHER

MOST: Final = 50
LONGEST: Final = 400
"""A text is cut behind so many characters."""


@dataclass(frozen=True)
class Mistake:
    """A wrong answer.

    Attributes
    ----------
    row : int
        Which of the texts, from 0 on.
    answer : str
    score : float
        Its probability.
    truth : list of str
        The labels that the text has, the primary one first; ``other`` where it has none.
    truth_score : float or None
        The probability of the primary one; None where the model does not know it.
    explained : str
        The theme whose words are highlighted: the answer, or for ``other`` the theme that was missed.
    pieces : list of Piece
        The text.
    cut : bool
        Whether there is more of it.
    """

    row: int
    answer: str
    score: float
    truth: list[str]
    truth_score: float | None
    explained: str
    pieces: list[Piece]
    cut: bool


def worst(found: Judged, texts: Sequence[str], most: int = MOST) -> list[Mistake]:
    """The surest wrong answers, at most so many, the surest first.

    Parameters
    ----------
    found : Judged
    texts : sequence of str
        Those that were judged.
    most : int
    """
    rows, score = np.flatnonzero(found.wrong), found.score
    order = rows[np.argsort(-score[rows], kind="stable")][:most]
    return [_mistake(found, row, float(score[row]), texts[row]) for row in order.tolist()]


def _mistake(found: Judged, row: int, score: float, text: str) -> Mistake:
    first, answer, known = int(found.truth[row]), int(found.primary[row]), len(found.model.themes)
    others = [found.themes[column] for column in np.flatnonzero(found.had[row]).tolist() if column != first]
    wanted = found.name(answer) if answer >= 0 else found.name(first)
    account = explain(found.model, text, wanted if wanted in found.model.themes else None)
    shown = pieces(text, account.spans, LONGEST)
    return Mistake(
        row=row,
        answer=found.name(answer),
        score=score,
        truth=[found.name(first), *others],
        truth_score=_truth_score(found, row, first) if first < known else None,
        explained=account.theme,
        pieces=shown,
        cut=sum(len(piece.text) for piece in shown) < len(text),
    )


def _truth_score(found: Judged, row: int, column: int) -> float:
    """What the model gave the true theme; where there is none, as `newsclf.segments.Label.score` has it."""
    return float(found.probabilities[row, column]) if found.name(column) != OTHER else float(1 - found.probabilities[row].max())
