"""A page's lines: where they stand, how wide they are, what their edges say. `reflow` joins them to segments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from newsclf.lazy import pattern
from newsclf.text import HAN

_BREAK = re.compile(r"\r\n|\r|\n")
_HALF_WIDTH = re.compile(r"[\x21-\x7e\uff61-\uff9f]")
_NO_COLUMN = 400
"""No column is so wide: what lies beyond need not be measured exactly."""

_CLOSERS = "”’」』）)】》〉］]\"'"

_SENTENCE_END = re.compile(rf"[。！？!?…][{re.escape(_CLOSERS)}]*(?:[（(][^（）()。，]{{1,24}}[）)])?$")
"""A line's end that can end a paragraph: a full stop, question or exclamation mark, what closes after it, and the name in
brackets with which an author signs."""

_POINT = pattern(rf"(?<=[{HAN}{re.escape(_CLOSERS)}])\.$")
"""Behind Chinese, a point is a full stop, too."""

CLAUSE_END = re.compile(r"[：:；;]$")
"""A line's end that may end an item of a list."""

_AGENCY = rf"(?:本报|本刊|本网|新华社|中新社|中新网|新华网|人民网|央视网|[{HAN}]{{2,6}}(?:新闻网|日报|晚报|晨报|电视台))"
_DATE = r"\d{1,2} ?月 ?\d{1,2} ?日"
_DATELINE = pattern(
    rf"{_AGENCY}(?:[{HAN} ]{{0,8}}?{_DATE}[{HAN} ]{{0,6}}?(?:讯|电|消息)|[{HAN}]{{0,6}}?(?:讯|电|消息)(?=[（( 　])|(?:讯|消息))"
)
_REPORTS = re.compile("[讯电]|消息")
"""A dateline ends with one of these."""

_NEVER_FIRST = tuple("，。！？；：、）》」』”’,.;:!?)")


@dataclass(frozen=True)
class Line:
    """A line that holds something visible.

    Attributes
    ----------
    number : int
        1-based line number in the page.
    start, end : int
        Where its visible part lies in the page (str indices).
    text : str
        ``page[start:end]``.
    after_blank : bool
        Whether a blank line (or the page's beginning) stands before it.
    indent : int
        How many characters of white space stand before its visible part.
    """

    number: int
    start: int
    end: int
    text: str
    after_blank: bool
    indent: int

    @cached_property
    def cells(self) -> float:
        """Width in Han characters, ASCII counted as half; white space, which justifying stretches, not at all."""
        return self.count - 0.5 * len(_HALF_WIDTH.findall(self.text[:_NO_COLUMN]))

    @cached_property
    def count(self) -> float:
        """Width in characters, each counted as one, white space not at all."""
        return float(len(self.text) - sum(map(str.isspace, self.text[:_NO_COLUMN])))

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a paragraph could end with it."""
        end = self.text[-40:]
        return bool(_SENTENCE_END.search(end) or (end.endswith(".") and _POINT().search(end)))

    @property
    def never_first(self) -> bool:
        """Whether it begins with a mark that only a program without line-breaking rules puts first in a line."""
        return self.text.startswith(_NEVER_FIRST)


def opens_article(lines: list[Line], place: int) -> bool:
    """Whether an article begins here with its dateline: ``本报讯（…）``, ``新华社北京1月2日电``.

    Those words never stand at the beginning of a line by chance; in a narrow column they run over two lines.
    """
    here = lines[place].text[:_NO_COLUMN]
    below = lines[place + 1].text[:_NO_COLUMN] if place + 1 < len(lines) else ""
    return opens_article_text(here) or (opens_article_text(here + below) and not opens_article_text(below))


def opens_article_text(text: str) -> bool:
    """Whether a text begins with a dateline."""
    beginning = text[:40]
    return bool(_REPORTS.search(beginning) and _DATELINE().match(beginning))


def visible_lines(page: str) -> list[Line]:
    """The lines of a page that hold something visible, in order."""
    lines: list[Line] = []
    number, start, blank = 1, 0, True
    for stop, after in [match.span() for match in _BREAK.finditer(page)] + [(len(page), len(page))]:
        raw = page[start:stop]
        text = raw.strip()
        if text:
            indent = len(raw) - len(raw.lstrip())
            lines.append(Line(number, start + indent, start + indent + len(text), text, blank, indent))
        blank = not text
        number, start = number + 1, after
    return lines


def widths(lines: list[Line]) -> list[float]:
    """How wide each line is, by the measure its page was set with.

    A typesetter fills lines by width (two digits take the room of one Han character); a program that wraps text may
    fill them by count. Under the right measure neighbouring lines inside a paragraph are equal, so the measure is
    taken under which they differ less.
    """

    def unevenness(by: list[float]) -> float:
        return sum(
            min(abs(by[i] - by[i - 1]), 3.0)
            for i in range(1, len(lines))
            if not (lines[i].after_blank or lines[i].ends_sentence or lines[i - 1].ends_sentence)
        )

    by_cells, by_count = [line.cells for line in lines], [line.count for line in lines]
    return by_count if unevenness(by_count) < unevenness(by_cells) else by_cells
