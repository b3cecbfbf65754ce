"""Tables and sentences for people, drawn by rich. Whatever stands in them, it is shown and drives no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import click
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsclf.messages import language, message
from newsclf.themes import NAMED, Theme
from newsclf.visible import visible

_PIPE_WIDTH = 120
_WHITE = str.maketrans("\t\n\v\f\r\u3000", " " * 6)


def tell(sentence: str) -> None:
    """Print a sentence on stdout."""
    click.echo(visible(sentence))


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
    cells, names = [[printable(str(cell)) for cell in row] for row in rows], [printable(name) for name in head]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=bool(flexible))
    for place, name in enumerate(names):
        table.add_column(
            Text(name),  # not a string, in which rich looks for pictures such as :heart:
            justify="right" if place in numbers else "left",
            no_wrap=True,
            ratio=flexible.get(place),
            min_width=None if place in flexible else max(map(cell_len, [name, *(row[place] for row in cells)])),
        )
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(file=sys.stdout, highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    console.print(table)


def print_styled(pieces: Iterable[tuple[str, str]]) -> None:
    """Print a text on stdout, given as pieces with their styles, as rich calls them."""
    console = Console(file=sys.stdout, highlight=False, markup=False)
    console.print(Text.assemble(*((visible(piece.translate(_WHITE)), style) for piece, style in pieces)))


def printable(text: str, most: int = 300) -> str:
    """A text as a cell shows it: in one line, a long one cut."""
    return visible(text[:most].translate(_WHITE))


def line_range(first: int, last: int) -> str:
    """Lines of a page, as a cell shows them."""
    return str(first) if first == last else f"{first}–{last}"


def theme_name(label: str, themes: Mapping[str, Theme] = NAMED) -> str:
    """A theme's name in the language in use, as a model's `Model.theme_facts` have it; other labels are called as they are."""
    return themes[label].name(language()) if label in themes else label


def in_their_order(labels: Iterable[str], themes: Mapping[str, Theme]) -> list[str]:
    """Labels in the order in which to show a model's themes; others behind, as they come."""
    places = {label: place for place, label in enumerate(themes)}
    return sorted(labels, key=lambda label: places.get(label, len(places)))


def reason_name(reason: str) -> str:
    """Why a model abstains, in the language in use."""
    return message("reason_" + reason.replace(" ", "_"))
