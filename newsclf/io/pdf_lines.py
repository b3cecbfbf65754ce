"""A page's regions as lines of text, as `newsclf.reflow` wants them: hard-wrapped, indented, blank lines between blocks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import quantiles
from typing import Final

from newsclf.io.pdf_glyphs import Piece, body_size, is_headline, joined, runs
from newsclf.io.pdf_regions import Region, regions

_INDENT: Final = "\u3000\u3000"
_INDENTED: Final = (1.4, 3.0)
"""A first line stands so far inside its column, in ems; what stands farther inside is centred."""

_LEADING: Final = 1.3
"""So many times the usual distance between lines is a gap between blocks."""


def page_text(glyphs: Sequence[Piece]) -> str:
    """The text of a page from its glyphs.

    Parameters
    ----------
    glyphs : sequence of Piece
        In the order of the file, turned so that lines run from left to right.

    Returns
    -------
    str
        Column after column; empty for a page without text.
    """
    body = body_size(glyphs)
    text: list[str] = []
    before: list[Piece] = []
    for region in regions(runs(glyphs, body), body):
        lines = _lines(region.pieces)
        text += [""] * bool(before and not _continues(before, lines, region, body)) + _block(lines)
        before = lines
    return "\n".join(text)


def _lines(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of a region, downwards."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        row = next((row for row in rows[-3:] if piece.beside(row[0])), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    lines = [joined(sorted(row, key=lambda piece: piece.left)) for row in rows]
    if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
        return [joined(lines)]  # a headline that runs downwards
    return lines


def _block(lines: Sequence[Piece]) -> list[str]:
    """A region's lines with their indents, and blank lines where its type or its leading changes."""
    gap = _LEADING * _pitch(lines)
    text = [_indent(lines[0], lines) + lines[0].text]
    for before, line in pairwise(lines):
        apart = not _alike(before, line) or before.bottom - line.bottom > gap
        text += [""] * apart + [_indent(line, lines) + line.text]
    return text


def _pitch(lines: Sequence[Piece]) -> float:
    """From one baseline to the next, inside paragraphs: a small one of all, since gaps between paragraphs are large."""
    pitches = [before.bottom - line.bottom for before, line in pairwise(lines) if _alike(before, line)]
    return quantiles(pitches, n=4)[0] if len(pitches) > 1 else 1.5 * lines[0].size


def _alike(one: Piece, other: Piece) -> bool:
    return abs(one.size - other.size) <= 0.1 * max(one.size, other.size)


def _indent(line: Piece, lines: Sequence[Piece]) -> str:
    """Two full-width spaces for a line that begins two characters inside its column."""
    edge = min(other.left for other in lines if _alike(line, other))
    least, most = _INDENTED
    return _INDENT if least * line.size <= line.left - edge < most * line.size else ""


def _continues(before: Sequence[Piece], lines: Sequence[Piece], region: Region, body: float) -> bool:
    """Whether a column goes on with the text of the one beside it: alike in type and width, and not indented."""
    if not region.follows or not _alike(before[-1], lines[0]) or is_headline(lines[0], body) or _indent(lines[0], lines):
        return False
    widths = [max(line.right for line in part) - min(line.left for line in part) for part in (before, lines)]
    return min(widths) > 0.8 * max(widths)
