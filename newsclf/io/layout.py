"""How labelled rows are written: a table's own columns first and unchanged, ours after."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from newsclf.io.chunks import Chunk
from newsclf.io.dialects import Dialect
from newsclf.io.formulas import disarmed
from newsclf.io.names import Form
from newsclf.io.packing import packed, packing_stream
from newsclf.io.records import LABEL_FIELDS, SHARED_FIELDS, json_line, to_json
from newsclf.io.tables import Row
from newsclf.lazy import attribute

_JSON: Final = (list, dict, bool)
"""What is written as JSON in a cell of CSV."""

_PREFIX: Final = "newsclf_"
_OPEN_FIELDS: Final = ("id", "source", "text", "theme", "model")
"""Fields of ours that may begin with any character."""

_USUAL: Final = Dialect()
_UTF8_MARK: Final = "\ufeff"

Labelled = tuple[Row | None, Mapping[str, Any]]
"""A label record, and the row it belongs to where the input is a table."""


@dataclass(frozen=True)
class Layout:
    """The form of an output.

    Attributes
    ----------
    form : str
        One of `newsclf.io.names.TABLES`.
    columns : tuple of str
        All columns of all inputs of this output. Where one has the name of a field of ours, ours takes the prefix ``newsclf_``;
        but an input's ``id`` and ``text`` serve as ours.
    dialect : Dialect
        Of CSV.
    packing : str
        See `newsclf.io.packing`.
    excel : bool
        Whether CSV has a byte order mark, and no cell of the user's that a spreadsheet would run. (Ours are always disarmed.)
    schema : pyarrow.Schema or None
        Of the columns of all inputs, for Parquet and Arrow.
    themes : tuple of str
        All that the model knows, for the same.
    """

    form: Form
    columns: tuple[str, ...] = ()
    dialect: Dialect = _USUAL
    packing: str = ""
    excel: bool = False
    schema: Any = None
    themes: tuple[str, ...] = ()

    @cached_property
    def names(self) -> dict[str, str]:
        """What our fields are called here."""
        taken, names = set(self.columns), {}
        for field in LABEL_FIELDS:
            name = field
            while name in taken and name not in SHARED_FIELDS:
                name = _PREFIX + name
            names[field] = name
            taken.add(name)
        return names

    @property
    def head(self) -> bytes:
        """What stands before the first row."""
        if self.schema is not None:
            return b""
        if self.form == "jsonl":
            return packed(b"", self.packing, even_nothing=True)
        head = self._csv([map(disarmed, self._all) if self.excel else self._all])
        return self._bytes(_UTF8_MARK * self.excel + head)

    def data(self, labelled: Sequence[Labelled], chunk: Chunk | None = None) -> bytes:
        """Rows as they are written.

        Parameters
        ----------
        labelled : sequence
            See `Labelled`.
        chunk : Chunk, optional
            Whose rows they are; for Parquet and Arrow.
        """
        if self.schema is not None:
            data: bytes = _arrow("written")(labelled, chunk, self.schema, self.names, self.themes)
            return data
        if self.form == "jsonl":
            return self._bytes("".join(_json(row, self._ours(row, record)) for row, record in labelled))
        return self._bytes(self._csv(self._cells(row, record) for row, record in labelled))

    def join(self, parts: Iterable[Path], out: BinaryIO) -> None:
        """Put written rows together as a whole output; nothing is written before the first are there."""
        if self.schema is not None:
            with packing_stream(out, self.packing) as stream:
                _arrow("join")(parts, stream, self.form, self.data([]))
            return
        parts = iter(parts)
        first = list(islice(parts, 1))
        out.write(self.head)
        concatenate(chain(first, parts), out)

    @property
    def is_stream(self) -> bool:
        """Whether rows can be written one after the other, with nothing behind the last."""
        return self.schema is None

    @cached_property
    def _all(self) -> list[str]:
        return list(dict.fromkeys([*self.columns, *self.names.values()]))

    def _ours(self, row: Row | None, record: Mapping[str, Any]) -> dict[str, Any]:
        names, ours = self.names, {}
        for field, value in record.items():
            if row is None or field not in SHARED_FIELDS or field not in row.cells:
                ours[names[field]] = value
        return ours

    def _cells(self, row: Row | None, record: Mapping[str, Any]) -> list[Any]:
        ours = self._ours(row, record)
        for field in _OPEN_FIELDS:
            name = self.names[field]
            if name in ours:
                ours[name] = disarmed(ours[name])
        cells = {**(row.cells if row else {}), **ours}
        if self.excel:
            cells = {name: value if name in ours else disarmed(_cell(value)) for name, value in cells.items()}
        return [_cell(cells.get(name)) for name in self._all]

    def _csv(self, rows: Iterable[Iterable[Any]]) -> str:
        out = io.StringIO(newline="")
        if not self.dialect.quote:
            rows = ([_unquoted(cell) for cell in row] for row in rows)
        # Lines end as RFC 4180 wants it, and so that a lone carriage return is quoted, too.
        ending = "\r\n" if self.dialect.quote else "\n"
        csv.writer(out, lineterminator=ending, **self.dialect.settings).writerows(rows)
        return out.getvalue()

    def _bytes(self, text: str) -> bytes:
        return packed(text.encode("utf-8", "backslashreplace"), self.packing)


def _arrow(name: str) -> Any:
    return attribute("newsclf.io.arrow_layout", name)


def concatenate(parts: Iterable[Path], out: BinaryIO) -> None:
    """Write files one behind the other."""
    for path in parts:
        with path.open("rb") as stream:
            shutil.copyfileobj(stream, out)


def _json(row: Row | None, ours: Mapping[str, Any]) -> str:
    """A row of JSON lines as it stands, with our fields put in before its last brace; any other as a new object."""
    if row is None or not row.written:
        return json_line({**(row.cells if row else {}), **ours})
    own = row.written.strip()[:-1].rstrip()
    return f"{own}{', ' if len(own) > 1 else ''}{json_line(ours)[1:]}"


def _cell(value: Any) -> Any:
    return to_json(value) if type(value) in _JSON else value


def _unquoted(cell: Any) -> Any:
    """A cell for a file that cannot quote: only paths of ours can hold a tab or line break here."""
    return re.sub(r"[\t\r\n]", " ", cell) if isinstance(cell, str) else cell
