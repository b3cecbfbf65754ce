"""Why one theme and not another: every word's exact share of the difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsclf.decisions import SUREST
from newsclf.explanation import Share, explain
from newsclf.scoring import Model
from newsclf.themes import OTHER


@dataclass(frozen=True)
class Contrasted:
    """A word of the text, and what it adds to the log-odds of two themes, all its occurrences together.

    Attributes
    ----------
    word : str
        As it stands in the text.
    start, end : int
        Where it first stands (str indices).
    theme, against : float
        What it adds to the log-odds of the one and of the other.
    """

    word: str
    start: int
    end: int
    theme: float
    against: float

    @property
    def difference(self) -> float:
        """What it speaks more for the one than for the other."""
        return self.theme - self.against


@dataclass(frozen=True)
class Contrast:
    """The exact account of what sets two themes apart in a text.

    Raw scores of two themes are on scales of their own; log-odds, as calibration makes them of scores, can be compared.
    For ``other``, which has no score, the log-odds at the threshold of the theme that it is compared with stand.

    Attributes
    ----------
    theme, against : str
    probability, against_probability : float
        For ``other``, the threshold of the other one.
    against_threshold : float
        From which probability ``against`` is named.
    difference : float
        Log-odds of the one less those of the other: ``start`` and the words' differences add up to it.
    start : float
        What the model gives every text.
    words : tuple of Contrasted
        Those first that speak most for ``theme`` rather than for ``against``.
    """

    theme: str
    against: str
    probability: float
    against_probability: float
    against_threshold: float
    difference: float
    start: float
    words: tuple[Contrasted, ...]

    @property
    def is_named(self) -> bool:
        """Whether ``against`` is named, too."""
        return self.against_probability >= self.against_threshold


def contrast(model: Model, text: str, theme: str, against: str) -> Contrast:
    """Account for what sets two themes apart, word by word.

    Parameters
    ----------
    model : Model
    text : str
    theme : str
        One of the model's, or ``other``.
    against : str
        Another of the model's.

    Raises
    ------
    ValueError
        When the model has no such themes, or both are the same.
    """
    if theme == against:
        raise ValueError(f"expected two themes, got {theme!r} twice")
    column = model.rule.column(against)
    limit = float(model.rule.thresholds[column])
    rivals, of_rival = explain(model, text, against), _LogOdds.of(model, column)
    account = None if theme == OTHER else explain(model, text, theme)
    own = _LogOdds.of(model, model.rule.column(theme)) if account else _LogOdds(0.0, _log_odds(limit))
    return Contrast(
        theme=theme,
        against=against,
        probability=account.probability if account else limit,
        against_probability=rivals.probability,
        against_threshold=limit,
        difference=own.at(account.score if account else 0.0) - of_rival.at(rivals.score),
        start=own.at(account.intercept if account else 0.0) - of_rival.at(rivals.intercept),
        words=_words(account.shares if account else (), rivals.shares, own.slope, of_rival.slope),
    )


def _log_odds(probability: float) -> float:
    """Of a probability, no farther from even odds than those of scores."""
    least = 1.0 / (1.0 + np.exp(SUREST))
    inside = min(max(probability, least), 1.0 - least)
    return float(np.log(inside / (1.0 - inside)))


@dataclass(frozen=True)
class _LogOdds:
    """How log-odds grow with the raw score of a theme."""

    slope: float
    offset: float

    @classmethod
    def of(cls, model: Model, column: int) -> _LogOdds:
        return cls(float(model.rule.slope[column]), float(model.rule.offset[column]))

    def at(self, score: float) -> float:
        return self.slope * score + self.offset


def _words(shares: tuple[Share, ...], rivals: tuple[Share, ...], slope: float, of_rival: float) -> tuple[Contrasted, ...]:
    """The same words, accounted for twice."""
    own = {share.word: slope * share.share for share in shares}
    words = [Contrasted(rival.word, rival.start, rival.end, own.get(rival.word, 0.0), of_rival * rival.share) for rival in rivals]
    return tuple(sorted(words, key=lambda word: (-word.difference, word.start)))
