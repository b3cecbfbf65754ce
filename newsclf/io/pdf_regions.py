"""The regions of a page in reading order: columns, what spans them, what stands above and below.

Recursive cuts along white space, as in the XY-cut of Nagy and Seth, "Hierarchical representation of optically scanned
documents" (ICPR 1984). Which cut comes first is a newspaper's question: a gutter is sought as the tallest white
rectangle between columns (after Breuel, "Two geometric algorithms for layout analysis", DAS 2002), and cut together
with what it parts; what stands above and below it is read before and after. A headline goes before any gutter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from newsclf.io.pdf_glyphs import Piece
from newsclf.io.pdf_strips import Strip, pieces_of, strips_of, width

_DEEPEST: Final = 40
"""No newspaper nests so many cuts; a page made to harm does."""

_GUTTER: Final = 0.5
"""The narrowest gutter between columns of several lines, in ems of the body."""

_WIDE_GUTTER: Final = 1.5
"""From here on a gutter may part single lines."""

_ABOVE_HEADLINE: Final = 0.8
"""White space above a headline that opens another story below all columns, in ems."""

_ABOVE_FOOTER: Final = 1.2
"""White space that sets off a running title or a page number, in ems."""


_MOST_HEAD_LINES: Final = 8
"""A headline with its kicker, its decks and its by-line has no more lines."""


_MOST_GUTTERS: Final = 15
"""No newspaper has more columns beside each other; a table has."""


@dataclass(frozen=True)
class Region:
    """What is read as one column.

    Attributes
    ----------
    pieces : list of Piece
    follows : bool
        Whether the column before it stands beside it, so that text may go on from there.
    """

    pieces: list[Piece]
    follows: bool = False


@dataclass(frozen=True)
class _Gutter:
    """White space from ``left`` to ``right`` beside the strips ``first`` to ``last``."""

    left: float
    right: float
    first: int
    last: int


def regions(pieces: list[Piece], body: float) -> list[Region]:
    """Cut a page into regions.

    Parameters
    ----------
    pieces : list of Piece
        Runs of glyphs.
    body : float
        The size in which most of the page is set.

    Returns
    -------
    list of Region
        In reading order; each piece is in one.
    """
    strips = strips_of(pieces)
    header = int(len(strips) > 1 and _is_running_title(strips[0], strips[0].bottom - strips[1].top, body))
    footer = int(len(strips) > 1 + header and _is_running_title(strips[-1], strips[-2].bottom - strips[-1].top, body))
    end = len(strips) - footer
    titles = [Region(strip.pieces) for strip in strips[:header]], [Region(strip.pieces) for strip in strips[end:]]
    return titles[0] + _cut(pieces_of(strips[header:end]), body, False, 0) + titles[1]


def _is_running_title(strip: Strip, gap: float, body: float) -> bool:
    """Whether a page's first or last strip is a header or footer: one line, set off, and no end of a sentence."""
    line = strip.top - strip.bottom < 1.5 * body and not strip.is_headline(body)
    return (
        line and gap >= _ABOVE_FOOTER * body and not any(piece.text.endswith(("。", "！", "？", "”")) for piece in strip.pieces)
    )


def _cut(pieces: list[Piece], body: float, follows: bool, depth: int) -> list[Region]:
    """Cut a region as long as something parts it."""
    if not pieces:
        return []
    strips = strips_of(pieces)
    if depth < _DEEPEST:
        if place := _headline_cut(strips, body):
            upper, lower = pieces_of(strips[:place]), pieces_of(strips[place:])
            return _cut(upper, body, follows, depth + 1) + _cut(lower, body, False, depth + 1)
        if gutters := _gutters(strips, body):
            return _columns(strips, _first_cuts(strips, gutters, body), body, follows, depth + 1)
    return [Region(pieces, follows)]


def _columns(strips: list[Strip], gutters: list[_Gutter], body: float, follows: bool, depth: int) -> list[Region]:
    """What stands above the gutters, the columns between them from left to right, what stands below."""
    first, last = gutters[0].first, gutters[0].last
    found = _cut(pieces_of(strips[:first]), body, follows, depth)
    for place, column in enumerate(_parted(strips, gutters)):
        found += _cut(column, body, place > 0 or (follows and first == 0), depth)
    return found + _cut(pieces_of(strips[last + 1 :]), body, False, depth)


def _parted(strips: list[Strip], gutters: Sequence[_Gutter]) -> list[list[Piece]]:
    """What stands between gutters."""
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for piece in pieces_of(strips[gutters[0].first : gutters[0].last + 1]):
        columns[sum(gutter.right <= piece.left for gutter in gutters)].append(piece)
    return columns


def _first_cuts(strips: list[Strip], gutters: list[_Gutter], body: float) -> list[_Gutter]:
    """Which of gutters of one height to cut first: that beside the most columns with stories one above the other, or the wide."""
    if 1 < len(gutters) <= _MOST_GUTTERS:
        stacks = [max(_stack_width(part, body) for part in _parted(strips, [gutter])) for gutter in gutters]
        if max(stacks):
            return [gutters[stacks.index(max(stacks))]]
    widest = max(gutter.right - gutter.left for gutter in gutters)
    return [gutter for gutter in gutters if gutter.right - gutter.left > 0.75 * widest]


def _stack_width(pieces: list[Piece], body: float) -> float:
    """How wide several columns are below whose upper story a headline opens another; 0 where none does."""
    strips = strips_of(pieces)
    columns = any(strip.widest_gap >= _GUTTER * body for strip in strips)
    return width(strips) if columns and _story_cut(strips, body) else 0.0


def _headline_cut(strips: list[Strip], body: float) -> int:
    """Before which strip to cut for a headline's sake: below one that stands alone on top, or above one; 0 for nowhere."""
    head = _head(strips, body)
    below = head if head < len(strips) and not strips[head].is_headline(body) else 0
    return below or _story_cut(strips, body)


def _story_cut(strips: list[Strip], body: float) -> int:
    """Before which strip a headline opens another story below all columns; 0 for none."""
    for place in range(1, len(strips)):
        above, strip = strips[place - 1], strips[place]
        if above.bottom - strip.top < _ABOVE_HEADLINE * body or above.is_headline(body):
            continue
        opens = strip.is_headline(body) or _head(strips[place : place + _MOST_HEAD_LINES + 1], body)
        if opens and min(width(strips[:place]), width(strips[place:])) > 0.5 * width(strips):
            return place
    return 0


def _head(strips: Sequence[Strip], body: float) -> int:
    """How many strips on top belong to a headline alone above columns: itself, a kicker above it, by-lines below it."""
    alone = 0
    while alone < min(len(strips), _MOST_HEAD_LINES) and _is_single(strips[alone], body):
        alone += 1
    last = max((place for place in range(alone) if strips[place].is_headline(body)), default=-1)
    above_columns = alone < len(strips) and strips[alone].widest_gap >= _GUTTER * body
    return alone if last >= 0 and above_columns else last + 1


def _is_single(strip: Strip, body: float) -> bool:
    """Whether it is one line, not several beside or below each other."""
    size = max(piece.size for piece in strip.pieces)
    least = _WIDE_GUTTER * size if strip.is_headline(body) else _GUTTER * body
    return strip.top - strip.bottom < 1.5 * size and strip.widest_gap < least


def _gutters(strips: list[Strip], body: float) -> list[_Gutter]:
    """The tallest gutter of a region, and all that are as tall beside it."""
    found: list[_Gutter] = []
    for place, strip in enumerate(strips):
        for (_, left), (right, _) in pairwise(strip.filled):
            known = any(gutter.first <= place <= gutter.last and left < gutter.right and gutter.left < right for gutter in found)
            if not known and right - left >= _GUTTER * body:
                found.append(_stretched(strips, place, (left, right), _GUTTER * body))
    found = [gutter for gutter in found if _parts_columns(strips, gutter, body)]
    if not found:
        return []
    tallest = max(found, key=lambda gutter: (strips[gutter.first].top - strips[gutter.last].bottom, gutter.right - gutter.left))
    beside = (gutter for gutter in found if (gutter.first, gutter.last) == (tallest.first, tallest.last))
    return sorted(beside, key=lambda gutter: gutter.left)


def _stretched(strips: list[Strip], place: int, free: tuple[float, float], least: float) -> _Gutter:
    """A gutter at a strip, up and down as far as it stays free."""
    ends = [place, place]
    for side, step, stop in ((0, -1, -1), (1, 1, len(strips))):
        for other in range(place + step, stop, step):
            rest = strips[other].free(*free, least)
            if rest is None:
                break
            ends[side], free = other, rest
    return _Gutter(free[0], free[1], ends[0], ends[1])


def _parts_columns(strips: list[Strip], gutter: _Gutter, body: float) -> bool:
    """Whether lines stand on both sides: several, or the gutter is wide."""
    pieces = pieces_of(strips[gutter.first : gutter.last + 1])
    left = sum(piece.right <= gutter.left for piece in pieces)
    several = min(left, len(pieces) - left) >= 2
    return several or gutter.right - gutter.left >= _WIDE_GUTTER * max(body, max(piece.size for piece in pieces))
