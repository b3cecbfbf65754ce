"""Page text to segments: the only file that knows columns.

A page out of a PDF is a list of hard-wrapped lines, column after column. What it still tells of its paragraphs is in
the width of its lines, in blank lines (that lie), and in marks: sentence ends, by-lines, datelines. Every rule below
names the trouble it answers. No learned model is used.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsclf.articles import number_articles
from newsclf.bylines import is_byline, is_credit
from newsclf.lazy import pattern
from newsclf.lines import CLAUSE_END, Line, opens_article, visible_lines, widths
from newsclf.segments import Kind, Segment
from newsclf.text import HAN

SHORT = 1.5
"""A last line is short when this much narrower than its column (in Han characters; full lines vary by a half)."""

_STOP = re.compile(r"[。；;]|[，,、]$")
_PLACE = pattern(rf"(?![为在让把给将用以从对与和到向])[{HAN}]{{2,9}}?(?<!城)(?:省|自治区|市|县|州|旗)")
_CAPTION = re.compile(r"(?:图为|图[①-⑳]|[上下左右]图|资料图|▲)")
_MAX_HEADING_LINES, _MAX_HEADING_WIDTH, _WHOLE_HEADLINE = 4, 48, 16
_MAX_CAPTION, _WIDEST_COLUMN = 200, 45


@dataclass
class _Group:
    """Lines ``first`` to ``last`` (indices into the page's visible lines) that make one segment."""

    first: int
    last: int
    kind: Kind


def segment(text: str) -> list[Segment]:
    """Cut the text of a newspaper page into segments.

    Parameters
    ----------
    text : str
        The page as it comes out of a PDF: hard-wrapped columns one after another. Any string is a page.

    Returns
    -------
    list of Segment
        In page order. Each visible character lies in exactly one; an empty page has none.
    """
    page = _Page(visible_lines(text))
    groups = _captions(_merged_headings(page.groups(), page), page)
    texts = ["".join(line.text for line in page.lines[group.first : group.last + 1]) for group in groups]
    articles = number_articles([(group.kind, joined) for group, joined in zip(groups, texts, strict=True)])
    return [
        Segment(
            segment=place,
            kind=group.kind,
            article=article,
            lines=(page.lines[group.first].number, page.lines[group.last].number),
            start=page.lines[group.first].start,
            end=page.lines[group.last].end,
            text=joined,
        )
        for place, (group, joined, article) in enumerate(zip(groups, texts, articles, strict=True), start=1)
    ]


class _Page:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.width = widths(lines)
        self.byline = [is_byline(line.text) for line in lines]
        self.opens = [opens_article(lines, place) for place in range(len(lines))]
        inner = (line.indent for place, line in enumerate(lines) if not self._may_begin(place))
        self.margin = min(inner, default=0)
        self.indents = self._lost_indents()
        self.indent = self.indents[0]

    def groups(self) -> list[_Group]:
        """Walk down the page; at every line either go on with the open group or begin another."""
        groups: list[_Group] = []
        place = 0
        while place < len(self.lines):
            group = groups[-1] if groups else None
            if self.byline[place]:
                groups.append(_Group(place, place, "byline"))
            elif group and group.kind == "body" and not self._breaks(group, place):
                group.last = place
            elif size := self._heading_size(place):
                groups.append(_Group(place, place + size - 1, "heading"))
                place += size - 1
            else:
                groups.append(_Group(place, place, "body"))
            place += 1
        return groups

    def _breaks(self, group: _Group, place: int) -> bool:
        """Whether a new segment begins at ``place``, after the body ``group``."""
        before, line = self.lines[group.last], self.lines[place]
        if self.opens[place]:
            return True  # a dateline: no blank line before it, sometimes
        if line.never_first:
            return False  # a program that broke lines without typesetting's rules
        if before.ends_sentence and line.after_blank:
            return True  # a blank line after a sentence end
        column = self._column(group, place)
        missing = column - self._filled(group.last, group.first)
        if not before.ends_sentence:
            # A blank line in mid-paragraph (before an opening quote, at a column's end) says nothing; only a line
            # much too short, or an item of a list, ends without a full stop.
            return missing >= (max(4.0, 0.3 * column) if not CLAUSE_END.search(before.text) else 2.5)
        if self._is_indented(place) and not (self._is_indented(group.last) and group.first < group.last):
            return True  # an indent that survived
        if self.width[group.last] > _WIDEST_COLUMN:
            return True  # text that was never wrapped: each line is a paragraph
        if missing >= SHORT or self.width[place] - self._filled(group.last, group.first) >= 2 + SHORT:
            return True  # a paragraph with no blank line before it, after a short last line
        # The indent was lost: the first line is two characters narrower than the column, and its paragraph goes on.
        # Under either measure: digits and Latin letters make a full line look narrow under the wrong one.
        narrower = column - max(self.width[place], line.count) >= SHORT
        return self.indent > 0 and not line.ends_sentence and narrower

    def _lost_indents(self) -> tuple[float, ...]:
        """How much narrower first lines are on this page: the indent that the PDF dropped, 0 or 2; both if unknown."""
        narrower = [
            self.width[i + 1] - self.width[i]
            for i in range(len(self.lines) - 1)
            if self._surely_begins(i) and not (self._may_end(i) or self._may_end(i + 1) or self._may_begin(i + 1))
        ]
        lost = sum(1.5 <= by <= 4.0 for by in narrower)
        kept = sum(abs(by) < 1.0 for by in narrower)
        return (2.0,) if lost > kept else (0.0,) if kept else (0.0, 2.0)

    def _is_indented(self, place: int) -> bool:
        """Whether a line stands two characters or more inside the margin of the lines that go on."""
        return self.lines[place].indent >= self.margin + 2

    def _filled(self, place: int, first: int) -> float:
        """How much of its column a line fills: a paragraph's first line, its indent too, lost or not."""
        indent = max(self.indent, 2.0 * self._is_indented(place))
        return self.width[place] + (indent if place == first else 0.0)

    def _surely_begins(self, place: int) -> bool:
        return place == 0 or (self.lines[place].after_blank and self.lines[place - 1].ends_sentence)

    def _may_begin(self, place: int) -> bool:
        return place == 0 or self.lines[place].after_blank or self.lines[place - 1].ends_sentence

    def _may_end(self, place: int) -> bool:
        return place + 1 == len(self.lines) or self.lines[place].ends_sentence

    def _column(self, group: _Group, place: int) -> float:
        """How wide the column is in which ``group`` ends and the line at ``place`` stands.

        Lines of the paragraph itself tell most; the ones after it (another column, perhaps) and the paragraph before
        it only help where it is too short to tell. First lines lack their indent and last lines are short: both
        count little.
        """
        own = [i for i in self._run(group.last - 1, -1, 12) if i >= group.first]
        inner = [(self.width[i], 3.0) for i in own if i > group.first]
        around = self._votes(place, +1, 1.0) + self._votes(group.first - 1, -1, 0.6)
        if own:  # whatever differs much from this paragraph's own lines is another column
            widest = max(self._filled(i, group.first) for i in [*own, group.last])
            inner += [(width, share) for width, share in around if share >= 0.6 and abs(width - widest) <= 3]
        if inner:
            return _mode(inner)
        last = (self._filled(group.last, group.first), 0.5)
        column = _mode([*((self._filled(i, group.first), 0.9) for i in own), last, *around])
        # Only first and last lines to go by: the column is as wide as the widest near them, less a mark that hangs out.
        return max([column, *(width - 1 for width, _ in around if width <= column + 3)])

    def _votes(self, place: int, step: int, weight: float) -> list[tuple[float, float]]:
        places = list(self._run(place, step, 6))
        edges = [self._may_begin(i) or self._may_end(i) for i in places]
        return [(self.width[i], 0.3 * weight if edge else weight) for i, edge in zip(places, edges, strict=True)]

    def _run(self, place: int, step: int, most: int) -> Iterable[int]:
        """Up to ``most`` line indices from ``place`` up or down, as far as no by-line interrupts."""
        for i in range(place, place + step * most, step):
            if not 0 <= i < len(self.lines) or self.byline[i]:
                return
            yield i

    def _heading_size(self, place: int) -> int:
        """How many lines from ``place`` on are a heading; 0 when a body begins here."""
        size = 0
        for i in range(place, min(place + _MAX_HEADING_LINES + 1, len(self.lines))):
            line = self.lines[i]
            if i > place and (line.after_blank or self.byline[i]):
                break
            if self.opens[i] or line.ends_sentence or _STOP.search(line.text) or line.never_first:
                return self._headed(place, size)
            size += 1
        total = sum(self.width[place : place + size])
        joined = "".join(line.text for line in self.lines[place : place + size])
        unclosed = any(joined.count(left) > joined.count(right) for left, right in ("“”", "（）", "《》", "()"))
        if size > _MAX_HEADING_LINES or total > _MAX_HEADING_WIDTH or unclosed:
            return self._headed(place, size)
        return 0 if self._is_fragment(place, place + size - 1) else size

    def _headed(self, place: int, size: int) -> int:
        """The lines of a heading with its body right below it, no blank line between: much narrower than the body."""
        for head in range(min(size, _MAX_HEADING_LINES), 0, -1):
            column = self._following_column(place + head)
            if column and all(width < min(0.7 * column, column - 4) for width in self.width[place : place + head]):
                return head
        return 0

    def _is_fragment(self, first: int, last: int) -> bool:
        """Whether unpunctuated lines are a paragraph's beginning, cut off by a blank line, rather than a heading.

        A cut falls where a line was full: the last line fills the column of the text around it, and the text goes on
        with a full line too (a first line would lack its indent) or with the paragraph's short end. Three and more
        lines of one width, or two with a comma, are a column of their own.
        """
        after = last + 1
        if after >= len(self.lines) or self.byline[after] or self.opens[after]:
            return False
        following = self._following_column(after)
        if self.lines[after].ends_sentence and self.width[last] + SHORT > self.width[after] and last == first:
            return True  # only the paragraph's short end is left below: no body is narrower than its heading
        inner = self.width[first + 1 : last + 1]
        aligned = bool(inner) and max(inner) - min(inner) < 1 and -3 <= self.width[first] - inner[0] < 1
        if aligned and (last - first >= 2 or any("，" in line.text for line in self.lines[first:after])):
            return True
        preceding = _mode(self._votes(first - 1, -1, 1.0))
        for column, tail in ((following, False), (preceding, self.lines[after].ends_sentence)):
            fills = any(abs(self.width[last] + lost * (first == last) - column) < SHORT for lost in self.indents)
            if column and fills and (tail or abs(self.width[after] - column) <= SHORT):
                return True
        return False

    def _following_column(self, place: int) -> float:
        """The width of the column of body lines that begins at ``place``; 0 when none does."""
        places = list(self._run(place, +1, 6))
        ends = [i for i in places if self.lines[i].ends_sentence]
        if not ends and len(places) < 6:
            return 0.0
        return _mode([(self.width[i], 0.5 if i == place or i in ends else 1.0) for i in places if not ends or i <= ends[0]])


def _mode(votes: Sequence[tuple[float, float]]) -> float:
    """The width that most votes lie within half a character of; of equals the larger."""
    weight: dict[float, float] = defaultdict(float)
    for width, _ in votes:
        weight[width] = sum(share for other, share in votes if abs(other - width) <= 0.5)
    return max(weight, key=lambda width: (weight[width], width), default=0.0)


def _merged_headings(groups: list[_Group], page: _Page) -> list[_Group]:
    """Join headings of several lines that a blank line cut."""
    merged: list[_Group] = []
    for group in groups:
        if merged and group.kind == merged[-1].kind == "heading" and _one_heading(merged[-1], group, page):
            merged[-1].last = group.last
        else:
            merged.append(group)
    return merged


def _one_heading(upper: _Group, lower: _Group, page: _Page) -> bool:
    last, first = page.lines[upper.last].text, page.lines[lower.first].text
    if lower.last - upper.first >= _MAX_HEADING_LINES:
        return False
    if last.endswith(("：", ":")) or first.startswith(("—", "－", "-")):
        return True  # a kicker above, a subtitle below
    # A stacked headline is broken into short lines; one wide line was not broken, so it is whole. And a headline that
    # opens with its place begins another story.
    whole = upper.first == upper.last and page.width[upper.last] >= _WHOLE_HEADLINE
    return not whole and not _PLACE().match(first)


def _captions(groups: list[_Group], page: _Page) -> list[_Group]:
    """A body right above a photo credit is its caption; so is one that says 图为 or ends with the photographer."""
    for place, group in enumerate(groups):
        if group.kind != "body":
            continue
        text = "".join(line.text for line in page.lines[group.first : group.last + 1])[: _MAX_CAPTION + 1]
        below = page.lines[groups[place + 1].first] if place + 1 < len(groups) else None
        credited = below is not None and not below.after_blank and is_credit(below.text) and not page.opens[group.first]
        if len(text) <= _MAX_CAPTION and (credited or _CAPTION.match(text) or is_credit(text.rsplit("。")[-1])):
            group.kind = "caption"
    return groups
