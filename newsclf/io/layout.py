"""How labelled rows are written: as JSON lines or CSV, a table's own columns first and unchanged, ours after."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from newsclf.io.records import LABEL_FIELDS, json_line, to_json
from newsclf.io.tables import Row

_PREFIX: Final = "newsclf_"
_SHARED: Final = ("id", "text")
"""Columns of an input that serve as ours."""

Labelled = tuple[Row | None, Mapping[str, Any]]
"""A label record, and the row it belongs to where the input is a table."""


@dataclass(frozen=True)
class Layout:
    """The form of an output.

    Attributes
    ----------
    separator : str or None
        What stands between the cells of CSV; None for JSON lines.
    columns : tuple of str
        All columns of all inputs of this output. Where one has the name of a field of ours, ours takes the prefix ``newsclf_``;
        but an input's ``id`` and ``text`` serve as ours.
    """

    separator: str | None
    columns: tuple[str, ...] = ()

    @cached_property
    def names(self) -> dict[str, str]:
        """What our fields are called here."""
        taken, names = set(self.columns), {}
        for field in LABEL_FIELDS:
            name = field
            while name in taken and name not in _SHARED:
                name = _PREFIX + name
            names[field] = name
            taken.add(name)
        return names

    @property
    def head(self) -> str:
        """What stands before the first row."""
        return "" if self.separator is None else self._csv([self._all])

    def text(self, labelled: Iterable[Labelled]) -> str:
        """Rows as they are written."""
        if self.separator is None:
            return "".join(_json(row, self._ours(row, record)) for row, record in labelled)
        merged = ({**(row.cells if row else {}), **self._ours(row, record)} for row, record in labelled)
        return self._csv([_cell(cells.get(name)) for name in self._all] for cells in merged)

    @cached_property
    def _all(self) -> list[str]:
        return list(dict.fromkeys([*self.columns, *self.names.values()]))

    def _ours(self, row: Row | None, record: Mapping[str, Any]) -> dict[str, Any]:
        names, ours = self.names, {}
        for field, value in record.items():
            if row is None or field not in _SHARED or field not in row.cells:
                ours[names[field]] = value
        return ours

    def _csv(self, rows: Iterable[Iterable[Any]]) -> str:
        out = io.StringIO(newline="")
        # Lines end as RFC 4180 wants it, and so that a lone carriage return is quoted, too.
        csv.writer(out, delimiter=self.separator or ",", lineterminator="\r\n").writerows(rows)
        return out.getvalue()


def _json(row: Row | None, ours: Mapping[str, Any]) -> str:
    """A row of JSON lines as it stands, with our fields put in before its last brace; any other as a new object."""
    if row is None or not row.written:
        return json_line({**(row.cells if row else {}), **ours})
    own = row.written.strip()[:-1].rstrip()
    return f"{own}{', ' if len(own) > 1 else ''}{json_line(ours)[1:]}"


def _cell(value: Any) -> Any:
    return to_json(value) if isinstance(value, (list, dict, bool)) else value
