"""Tables of texts: CSV, TSV and JSON lines to rows."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from newsclf.errors import ColumnError, RowError
from newsclf.io.dialects import Dialect
from newsclf.io.records import to_json
from newsclf.messages import message
from newsclf.nearest import asked, nearest, typed
from newsclf.text import as_text

TEXT_COLUMNS: Final = ("text", "正文", "content")
LABEL_COLUMNS: Final = ("themes", "theme", "label", "标签")

LONGEST_CELL: Final = 1 << 24
"""A quotation mark that is not closed within so many characters opens no cell."""
_PATIENCE: Final = 16
"""After so many quotation marks that nothing closes, each looked for up to the end, every line stands for itself."""

_MOST_NAMES, _WIDEST_NAME = 10, 30
"""So many names of columns are told, and so many characters of each."""

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    cells : dict
        Column to value: strings in CSV, any JSON value in JSON lines.
    lines : tuple of int
        First and last line of the file that it stands on, 1-based.
    written : str
        A row of JSON lines as it stands there; else empty.
    """

    cells: dict[str, Any]
    lines: tuple[int, int]
    written: str = ""


@dataclass(frozen=True)
class Reject:
    """What stands in the place of a row and cannot be read as one.

    Attributes
    ----------
    lines : tuple of int
        First and last line of the file that it stands on, 1-based.
    reason : str
    written : str
        The text of these lines, with their breaks.
    """

    lines: tuple[int, int]
    reason: str
    written: str

    def error(self, source: str) -> RowError:
        """The same as an error, for those who cannot do without the row."""
        return RowError(source=source, line=self.lines[0], reason=self.reason)


Item = Row | Reject


@dataclass(frozen=True)
class Record:
    """What stands on one or more whole lines of CSV.

    Attributes
    ----------
    cells : list of str or None
        None where it cannot be read.
    reason : str
        Why not.
    first, last : int
        Its lines, 1-based in those that were read.
    unclosed : bool
        Whether that is for lack of a closing quotation mark up to the end.
    """

    cells: list[str] | None
    reason: str
    first: int
    last: int
    unclosed: bool = False


@dataclass(frozen=True)
class Table:
    """The form of a table.

    Attributes
    ----------
    dialect : Dialect or None
        That of CSV; None for JSON lines.
    columns : tuple of str
        The columns of CSV, by its first record; all that occur in JSON lines, in the order in which they turn up.
    kinds : tuple of str
        What the values of each column of JSON lines are: ``string``, ``int64``, ``float64``, ``bool_``, or several of these,
        or others, which makes them ``string`` too.
    """

    dialect: Dialect | None
    columns: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def items(self, text: str, line: int = 1) -> Iterator[Item]:
        """The rows of a part of the table that begins and ends between rows, and what cannot be read, in its place.

        Parameters
        ----------
        text : str
        line : int
            The number of the first line.
        """
        lines = lines_of(text)
        return _json_items(lines, line) if self.dialect is None else self._csv_items(lines, self.dialect, line)

    def _csv_items(self, lines: Sequence[str], dialect: Dialect, line: int) -> Iterator[Item]:
        names, wide = self.columns, len(self.columns)
        for record in csv_records(lines, dialect):
            place, cells, reason = (record.first + line - 1, record.last + line - 1), record.cells, record.reason
            if cells is not None and len(cells) > wide:
                reason = message("too_many_cells", cells=len(cells), columns=wide)
            if cells is None or reason:
                yield Reject(place, reason, "".join(lines[record.first - 1 : record.last]))
            else:
                yield Row(dict(zip(names, cells + [""] * (wide - len(cells)), strict=True)), place)


def only_rows(items: Iterable[Item], source: str) -> Iterator[Row]:
    """Rows, for those who cannot do without a single one.

    Raises
    ------
    RowError
        At the first that cannot be read.
    """
    for item in items:
        if isinstance(item, Reject):
            raise item.error(source)
        yield item


def csv_records(lines: Sequence[str], dialect: Dialect) -> Iterator[Record]:
    """The records of CSV, given its lines (`lines_of`); lines without anything on them are left out.

    What cannot be read is a record too, and reading goes on behind it; a quotation mark that nothing closes spoils its own line.
    """
    source, done, endless = iter(lines), 0, 0
    while done < len(lines):
        if endless > _PATIENCE:
            source = iter(lines[done : done + 1])
        reader, before = csv.reader(source, strict=True, **dialect.settings), done
        try:
            for cells in reader:
                first, done = done + 1, before + reader.line_num
                if cells:
                    yield Record(cells, "", first, done)
        except csv.Error as error:
            unclosed = "unexpected end" in str(error)
            first, done = done + 1, before + reader.line_num
            if unclosed or "field larger" in str(error):
                source, done, endless = iter(lines[first:]), first, endless + 1
            yield Record(None, _csv_reason(str(error)), first, done, unclosed)


def _csv_reason(told: str) -> str:
    """What Python's csv module says in English, in the language in use."""
    if "unexpected end" in told:
        return message("csv_unclosed")
    return message("csv_long_cell" if "field larger" in told else "csv_quote")


def lines_of(text: str) -> list[str]:
    """Lines with their breaks, by the breaks that CSV knows and no others."""
    return list(io.StringIO(text, newline=""))


def head_of(record: Record, source: str) -> tuple[str, ...]:
    """The names of columns, by the first record of a table; what has no name, as spreadsheets leave it, is ``unnamed_3``.

    Raises
    ------
    RowError
        When it cannot be read, or has a name twice.
    """
    if record.cells is None:
        raise RowError(source=source, line=record.first, reason=record.reason)
    unnamed = record.cells.count("") > 1
    names = [f"unnamed_{place}" if unnamed and not name else name for place, name in enumerate(record.cells, start=1)]
    double = doubled(names)
    if double:
        raise RowError(source=source, line=record.first, reason=message("double_column", column=double[0]))
    return tuple(names)


def _json_items(lines: Iterable[str], line: int) -> Iterator[Item]:
    for number, written in enumerate(lines, start=line):
        if not written.strip():
            continue
        try:
            cells = json.loads(written)
        except (ValueError, RecursionError) as error:
            yield Reject((number, number), _json_reason(error), written)
            continue
        if isinstance(cells, dict):
            yield Row(cells, (number, number), written)
        else:
            yield Reject((number, number), message("not_an_object"), written)


def _json_reason(error: Exception) -> str:
    """Why JSON cannot be read, in the language in use."""
    if isinstance(error, json.JSONDecodeError):
        return message("json_broken", column=error.colno)
    return message("json_too_deep" if isinstance(error, RecursionError) else "json_long_number")


def doubled(names: Sequence[str]) -> list[str]:
    """The names that stand there more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def column_of(columns: Sequence[str], wanted: str | None, usual: Sequence[str], source: str, option: str) -> str:
    """Which column to read: the one that is wanted, else the first usual one that is there, with or without spaces around.

    Raises
    ------
    ColumnError
        When it is not there; it names the columns there are.
    """
    bare = {name.strip(): name for name in reversed(columns)} | {name: name for name in columns}
    found = [bare[name] for name in ([wanted] if wanted else usual) if name in bare]
    if not found:
        raise missing_column(columns, [wanted] if wanted else usual, source, option)
    return found[0]


def missing_column(columns: Sequence[str], wanted: Sequence[str], source: str, option: str) -> ColumnError:
    """The error that tells which columns there are, where none of those is there that were looked for."""
    hint = _meant(columns, wanted, option)
    return ColumnError(source=source, column=" / ".join(wanted), columns=listed(columns), option=option, hint=hint)


def _meant(columns: Sequence[str], wanted: Sequence[str], option: str) -> str:
    """A question whether one of the columns was meant, as it would be typed."""
    near = dict.fromkeys(name for one in wanted for name in nearest(one, columns))
    return asked([f"{option} {typed(name)}" for name in near][:3])


def listed(columns: Sequence[str]) -> str:
    """The first names of columns, cut where they are long, for a sentence."""
    shown = [name if len(name) <= _WIDEST_NAME else name[:_WIDEST_NAME] + "…" for name in columns[:_MOST_NAMES]]
    more = [message("more_columns", columns=len(columns) - len(shown))] if len(columns) > len(shown) else []
    return ", ".join([name or '""' for name in shown] + more)


def text_of(row: Row, column: str) -> str:
    """A row's text; null is an empty one."""
    value = row.cells.get(column)
    return to_json(value) if isinstance(value, list | dict) else as_text(value)


def labels_of(row: Row, column: str, separator: str | None) -> str | list[str] | None:
    """A row's label, its list of labels, or None where the row has no such cell; an empty cell is no theme.

    A JSON list is a list of labels, also one in a cell of CSV (as we write it); a cell is one label, or with a separator several.
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
