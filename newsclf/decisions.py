"""From scores to labels: calibration and thresholds, the one place where both the estimator and the model decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.lazy import pattern
from newsclf.segments import Label, Reason
from newsclf.text import HAN
from newsclf.themes import OTHER

MIN_HAN: Final = 3
"""A text with fewer Han characters is too short to judge."""

_HAN = pattern(f"[{HAN}]")

SUREST: Final = 35.0
"""Log-odds beyond which a probability would be rounded to 1."""


@dataclass(frozen=True, eq=False)
class Rule:
    """How a model decides.

    Attributes
    ----------
    themes : tuple of str
        The themes, in the order of the columns of scores.
    slope, offset : ndarray of shape (n_themes,)
        Platt's sigmoid: probability = 1 / (1 + exp(-(slope * score + offset))).
    thresholds : ndarray of shape (n_themes,)
        The probability from which a theme is accepted.
    answers_other : bool
        False for a single-label model whose data knew no ``other``: it always names the most probable theme.
    """

    themes: tuple[str, ...]
    slope: Floats
    offset: Floats
    thresholds: Floats
    answers_other: bool

    def column(self, theme: str) -> int:
        """The column of a theme.

        Raises
        ------
        ValueError
            When there is no such theme.
        """
        if theme not in self.themes:
            raise ValueError(f"no theme {theme!r}; there are {', '.join(self.themes)}")
        return self.themes.index(theme)

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_themes), of raw scores of the same shape."""
        logits = np.minimum(np.maximum(scores * self.slope + self.offset, -SUREST), SUREST)
        return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float64)

    def accepted(self, probabilities: Floats) -> NDArray[np.bool_]:
        """Which themes are at or above their thresholds, shape (n_texts, n_themes)."""
        return np.asarray(probabilities >= self.thresholds)

    def primary(self, probabilities: Floats) -> NDArray[np.intp]:
        """The column of each text's primary theme, shape (n_texts,); -1 for ``other``."""
        if not self.answers_other:
            return np.asarray(probabilities.argmax(axis=1))
        margins = probabilities - self.thresholds
        return np.where(margins.max(axis=1) >= 0, margins.argmax(axis=1), -1)

    def answers(self, probabilities: Floats, judged: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """What `labels` says of texts, as arrays: the column of each primary theme (-1 for ``other``), and which are named.

        Parameters
        ----------
        probabilities : ndarray of shape (n_texts, n_themes)
        judged : ndarray of bool, shape (n_texts,)
            False for texts on which to abstain.
        """
        primary = np.where(judged, self.primary(probabilities), -1)
        named = self.accepted(probabilities) & judged[:, None]
        # Where a theme must be named, the most probable may be below its threshold and one that is less probable not.
        named[(named.sum(axis=1) == 1) & ~named[np.arange(len(named)), primary]] = False
        return primary, named

    def labels(self, probabilities: Floats, reasons: Sequence[Reason | None]) -> list[Label]:
        """The records for texts: probabilities of shape (n_texts, n_themes), and why to abstain, if so."""
        margins = probabilities - self.thresholds
        several = ((margins >= 0).sum(axis=1) > 1).tolist()
        primary = self.primary(probabilities).tolist()
        return list(map(self._record, probabilities.tolist(), margins.tolist(), primary, several, reasons))

    def label(self, probabilities: Floats, reason: Reason | None) -> Label:
        """The same for one text: probabilities of shape (n_themes,)."""
        row, margins = probabilities.tolist(), (probabilities - self.thresholds).tolist()
        largest = max(margins)
        primary = margins.index(largest) if largest >= 0 else -1
        if not self.answers_other:
            primary = row.index(max(row))
        return self._record(row, margins, primary, sum([margin >= 0 for margin in margins]) > 1, reason)

    def _record(self, row: list[float], margins: list[float], primary: int, several: bool, reason: Reason | None) -> Label:
        scores = dict(zip(self.themes, row))  # noqa: B905  (they are as many)
        if reason or primary < 0:
            return Label(OTHER, 1.0 - max(row), (), scores, reason is not None, reason)
        theme = self.themes[primary]
        only = (theme,) if margins[primary] >= 0 else ()  # it may be merely the most probable
        return Label(theme, row[primary], self._passed(margins, primary) if several else only, scores)

    def _passed(self, margins: list[float], primary: int) -> tuple[str, ...]:
        """The accepted themes, the primary first, then the surest."""
        passed = [column for column, margin in enumerate(margins) if margin >= 0]
        passed.sort(key=lambda column: (column != primary, -margins[column]))
        return tuple(self.themes[column] for column in passed)


def unreadable(han: int, letters: int) -> Reason | None:
    """Why a text with so many Han characters and letters (Han among them) cannot be judged, whatever the model; None if it can.

    It is mostly in another script, or it has too few Han characters.
    """
    if letters > 2 * han and letters - han >= MIN_HAN:
        return "not Chinese"
    return "too short" if han < MIN_HAN else None


def suspect(han: NDArray[np.int64], letters: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of many texts may be `unreadable`."""
    return (han < MIN_HAN) | (letters > 2 * han)


def han_characters(text: str) -> int:
    """How many Han characters a text has."""
    return len(_HAN().findall(text))
