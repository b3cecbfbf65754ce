"""Dialects of CSV: which characters separate, quote and escape, found out from the beginning of a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

SEPARATORS: Final = (",", "\t", ";", "|")

_HEAD: Final = 100_000
"""The names of columns take no more characters."""

_QUOTED: Final = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Dialect:
    """How cells are written.

    Attributes
    ----------
    separator : str
        Between cells.
    quote : str
        Around a cell that holds special characters; empty where no character has a special meaning, as databases write TSV.
    escape : str
        Before a character that shall have no special meaning, where there is one; quotation marks are also doubled.
    """

    separator: str = ","
    quote: str = '"'
    escape: str = ""

    @property
    def settings(self) -> dict[str, Any]:
        """The same for Python's csv module."""
        return {
            "delimiter": self.separator,
            "quotechar": self.quote or None,
            "quoting": csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            "escapechar": self.escape or None,
        }

    def may_span(self, text: str) -> bool:
        """Whether a record of this text may go over several lines."""
        return (bool(self.quote) and self.quote in text) or (bool(self.escape) and self.escape in text)


def sniff(beginning: str, separator: str | None = None, quote: str | None = None) -> Dialect:
    """Find out the dialect of a file.

    The separator is the one that stands most often in the first line, outside quotation marks: names of columns hardly
    hold any. Quotation marks quote, unless that makes rows unreadable and something else makes all of them readable.

    Parameters
    ----------
    beginning : str
        Whole lines.
    separator, quote : str, optional
        Where they are known.
    """
    lines = list(io.StringIO(beginning, newline=""))
    bare = _QUOTED.sub("", beginning[:_HEAD]).lstrip("\r\n")
    dialect = Dialect(separator or _most_frequent(bare.splitlines()[0] if bare else ""))
    if quote is not None:
        return replace(dialect, quote=quote)
    return next((other for other in _others(dialect, beginning) if _fits_better(other, dialect, lines)), dialect)


def _most_frequent(line: str) -> str:
    return max(SEPARATORS, key=line.count)  # of equals, the first


def _others(dialect: Dialect, text: str) -> list[Dialect]:
    """What else it may be, by the characters that occur."""
    found = []
    if '\\"' in text:
        found.append(replace(dialect, escape="\\"))
    if dialect.separator == "\t" and '"' in text:
        found.append(replace(dialect, quote=""))
    if re.search(rf"(?:^|{re.escape(dialect.separator)})'", text, re.MULTILINE):
        found.append(replace(dialect, quote="'"))
    return found


def _fits_better(other: Dialect, usual: Dialect, lines: Sequence[str]) -> bool:
    return not _is_regular(usual, lines) and _is_regular(other, lines)


def _is_regular(dialect: Dialect, lines: Sequence[str]) -> bool:
    """Whether all records can be read, and have as many cells as the first. Cells that still are in quotes were not meant so."""
    width = 0
    try:
        for cells in csv.reader(lines, strict=True, **dialect.settings):
            width = width or len(cells)
            if cells and (len(cells) != width or (not dialect.quote and any(_is_quoted(cell) for cell in cells))):
                return False
    except csv.Error:
        return False
    return True


def _is_quoted(cell: str) -> bool:
    return len(cell) > 2 and cell[0] == cell[-1] == '"'
