"""How new texts differ from old ones: their words, how much of them a model knows, what it says of them, and how sure it is.

Words: how many texts a word stands in, old and new, as log-odds with an informative Dirichlet prior, over their standard error.
Counted are texts, not occurrences, since a word that stands in a text is likely to stand there again. Shares of themes: Fisher's
exact test, by Holm for all of them together. How sure the model is: the test of Kolmogorov and Smirnov, and the population
stability index (`newsclf.shifts` names the sources).

With enough texts any difference is more than chance. So something counts as moved when it is more than chance and also as large
as a person would care about (`RULE`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from scipy.stats import fisher_exact, ks_2samp, norm

from newsclf.arrays import Floats
from newsclf.drift_counts import ABSTAIN, Count, Side
from newsclf.proportions import Share, difference, share
from newsclf.scoring import Model
from newsclf.shifts import discoveries, holm, log_odds_ratio, stability
from newsclf.themes import OTHER

RULE: Final[Mapping[str, float]] = {
    "chance": 0.01,
    "points": 0.05,
    "least_points": 0.01,
    "times": 2.0,
    "psi": 0.2,
    "texts_with_risen_words": 0.05,
}
"""What counts as moved. Always by less than 1 % chance, for shares, words and scores together; and: a theme, or abstaining, has
5 points more or less of all texts, or 1 point and twice as much or half; the population stability index of the scores is 0.2 or
more (as in banks); words that have risen stand in 5 points more of the new texts than of the old."""

MOST_WORDS: Final = 20
"""So many words are told that rose, and as many that fell."""

_CHANCE: Final = RULE["chance"] / 3
"""For each of the three."""

_FEWEST: Final = 5
"""Words in fewer texts tell nothing, and one character says little wherever it stands."""


@dataclass(frozen=True)
class Word:
    """A word that rose or fell: the shares of old and new texts that it stands in, and its log-odds over their error."""

    word: str
    old: float
    new: float
    z: float


@dataclass(frozen=True)
class Change:
    """A share that may have changed.

    Attributes
    ----------
    name : str
        A theme, ``other``, or ``abstain``.
    old, new : Share
    difference, low, high : float
        With its 95 % interval.
    p : float
        How often chance alone does as much, for all shares together (Holm).
    moved : bool
    """

    name: str
    old: Share
    new: Share
    difference: float
    low: float
    high: float
    p: float
    moved: bool


@dataclass(frozen=True)
class Confidence:
    """How sure a model is of its answers where it gives one.

    Attributes
    ----------
    old, new : float
        The mean score.
    psi : float
        Population stability index, by tenths of the old texts.
    ks, p : float
        The largest distance of the two distributions, and how often chance alone does as much.
    moved : bool
    """

    old: float
    new: float
    psi: float
    ks: float
    p: float
    moved: bool


@dataclass(frozen=True)
class Month:
    """The texts of a month, old and new ones: how many, the share of each theme, and the mean score."""

    month: str
    texts: int
    shares: dict[str, float]
    score: float


@dataclass(frozen=True)
class Drift:
    """How new texts differ from old ones.

    Attributes
    ----------
    model : str
    texts : tuple of int
        How many old and new ones.
    unknown : tuple of float
        The share of pairs of neighbouring characters that the model does not know, in old and new texts.
    unseen : float
        The share of the words of new texts that stand in no old one.
    risen, fallen : list of Word
        Those that did so by more than chance, the surest first, at most `MOST_WORDS`.
    words_moved : int
        How many did, of all.
    with_risen : tuple of float
        The share of old and of new texts in which a word that has risen stands.
    shares : list of Change
        Of the themes, ``other`` and ``abstain``.
    confidence : Confidence
    months : list of Month
        Where there are dates.
    undated : tuple of int
        Old and new texts whose date could not be read.
    moved : list of str
        What moved enough to look at, by `RULE`: ``words``, ``confidence``, themes, ``other``, ``abstain``.
    """

    model: str
    texts: tuple[int, int]
    unknown: tuple[float, float]
    unseen: float
    risen: list[Word]
    fallen: list[Word]
    words_moved: int
    with_risen: tuple[float, float]
    shares: list[Change]
    confidence: Confidence
    months: list[Month]
    undated: tuple[int, int]
    moved: list[str]


def drift(
    model: Model,
    old: Iterable[str | None],
    new: Iterable[str | None],
    *,
    old_dates: Iterable[date | None] | None = None,
    new_dates: Iterable[date | None] | None = None,
) -> Drift:
    """Compare new texts with old ones.

    Texts are looked at one by one; of each only the numbers of its words are kept, some hundred bytes.

    Parameters
    ----------
    model : Model
    old, new : iterable of str
    old_dates, new_dates : iterable of date or None, optional
        When each text appeared.

    Raises
    ------
    ValueError
        When there are no old texts, or no new ones.
    """
    vocabulary: dict[str, int] = {}
    sides = [Side(model, vocabulary), Side(model, vocabulary)]
    for side, texts, dates in zip(sides, (old, new), (old_dates, new_dates), strict=True):
        side.add(texts, dates)
    return compared(*sides)


def compared(old: Side, new: Side) -> Drift:
    """The difference between two sides that share a vocabulary; see `drift`."""
    if not (old.texts and new.texts):
        raise ValueError("there must be old texts and new ones")
    risen, fallen = _words(old, new)
    with_risen = (old.share_with(word for word, _ in risen), new.share_with(word for word, _ in risen))
    shares, confidence = _shares(old, new), _confidence(old, new)
    moved = [change.name for change in shares if change.moved]
    moved += ["confidence"] if confidence.moved else []
    moved += ["words"] if with_risen[1] - with_risen[0] >= RULE["texts_with_risen_words"] else []
    return Drift(
        model=new.model.name,
        texts=(old.texts, new.texts),
        unknown=(_unknown(old), _unknown(new)),
        unseen=_unseen(old, new),
        risen=[word for _, word in risen[:MOST_WORDS]],
        fallen=[word for _, word in fallen[:MOST_WORDS]],
        words_moved=len(risen) + len(fallen),
        with_risen=with_risen,
        shares=shares,
        confidence=confidence,
        months=list(_months(old, new)),
        undated=(old.undated, new.undated),
        moved=moved,
    )


def _unknown(side: Side) -> float:
    return 1 - side.pairs / side.characters if side.characters else 0.0


def _unseen(old: Side, new: Side) -> float:
    """Counted once for each text."""
    number = len(new.vocabulary)
    known, counts = old.having(number) > 0, new.having(number)
    return float(counts[~known].sum() / max(counts.sum(), 1))


def _words(old: Side, new: Side) -> tuple[list[tuple[int, Word]], list[tuple[int, Word]]]:
    """The words that rose and that fell by more than chance, the surest first."""
    names = list(new.vocabulary)
    before, after = old.having(len(names)), new.having(len(names))
    long = np.fromiter((len(name) > 1 for name in names), dtype=bool, count=len(names))
    told = np.flatnonzero((before + after >= _FEWEST) & long)
    odds = log_odds_ratio(before[told], after[told], old.texts, new.texts)
    sure = discoveries(2 * norm.sf(np.abs(odds)), _CHANCE)
    told, odds = told[sure], odds[sure]
    order = np.argsort(-np.abs(odds), kind="stable").tolist()
    words = []
    for rank in order:
        row = int(told[rank])
        words.append((row, Word(names[row], float(before[row] / old.texts), float(after[row] / new.texts), float(odds[rank]))))
    return [one for one in words if one[1].z > 0], [one for one in words if one[1].z < 0]


def _shares(old: Side, new: Side) -> list[Change]:
    names = [name for name in (*new.model.themes, OTHER, ABSTAIN) if old.shares[name] or new.shares[name]]
    tables = [np.array([(side.shares[name], side.texts - side.shares[name]) for side in (old, new)]) for name in names]
    chances = holm([float(fisher_exact(table).pvalue) for table in tables])
    changes = []
    for name, p in zip(names, chances, strict=True):
        before, after = share(old.shares[name], old.texts), share(new.shares[name], new.texts)
        found, low, high = difference(before, after)
        moved = p < _CHANCE and _is_large(before.share, after.share)
        changes.append(Change(name, before, after, found, low, high, p, moved))
    return changes


def _is_large(before: float, after: float) -> bool:
    points, (less, more) = abs(after - before), sorted((before, after))
    return points >= RULE["points"] or (points >= RULE["least_points"] and more >= RULE["times"] * less)


def _confidence(old: Side, new: Side) -> Confidence:
    before, after = np.asarray(old.scores), np.asarray(new.scores)
    if not (len(before) and len(after)):
        return Confidence(_mean(before), _mean(after), 0.0, 0.0, 1.0, False)
    test: Any = ks_2samp(before, after, method="asymp")
    psi = stability(before, after)
    moved = bool(test.pvalue < _CHANCE and psi >= RULE["psi"])
    return Confidence(_mean(before), _mean(after), psi, float(test.statistic), float(test.pvalue), moved)


def _mean(scores: Floats) -> float:
    return float(scores.mean()) if len(scores) else 0.0


def _months(old: Side, new: Side) -> Iterator[Month]:
    names = (*new.model.themes, OTHER, ABSTAIN)
    for month in sorted({*old.months, *new.months}):
        both = old.months.get(month, Count()).joined(new.months.get(month, Count()))
        yield Month(month, both.texts, {name: both.shares[name] / both.texts for name in names}, both.score / max(both.judged, 1))
