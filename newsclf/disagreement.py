"""Texts that only one of two models judges rightly: what to look at, and the words behind each answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from newsclf.evaluation import Judged
from newsclf.explanation import Explanation, explain
from newsclf.themes import OTHER

MOST: Final = 20
"""So many texts are shown."""


@dataclass(frozen=True)
class Answer:
    """What a model answered.

    Attributes
    ----------
    label : str
    score : float
        Its probability; see `newsclf.segments.Label`.
    is_right : bool
    account : Explanation
        Of the answer; for ``other``, of the theme that came closest.
    """

    label: str
    score: float
    is_right: bool
    account: Explanation


@dataclass(frozen=True)
class Disagreement:
    """A text on which one of two models is right: its `place` among all (from 0), its `text`, the `truth`, and both `answers`."""

    place: int
    text: str
    truth: str
    answers: tuple[Answer, Answer]


def disagreements(first: Judged, second: Judged, texts: Sequence[str], most: int = MOST) -> list[Disagreement]:
    """Texts on which only one of two models is right, those first on which the other is surest of what is wrong.

    As many are taken where the first model is right as where the second is, where there are enough of both.

    Parameters
    ----------
    first, second : Judged
        Of the same texts (`newsclf.evaluation.judged`).
    texts : sequence of str
    most : int
    """
    right = [judged.truth == judged.primary for judged in (first, second)]
    sides = []
    for winner, loser, judged in ((0, 1, second), (1, 0, first)):
        places = np.flatnonzero(right[winner] & ~right[loser])
        sides.append(places[np.argsort(-judged.score[places], kind="stable")].tolist())
    shares = [max(most // 2, most - len(sides[1])), max(most - most // 2, most - len(sides[0]))]
    chosen = [place for side, share in zip(sides, shares, strict=True) for place in side[:share]]
    return [_disagreement(place, texts[place], first, second) for place in chosen]


def _disagreement(place: int, text: str, first: Judged, second: Judged) -> Disagreement:
    answers = (_answer(place, text, first), _answer(place, text, second))
    return Disagreement(place, text, first.name(int(first.truth[place])), answers)


def _answer(place: int, text: str, judged: Judged) -> Answer:
    label = judged.name(int(judged.primary[place]))
    account = explain(judged.model, text, None if label == OTHER else label)
    return Answer(label, float(judged.score[place]), bool(judged.truth[place] == judged.primary[place]), account)
