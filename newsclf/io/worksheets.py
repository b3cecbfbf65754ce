"""Tables for people to work on: what they fill in comes back as it was.

A worksheet has a column `SUGGESTED`. By it such a table is known when it is read: an empty label in it means that nobody has
looked at the text yet, while in any other table it means that the text has no theme.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from newsclf.errors import UnknownFormError
from newsclf.io.formulas import disarmed
from newsclf.io.names import FileName
from newsclf.io.outputs import writing
from newsclf.io.packing import packed
from newsclf.io.records import json_line, to_json

SUGGESTED: Final = "suggested"
"""The column with the theme that a model suggests; empty without a model."""

FORMS: Final = ("csv", "tsv", "jsonl")

_MARK: Final = "\ufeff"
_NUL: Final = str.maketrans({"\0": "\u2400"})
"""No spreadsheet reads a NUL, and files that hold some are no texts: its picture stands for it."""


def form_of(target: str) -> str:
    """The form of a worksheet, by its extension.

    Raises
    ------
    UnknownFormError
        When it is none of `FORMS`.
    """
    form = FileName.of(target).form
    if form not in FORMS:
        raise UnknownFormError(target=target, forms=", ".join(f".{name}" for name in FORMS))
    return form


def write_rows(target: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as a table: CSV for spreadsheets (with a byte order mark, and nothing in it runs as a formula), or JSON lines.

    Parameters
    ----------
    target : str
        A path whose extension says the form, packed or not.
    columns : sequence of str
        Of CSV, in their order; JSON lines have the columns of each row.
    rows : iterable of mapping

    Raises
    ------
    UnknownFormError
        When the extension says no such form.
    OutputError
        When the file cannot be written.
    """
    form = form_of(target)
    text = "".join(map(json_line, rows)) if form == "jsonl" else _MARK + _csv(columns, rows, "\t" if form == "tsv" else ",")
    with writing(target) as stream:
        stream.write(packed(text.encode("utf-8", "backslashreplace"), FileName.of(target).packing, even_nothing=True))


def column_names(own: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """What a user's columns are called beside ours: where one has a name that is taken, it gets ``input_`` before it."""
    names: dict[str, str] = {}
    used = set(taken)
    for column in own:
        name = column
        while name.strip() in used or name in used:
            name = "input_" + name
        names[column] = name
        used.add(name)
    return names


def armed(cell: str) -> str:
    """A cell as it was before an apostrophe was put before it; see `newsclf.io.formulas.disarmed`."""
    rest = cell.lstrip("'")
    return cell[1:] if cell != rest and disarmed(rest) != rest else cell


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], separator: str) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict | bool):
        value = to_json(value)
    if not isinstance(value, str):
        return value
    value, rest = value.translate(_NUL), value.lstrip("'")
    return "'" + value if disarmed(rest) != rest else value
