"""A text and the account of its score → pieces, each with how strongly it speaks for the theme or against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newsclf.explanation import Explanation, Share

STEPS: Final = (0.1, 0.25, 0.5, 0.75)
"""From which part of the strongest word's share on a word has strength 1, 2, 3 and 4."""


@dataclass(frozen=True)
class Piece:
    """A piece of a text.

    Attributes
    ----------
    text : str
    strength : int
        From 1 to 4 for a word that speaks for the theme, the strongest 4; from -1 to -4 for one that speaks against it, on the
        same scale; 0 for all else.
    share : float
        What it adds to the raw score, here where it stands.
    """

    text: str
    strength: int = 0
    share: float = 0.0


def highlighted(text: str, account: Explanation) -> list[Piece]:
    """Cut a text into pieces that joined give it back.

    Parameters
    ----------
    text : str
        The very text that was explained.
    account : Explanation
        Of one theme.
    """
    return pieces(text, account.spans)


def pieces(text: str, spans: Sequence[Share], cut: int | None = None) -> list[Piece]:
    """The same by the words' places alone.

    Parameters
    ----------
    text : str
    spans : sequence of Share
        In the order of the text, none over another (`Explanation.spans`).
    cut : int, optional
        Leave out what stands behind so many characters, but cut no word.
    """
    largest = max((abs(span.share) for span in spans), default=0.0)
    return _joined(_pieces(text, spans, largest, len(text) if cut is None else cut))


def strength(share: float, largest: float) -> int:
    """How strong a share is beside the largest; see `Piece`."""
    reached = sum(abs(share) >= step * largest for step in STEPS) if largest else 0
    return reached if share >= 0 else -reached


def _pieces(text: str, spans: Sequence[Share], largest: float, cut: int) -> Iterator[Piece]:
    end = 0
    for span in spans:
        if span.end > cut:
            cut = min(cut, span.start)
            break
        yield Piece(text[end : span.start])
        yield Piece(text[span.start : span.end], strength(span.share, largest), span.share)
        end = span.end
    yield Piece(text[end:cut])


def _joined(found: Iterator[Piece]) -> list[Piece]:
    """Fewer pieces: what has no strength stands together."""
    kept: list[Piece] = []
    for piece in found:
        if not piece.text:
            continue
        if kept and not kept[-1].strength and not piece.strength:
            kept[-1] = Piece(kept[-1].text + piece.text, 0, kept[-1].share + piece.share)
        else:
            kept.append(piece)
    return kept
