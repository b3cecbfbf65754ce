"""Tables for people, drawn by rich."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsclf.messages import language, message
from newsclf.themes import NAMES

_PIPE_WIDTH = 120


def print_table(
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: Sequence[int] = (),
    flexible: Mapping[int, int] = MappingProxyType({}),
) -> None:
    """Print a table on stdout.

    Parameters
    ----------
    head : sequence of str
    rows : iterable of sequences
    numbers : sequence of int
        Columns set flush right.
    flexible : mapping of int to int
        Columns that share the room that is left, in these proportions; what does not fit is cut with an ellipsis.
    """
    cells = [[printable(str(cell)) for cell in row] for row in rows]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=bool(flexible))
    for place, name in enumerate(head):
        table.add_column(
            name,
            justify="right" if place in numbers else "left",
            no_wrap=True,
            ratio=flexible.get(place),
            min_width=None if place in flexible else max(map(cell_len, [name, *(row[place] for row in cells)])),
        )
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(file=sys.stdout, highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    console.print(table)


def printable(text: str, most: int = 300) -> str:
    """A text without control characters, which could drive the terminal; a long one cut."""
    return "".join(char if char.isprintable() else " " for char in text[:most])


def line_range(first: int, last: int) -> str:
    """Lines of a page, as a cell shows them."""
    return str(first) if first == last else f"{first}–{last}"


def theme_name(theme: str) -> str:
    """A theme's name in the language in use; users' own themes are called as they are."""
    return NAMES.get(theme, theme) if language() == "zh" else theme


def reason_name(reason: str) -> str:
    """Why a model abstains, in the language in use."""
    return message("reason_" + reason.replace(" ", "_"))
