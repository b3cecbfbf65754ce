"""Strips of a page: what stands between white space that runs across, and the gaps beside each other in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsclf.io.pdf_glyphs import Piece, is_headline


@dataclass(frozen=True)
class Strip:
    """Pieces with white space above and below over the whole region.

    Attributes
    ----------
    pieces : list of Piece
    top, bottom : float
    filled : list of (float, float)
        From where to where something stands, from left to right.
    """

    pieces: list[Piece]
    top: float
    bottom: float
    filled: list[tuple[float, float]]

    def is_headline(self, body: float) -> bool:
        """Whether all that stands in it is large."""
        return all(is_headline(piece, body) for piece in self.pieces)

    @property
    def widest_gap(self) -> float:
        """The widest white space between pieces beside each other."""
        return max((right - left for (_, left), (right, _) in pairwise(self.filled)), default=0.0)

    def free(self, left: float, right: float, least: float) -> tuple[float, float] | None:
        """What of a gutter stays free beside this strip; None when less than ``least``."""
        for low, high in self.filled:
            if high <= left or low >= right:
                continue
            left, right = (high, right) if low <= left else (left, low) if high >= right else (left, left)
        return (left, right) if right - left >= least else None


def width(strips: Sequence[Strip]) -> float:
    """From the leftmost to the rightmost piece."""
    return max(strip.filled[-1][1] for strip in strips) - min(strip.filled[0][0] for strip in strips)


def pieces_of(strips: Sequence[Strip]) -> list[Piece]:
    """All that stands in strips."""
    return [piece for strip in strips for piece in strip.pieces]


def strips_of(pieces: list[Piece]) -> list[Strip]:
    """Part pieces where white space runs across all of them."""
    groups: list[list[Piece]] = []
    bottom = 0.0
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        if groups and piece.top > bottom:
            groups[-1].append(piece)
            bottom = min(bottom, piece.bottom)
        else:
            groups.append([piece])
            bottom = piece.bottom
    return [_strip(group) for group in groups]


def _strip(pieces: list[Piece]) -> Strip:
    filled: list[tuple[float, float]] = []
    for left, right in sorted((piece.left, piece.right) for piece in pieces):
        if filled and left <= filled[-1][1]:
            filled[-1] = (filled[-1][0], max(right, filled[-1][1]))
        else:
            filled.append((left, right))
    return Strip(pieces, max(piece.top for piece in pieces), min(piece.bottom for piece in pieces), filled)
