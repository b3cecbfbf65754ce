"""Tables of texts: CSV, TSV and JSON lines to rows."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from newsclf.errors import ColumnError, EmptyTableError, RowError
from newsclf.messages import message
from newsclf.text import as_text

EXTENSIONS: Final = {".csv": ",", ".tsv": "\t", ".jsonl": None, ".ndjson": None}
"""File extensions of tables, with the separator of their cells."""

TEXT_COLUMNS: Final = ("text", "正文", "content")
LABEL_COLUMNS: Final = ("themes", "theme", "label", "标签")

csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    cells : dict
        Column to value: strings in CSV, any JSON value in JSON lines.
    lines : tuple of int
        First and last line of the file that it stands on, 1-based.
    """

    cells: dict[str, Any]
    lines: tuple[int, int]


def is_table(source: str) -> bool:
    """Whether a file's extension says that it is a table."""
    return Path(source).suffix.lower() in EXTENSIONS


def read_rows(text: str, source: str) -> list[Row]:
    """Read the rows of a table.

    Parameters
    ----------
    text : str
        The decoded file.
    source : str
        Its name: the extension tells CSV, TSV and JSON lines apart; without one, a first character ``{`` means JSON.

    Raises
    ------
    RowError
        When a row cannot be read.
    EmptyTableError
        When there is none.
    """
    suffix = Path(source).suffix.lower()
    separator = EXTENSIONS[suffix] if suffix in EXTENSIONS else None if text.lstrip().startswith("{") else ","
    rows = list(_json_rows(text, source) if separator is None else _csv_rows(text, source, separator))
    if not rows:
        raise EmptyTableError(source=source)
    return rows


def _json_rows(text: str, source: str) -> Iterator[Row]:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RowError(source=source, line=number, reason=f"JSON: {error}") from error
        if not isinstance(cells, dict):
            raise RowError(source=source, line=number, reason=message("not_an_object"))
        yield Row(cells, (number, number))


def _csv_rows(text: str, source: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    head: list[str] | None = None
    last = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise RowError(source=source, line=last + 1, reason=f"CSV: {error}") from error
        if cells is None:
            return
        first, last = last + 1, reader.line_num
        if not cells:
            continue  # a line without anything on it
        if head is None:
            head = _head(cells, source, first)
        elif len(cells) > len(head):
            raise RowError(source=source, line=first, reason=message("too_many_cells", cells=len(cells), columns=len(head)))
        else:
            yield Row(dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=True)), (first, last))


def _head(cells: Sequence[str], source: str, line: int) -> list[str]:
    names = [cell.strip() for cell in cells]
    double = [name for place, name in enumerate(names) if name in names[:place]]
    if double:
        raise RowError(source=source, line=line, reason=message("double_column", column=double[0]))
    return names


def column_of(rows: Sequence[Row], wanted: str | None, usual: Sequence[str], source: str, option: str) -> str:
    """Which column to read: the one that is wanted, else the first usual one that is there.

    Raises
    ------
    ColumnError
        When it is not there; it names the columns there are.
    """
    columns = list(dict.fromkeys(name for row in rows for name in row.cells))
    found = [name for name in ([wanted] if wanted else usual) if name in columns]
    if not found:
        raise ColumnError(source=source, column=wanted or " / ".join(usual), columns=", ".join(columns), option=option)
    return found[0]


def text_of(row: Row, column: str) -> str:
    """A row's text; null is an empty one."""
    return as_text(row.cells.get(column))


def labels_of(row: Row, column: str, separator: str | None) -> str | list[str] | None:
    """A row's label, its list of labels, or None where the row has no such cell.

    A JSON list is a list of labels, also one in a cell of CSV (as we write it); a cell is one label, or with a separator
    several; an empty cell is no theme.
    """
    if column not in row.cells or row.cells[column] is None:
        return None
    value = row.cells[column]
    if isinstance(value, str) and value.startswith("["):
        with contextlib.suppress(ValueError, RecursionError):  # a label may begin with a bracket
            value = json.loads(value)
    if isinstance(value, list):
        return [str(label) for label in value]
    value = str(value).strip()
    if separator is not None:
        return [label.strip() for label in value.split(separator) if label.strip()]
    return value
