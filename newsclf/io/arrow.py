"""Parquet and Arrow files, read a few thousand rows at a time (extra ``parquet``)."""

from __future__ import annotations

import shutil
import threading
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any, BinaryIO, Final

from newsclf.errors import DamagedTableError, RowError
from newsclf.io.arrow_values import arrow, plain
from newsclf.io.documents import Document, Place
from newsclf.io.files import BLOCK
from newsclf.io.tables import Row, Table, doubled
from newsclf.lazy import attribute
from newsclf.messages import message

MAGIC: Final = {b"PAR1": "parquet", b"ARRO": "arrow"}
"""How such files begin; the first four bytes."""

_FEWEST, _MOST = 64, 8192
"""Rows of a chunk."""


def with_schema(document: Document) -> Document:
    """A document with the columns of its file, and how many rows stand in each of its groups.

    Raises
    ------
    DamagedTableError
        When it cannot be read.
    RowError
        When two columns have the same name.
    """
    with _File(document.place) as file:
        names = file.names
        double = doubled(names)
        if double:
            raise RowError(source=document.source, line=1, reason=message("double_column", column=double[0] or '""'))
        groups = file.groups()
        document = replace(document, table=Table(None, names), schema=file.schema, groups=tuple(groups))
        return replace(document, at_once=_rows_at_once(document, file)) if sum(groups) else document


class _File:
    """A Parquet or Arrow file, opened.

    Attributes
    ----------
    schema : pyarrow.Schema
    names : tuple of str
        Of its columns.
    """

    def __init__(self, place: Place) -> None:
        self._source = place.source
        self._damages = (arrow("ArrowException"), OSError, ValueError)
        self._stream = _seekable(place)
        try:
            self._open(MAGIC.get(self._stream.read(4), ""))
            self.names = tuple(self.schema.names)
        except self._damages as error:
            self._stream.close()
            raise self._damage(error) from error

    def _open(self, form: str) -> None:
        self._stream.seek(0)
        if form == "parquet":
            self._file = arrow("ParquetFile", "pyarrow.parquet")(self._stream, pre_buffer=False)
            self.schema = self._file.schema_arrow
            return
        self._file = arrow("open_file", "pyarrow.ipc")(self._stream)
        self.schema = self._file.schema

    def groups(self) -> list[int]:
        """How many rows each of its row groups has, or its record batches."""
        try:
            if hasattr(self._file, "iter_batches"):
                meta = self._file.metadata
                found = [meta.row_group(place).num_rows for place in range(meta.num_row_groups)]
            else:
                found = [self._file.get_batch(place).num_rows for place in range(self._file.num_record_batches)]
            if min(found, default=0) < 0:
                raise ValueError(f"{min(found)} rows")
            return found
        except self._damages as error:
            raise self._damage(error) from error

    def batches(self, group: int, at_once: int, columns: list[str] | None = None) -> Iterator[Any]:
        """A group of rows, so many at a time where the file lets us."""
        try:
            if hasattr(self._file, "iter_batches"):
                yield from self._file.iter_batches(at_once, [group], columns, use_threads=False)
            else:
                batch = self._file.get_batch(group)
                batch.validate(full=True)  # Arrow's files are memory as it was: a damaged place in it would be followed anywhere
                yield batch.select(columns) if columns else batch
        except self._damages as error:
            raise self._damage(error) from error

    def _damage(self, error: Exception) -> DamagedTableError:
        return DamagedTableError(source=self._source, reason=str(error).split("\n")[0])

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def close(self) -> None:
        self._stream.close()


def _seekable(place: Place) -> Any:
    """The bytes of a place, in which one can jump: its file, or a nameless one that it is unpacked into where it is packed."""
    if not place.packing and place.data is None:
        place.open_raw().close()  # to tell in a sentence when it cannot be opened
        return arrow("OSFile")(place.path)
    if not place.packing:
        return place.open_raw()
    file: BinaryIO = attribute("tempfile", "TemporaryFile")()
    try:
        with place.open() as packed:
            shutil.copyfileobj(packed, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _rows_at_once(document: Document, file: _File) -> int:
    """So many rows make a chunk, by the size of the file, and by its first rows where it is packed well."""
    first = next(place for place, rows in enumerate(document.groups) if rows)
    some = next(file.batches(first, _FEWEST), None)
    if some is None:
        raise DamagedTableError(source=document.source, reason=f"0 < {document.groups[first]}")
    some = some.slice(0, _FEWEST)
    width = max(document.size / sum(document.groups), some.nbytes / max(some.num_rows, 1))
    return max(_FEWEST, min(_MOST, int(BLOCK / width)))


def cuts(document: Document) -> Iterator[tuple[int, int]]:
    """Where chunks begin and end, in rows; never in the midst of an article."""
    total = sum(document.groups)
    start = 0
    for border in _borders(document, total):
        if border - start >= document.at_once or border == total:
            yield start, border
            start = border


def _borders(document: Document, total: int) -> Iterator[int]:
    """Rows before which a document may be cut, and its end."""
    if document.article_column:
        before, row = None, 0
        with _File(document.place) as file:
            for group in range(len(document.groups)):
                for batch in file.batches(group, _MOST, [document.article_column]):
                    for article in plain(batch.column(0)):
                        if row and (article != before or not article):
                            yield row
                        before, row = article, row + 1
    else:
        yield from range(_FEWEST, total, _FEWEST)
    if total:
        yield total


def rows(document: Document, start: int, end: int) -> Iterator[Row]:
    """Rows as Python values: what JSON cannot hold is told in text."""
    batch = batch_of(document, start, end)
    columns = [plain(batch.column(place)) for place in range(batch.num_columns)]
    for number, values in enumerate(zip(*columns, strict=True), start=start + 1):
        yield Row(dict(zip(document.table.columns, values, strict=True)), (number, number))


def batch_of(document: Document, start: int, end: int) -> Any:
    """Rows as they stand in the file: a pyarrow.Table. Reading on where the last reading ended does not begin anew."""
    cursor: _Cursor | None = getattr(_local, "cursor", None)
    last = getattr(_local, "last", None)
    if last and last[:3] == (document.place, start, end):  # read to be labelled, now to be written
        return last[3]
    if cursor is None or cursor.document.place != document.place or not cursor.reaches(start):
        _local.cursor = None
        cursor = _local.cursor = _Cursor(document, start)
    found = cursor.read(start, end)
    _local.last = document.place, start, end, found
    if end == sum(document.groups):
        cursor.close()
        _local.cursor = None
    return found


_local: Final = threading.local()


class _Cursor:
    """A file kept open from one chunk to the next, with the rows that were read and not yet taken."""

    def __init__(self, document: Document, start: int) -> None:
        self.document, self._file = document, _File(document.place)
        ends = list(accumulate(document.groups))
        group = bisect_right(ends, start)
        self._row = ends[group - 1] if group else 0
        self._batches = (batch for place in range(group, len(ends)) for batch in self._file.batches(place, document.at_once))
        self._held: list[Any] = []

    def reaches(self, row: int) -> bool:
        return self._row <= row

    def read(self, start: int, end: int) -> Any:
        while self._row + sum(batch.num_rows for batch in self._held) < end:
            batch = next(self._batches, None)
            if batch is None:  # fewer rows than its end tells
                raise DamagedTableError(source=self.document.source, reason=f"{self._row} < {end}")
            self._held.append(batch)
            if self._row + self._held[0].num_rows <= start:  # others have read these rows
                self._row += self._held.pop(0).num_rows
        table = arrow("Table").from_batches(self._held)
        found = table.slice(start - self._row, end - start)
        self._held = table.slice(end - self._row).to_batches()
        self._row = end
        return found

    def close(self) -> None:
        self._file.close()

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()
