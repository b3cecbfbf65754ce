"""The frozen records that users hold: Segment and Label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "byline", "caption", "body"]
Reason = Literal["too short", "not Chinese", "unknown words", "byline"]


@dataclass(frozen=True)
class Segment:
    """A piece of a page: a heading, by-line, caption or paragraph.

    Attributes
    ----------
    segment : int
        1-based place on the page.
    kind : {"heading", "byline", "caption", "body"}
        What it is; a photo credit is a by-line.
    article : int
        1-based number of the article it belongs to on the printed page.
    lines : tuple of int
        First and last line, 1-based.
    start, end : int
        Where it lies in the page, as str indices.
    text : str
        ``page[start:end]`` without the white space around line breaks.
    """

    segment: int
    kind: Kind
    article: int
    lines: tuple[int, int]
    start: int
    end: int
    text: str


@dataclass(frozen=True, init=False)
class Label:
    """What a model says of one text.

    Attributes
    ----------
    theme : str
        The primary theme, or ``other``.
    score : float
        Its probability; for ``other``, one minus the largest of `scores`.
    themes : tuple of str
        All themes at or above their thresholds, the surest first. Empty when the model abstains.
    scores : dict of str to float
        A calibrated probability for each theme of the model; they are independent and need not sum to 1.
    abstain : bool
        True when the text gives the model too little to go on.
    reason : {"too short", "not Chinese", "unknown words", "byline"} or None
        Why it abstains.
    context : bool
        True when the text was too short to judge alone and leaned on its article (`newsclf.context`); its scores then are
        those after leaning.
    """

    theme: str
    score: float
    themes: tuple[str, ...]
    scores: dict[str, float]
    abstain: bool
    reason: Reason | None
    context: bool

    def __init__(
        self,
        theme: str,
        score: float,
        themes: tuple[str, ...],
        scores: dict[str, float],
        abstain: bool = False,
        reason: Reason | None = None,
        context: bool = False,
    ) -> None:
        # What dataclass writes for a frozen class sets field by field, slowly; a label is made for every text.
        self.__dict__.update(
            theme=theme, score=score, themes=themes, scores=scores, abstain=abstain, reason=reason, context=context
        )


@dataclass(frozen=True)
class WeighedWord:
    """A word, and what it adds to the raw score of a theme when it stands once in a text of some hundred characters."""

    word: str
    share: float
