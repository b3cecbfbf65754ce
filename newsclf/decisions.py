"""From scores to labels: calibration and thresholds, the one place where both the estimator and the model decide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.segments import Label, Reason
from newsclf.text import HAN, MAX_CHARACTERS
from newsclf.themes import OTHER

MIN_HAN: Final = 3
"""A text with fewer Han characters is too short to judge."""

_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")

Floats = NDArray[np.float64]


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

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_themes), of raw scores of the same shape."""
        logits = np.clip(scores * self.slope + self.offset, -500, 500)
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

    def label(self, probabilities: Floats, primary: int, reason: Reason | None) -> Label:
        """The record for one text: its row of probabilities, its primary column, and why to abstain, if so."""
        scores = dict(zip(self.themes, probabilities.tolist(), strict=True))
        if reason or primary < 0:
            return Label(OTHER, 1.0 - max(scores.values()), (), scores, reason is not None, reason)
        margins = probabilities - self.thresholds
        passed = [int(column) for column in np.argsort(-margins, kind="stable") if margins[column] >= 0]
        passed.sort(key=lambda column: column != primary)  # the primary first, also where it is merely the most probable
        theme = self.themes[primary]
        return Label(theme, scores[theme], tuple(self.themes[place] for place in passed), scores)


def unreadable(text: str) -> Reason | None:
    """Why a text cannot be judged whatever the model, or None: too few Han characters, or mostly another script."""
    text = text[:MAX_CHARACTERS]
    han, letters = han_characters(text), len(_LETTER.findall(text))
    if letters > 2 * han and letters - han >= MIN_HAN:
        return "not Chinese"
    return "too short" if han < MIN_HAN else None


def han_characters(text: str) -> int:
    """How many Han characters a text has."""
    return len(_HAN.findall(text))
