"""Make newspaper pages from paragraphs, with the troubles of real ones, and remember the truth.

A boundary "leaves a trace" when the paragraph's last line is short by two characters or more, or when a blank line
follows it (every paragraph ends its sentence). What looks like a trace and is none counts as traceless too: a first line
that ends a sentence (it lacks its indent, as if it were a short last line), and a first line without a comma that a blank
line cuts off (nothing tells it from a headline).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

_ENDS = re.compile(r"[。！？…][”’）》]*$")
_HALF = re.compile(r"[\x21-\x7e]")
_LATIN = re.compile(r"[A-Za-z]{2}")
NOT_FIRST = "，。！？；：、）》”’"
"""Characters that no typesetter puts at the beginning of a line: they hang out at the end of the one before."""


def is_plain(row: dict[str, str]) -> bool:
    """Whether a corpus row is a paragraph that ends its sentence, without spaces and Latin: nobody can tell their widths."""
    text = row["text"]
    return row["kind"] == "body" and not re.search(r"\s", text) and not _LATIN.search(text) and bool(_ENDS.search(text))


def cells(text: str) -> float:
    """Width of a text: two ASCII characters take the room of one Han character."""
    return len(text) - len(_HALF.findall(text)) / 2


def wrap(paragraph: str, width: int, indent: int, by_count: bool = False) -> list[str]:
    """Break a paragraph into lines of ``width``; the first is narrower by the indent that the PDF lost."""
    lines, line, room = [], "", float(width - indent)
    for char in paragraph:
        size = 1.0 if by_count else cells(char)
        if room < size and not (char in NOT_FIRST and room > -1):
            lines.append(line)
            line, room = "", float(width)
        line, room = line + char, room - size
    return [*lines, line]


@dataclass
class Page:
    """The page's lines so far, and its segments as ``(first, last, kind)``, 1-based."""

    lines: list[str] = field(default_factory=list)
    segments: list[tuple[int, int, str]] = field(default_factory=list)
    traceless: int = 0

    def add(self, lines: list[str], kind: str, blank_after: bool = True) -> None:
        first = len(self.lines) + 1
        self.lines += lines
        self.segments.append((first, len(self.lines), kind))
        if blank_after:
            self.lines.append("")

    def append(self, other: Page) -> None:
        """Put another page's column below."""
        below = len(self.lines)
        self.segments += [(first + below, last + below, kind) for first, last, kind in other.segments]
        self.lines += other.lines

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def make_page(
    paragraphs: list[str],
    width: int,
    seed: int,
    *,
    indent: int = 2,
    by_count: bool = False,
    troubles: bool = True,
    traces: bool = True,
) -> Page:
    """Set paragraphs in one column.

    With ``troubles``, blank lines cut paragraphs in the middle (never after a sentence end), blank lines between
    paragraphs are dropped, and spaces stand around digits. With ``traces``, a blank line is dropped only after a last
    line that is short by two or more.
    """
    random_ = random.Random(seed)
    page = Page()
    for place, paragraph in enumerate(paragraphs):
        lines = wrap(paragraph, width, indent, by_count)
        measured = float(len(lines[-1])) if by_count else cells(lines[-1])
        full = width - indent if len(lines) == 1 else width
        short = full - measured >= 2
        page.traceless += sum(_false_trace(line, width, by_count) for line in lines[:-1]) + bool(
            len(lines) > 1 and _ENDS.search(lines[0])
        )
        drop = troubles and place + 1 < len(paragraphs) and random_.random() < 0.5 and (short or not traces)
        page.traceless += drop and not short
        if troubles:
            lines = _trouble(lines, random_)
            page.traceless += len(lines) > 1 and not lines[1] and "，" not in lines[0]
        page.add(lines, "body", blank_after=not drop)
    return page


def make_newspaper(paragraphs: list[str], headlines: list[str], seed: int, *, indent: int = 2) -> Page:
    """Set a page of articles, each in a column of its own width, with headline, by-line or dateline, and a caption.

    Headlines stand in one to three lines, at times cut by a blank line after a kicker. The paragraphs have the troubles
    of `make_page`, with traces.
    """
    random_ = random.Random(seed)
    whole = Page()
    texts = list(paragraphs)
    for headline in headlines:
        width = random_.randint(12, 26)
        _add_headline(whole, headline, width, random_)
        if random_.random() < 0.4:
            whole.add(["◎ " + random_.choice(["申屠砚", "闻笛", "岳小满"])], "byline", blank_after=random_.random() < 0.5)
        body = [texts.pop() for _ in range(min(len(texts), random_.randint(2, 4)))]
        if whole.segments[-1][2] == "heading" and body:
            body[0] = "本报讯（申屠砚）" + body[0]
        column = make_page(body, width, random_.randrange(1 << 30), indent=indent)
        whole.append(column)
        whole.traceless += column.traceless
    if texts:
        whole.add(wrap(texts.pop(), 8, 0), "caption", blank_after=False)
        whole.add(["申屠砚摄"], "byline")
    return whole


def _add_headline(page: Page, headline: str, width: int, random_: random.Random) -> None:
    if random_.random() < 0.3:
        page.add(["临川县石桥镇：", "", *_stack(headline, random_)], "heading")
    else:
        page.add(_stack(headline, random_), "heading")


def _stack(headline: str, random_: random.Random) -> list[str]:
    """A headline in one or two lines."""
    middle = len(headline) // 2
    return [headline] if len(headline) < 12 or random_.random() < 0.5 else [headline[:middle], headline[middle:]]


def _false_trace(line: str, width: int, by_count: bool) -> bool:
    """Whether a line inside a paragraph looks like a last one: it ends a sentence, and is short (a lost indent)."""
    return width - (len(line) if by_count else cells(line)) >= 1.5 and bool(_ENDS.search(line))


def _trouble(lines: list[str], random_: random.Random) -> list[str]:
    troubled: list[str] = []
    for place, line in enumerate(lines):
        troubled.append(
            re.sub(r"(?<=[\u4e00-\u9fff])(\d+)(?=[\u4e00-\u9fff])", r" \1 ", line) if random_.random() < 0.3 else line
        )
        last = place + 1 == len(lines)
        if not last and not re.search(r"[。！？…：；!?.:;][”’）》」』)]*$", line) and _opens_quote(lines[place + 1], random_):
            troubled.append("")
    return troubled


def _opens_quote(line: str, random_: random.Random) -> bool:
    return random_.random() < (0.7 if line[0] in "“‘" else 0.06)
