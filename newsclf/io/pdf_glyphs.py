"""Printed glyphs: where they stand, which way the page is read, and which follow each other in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

_NEAR: Final = 0.7
"""A glyph goes on with the run before it up to so many ems away: justifying stretches lines by less, gutters are wider."""

_NEAR_IN_HEADLINES: Final = 1.5
"""Headlines are set wider, and nothing else is printed between their glyphs."""

_HEADLINE: Final = 1.2
"""What is so much larger than the body is a headline."""

_WORD_GAP: Final = 0.15
"""Letters of one word stand closer, in ems."""


class Piece(NamedTuple):
    """A glyph or a run of them, in a box; y grows upwards.

    Attributes
    ----------
    text : str
    left, bottom, right, top : float
    size : float
        Of its font, in points.
    turn : int
        By how many quarters its font is turned counter-clockwise.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    turn: int = 0

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2

    def beside(self, other: Piece) -> bool:
        """Whether both stand in one line: they share half the height of the smaller."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.top - self.bottom, other.top - other.bottom)

    def turned(self, quarters: int) -> Piece:
        """Where it stands once the page is turned clockwise."""
        piece = self
        for _ in range(quarters % 4):
            piece = piece._replace(left=piece.bottom, bottom=-piece.right, right=piece.top, top=-piece.left)
        return piece


def upright(glyphs: Sequence[Piece]) -> list[Piece]:
    """Turn a page so that its lines run from left to right and follow each other downwards.

    A page may lie on its side. Vertical lines, which run downwards and follow each other to the left, become such lines
    by a quarter turn counter-clockwise.
    """
    turns = Counter(glyph.turn for glyph in glyphs if not glyph.text.isspace())
    turn = turns.most_common(1)[0][0] if turns else 0
    level = [glyph.turned(turn) for glyph in glyphs]
    return [glyph.turned(3) for glyph in level] if _runs_downwards(level) else level


def _runs_downwards(glyphs: Iterable[Piece]) -> bool:
    """Whether most glyphs stand right below the one before them rather than beside it."""
    down = along = 0
    for before, glyph in pairwise(glyphs):
        near = 1.6 * glyph.size
        if glyph.beside(before):
            along += 0 < glyph.middle - before.middle < near
        else:
            down += abs(glyph.middle - before.middle) < 0.3 * glyph.size and 0 < before.top - glyph.top < near
    return down > along


def body_size(pieces: Iterable[Piece]) -> float:
    """The size in which most of a page is set."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size, 1)] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def is_headline(piece: Piece, body: float) -> bool:
    """Whether it is so large that it heads what stands below."""
    return piece.size >= _HEADLINE * body


def runs(glyphs: Iterable[Piece], body: float) -> list[Piece]:
    """Join glyphs that follow each other in the file and stand close together in a line."""
    open_runs: list[list[Piece]] = []
    for glyph in glyphs:
        if open_runs and _goes_on(open_runs[-1][-1], glyph, body):
            open_runs[-1].append(glyph)
        else:
            open_runs.append([glyph])
    return [joined(trimmed) for run in open_runs if (trimmed := _trimmed(run))]


def _goes_on(before: Piece, glyph: Piece, body: float) -> bool:
    size = max(before.size, glyph.size)
    near = _NEAR_IN_HEADLINES if min(before.size, glyph.size) >= _HEADLINE * body else _NEAR
    return glyph.beside(before) and -0.6 * size < glyph.left - before.right < near * size


def _trimmed(run: Sequence[Piece]) -> Sequence[Piece]:
    """Without white space at its ends, so that its box is that of its ink."""
    seen = [place for place, piece in enumerate(run) if not piece.text.isspace()]
    return run[seen[0] : seen[-1] + 1] if seen else []


def joined(line: Sequence[Piece]) -> Piece:
    """Pieces of one line, from left to right, as one; words of letters and digits are kept apart."""
    text = line[0].text
    for before, piece in pairwise(line):
        text += _space(before, piece) + piece.text
    return Piece(
        text,
        min(piece.left for piece in line),
        min(piece.bottom for piece in line),
        max(piece.right for piece in line),
        max(piece.top for piece in line),
        body_size(line),
    )


def _space(before: Piece, piece: Piece) -> str:
    """The white space that a gap in a line stands for."""
    if before.text[-1].isspace() or piece.text[0].isspace():
        return ""
    gap = (piece.left - before.right) / max(before.size, piece.size)
    words = before.text[-1].isascii() and piece.text[0].isascii()
    return " " if gap > (_WORD_GAP if words else _NEAR_IN_HEADLINES) else ""
