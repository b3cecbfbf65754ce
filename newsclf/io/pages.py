"""Documents of several pages: each is cut into segments by itself, and these are numbered through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from newsclf.segments import Segment

AnySegment = TypeVar("AnySegment", bound=Segment)

BETWEEN_PAGES = "\f"
"""What stands between two pages in the text of a whole document."""


def through(pages: Sequence[str], cut: Callable[[str], list[AnySegment]]) -> list[AnySegment]:
    """The segments of all pages, with numbers, articles, lines and places as in the text of the whole document.

    Parameters
    ----------
    pages : sequence of str
    cut : callable
        Gives the segments of one page.
    """
    found: list[AnySegment] = []
    articles = lines = start = 0
    for page in pages:
        segments = cut(page)
        found += [_moved(item, len(found), articles, lines, start) for item in segments] if start else segments
        articles += max((item.article for item in segments), default=0)
        lines += len(page.splitlines())
        start += len(page) + len(BETWEEN_PAGES)
    return found


def _moved(item: AnySegment, segments: int, articles: int, lines: int, start: int) -> AnySegment:
    first, last = item.lines
    return replace(
        item,
        segment=item.segment + segments,
        article=item.article + articles,
        lines=(first + lines, last + lines),
        start=item.start + start,
        end=item.end + start,
    )
