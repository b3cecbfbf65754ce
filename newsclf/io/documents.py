"""Documents: what is known of an input before its rows are read.

A document says where its bytes are, how they are encoded, and what they are: a page, lines, or a table with which columns.
It is small and can be sent to other processes and machines, which then read their own part of the file (`newsclf.io.chunks`).
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, Literal, cast

from newsclf.encodings import Encoding
from newsclf.errors import ChangedFileError, MissingExtraError, MissingFileError
from newsclf.io.files import BLOCK, Recoded, blocks_of
from newsclf.io.names import FileName, Form
from newsclf.io.packing import unpacked
from newsclf.io.tables import Table
from newsclf.messages import os_reason

What = Literal["page", "lines", "table"]

NO_TABLE: Final = Table(None)


@dataclass(frozen=True)
class Place:
    """Where the bytes of an input are.

    Attributes
    ----------
    source : str
        As the user named it: so records call it.
    path : str
        Its file, from anywhere on this machine.
    data : bytes or None
        All of its bytes, where it is no file.
    packing : str
        How they are packed; see `newsclf.io.packing`.
    stamp : tuple of int
        Size and time of its file when it was looked through.
    is_spooled : bool
        Whether its file is ours, to be removed in the end.
    """

    source: str
    path: str
    data: bytes | None = None
    packing: str = ""
    stamp: tuple[int, int] = (0, 0)
    is_spooled: bool = False

    def stamped(self) -> Place:
        """The same with its stamp."""
        return replace(self, stamp=self._stamp())

    def refuse_changed(self) -> None:
        """Raise a ChangedFileError when the file was written to since it was looked through."""
        if self.stamp != self._stamp():
            raise ChangedFileError(source=self.source)

    def _stamp(self) -> tuple[int, int]:
        try:
            facts = os.stat(self.path)
        except (OSError, ValueError):
            return 0, 0
        return facts.st_size, facts.st_mtime_ns

    def open(self) -> BinaryIO:
        """Its bytes, unpacked.

        Raises
        ------
        MissingFileError
            When it cannot be opened.
        """
        raw = self.open_raw()
        try:
            return unpacked(raw, self.packing, self.source)
        except MissingExtraError:
            raw.close()
            raise

    def open_raw(self) -> BinaryIO:
        """Its bytes as they are on the disk; see `open`."""
        if self.data is not None:
            return io.BytesIO(self.data)
        try:
            return open(self.path, "rb")
        except OSError as error:
            raise MissingFileError(source=self.source, reason=os_reason(error)) from error
        except ValueError as error:  # a path that no file can have
            raise MissingFileError(source=self.source, reason=str(error)) from error

    def blocks(self) -> Iterator[bytes]:
        """Its bytes, block by block."""
        with self.open() as stream:
            yield from blocks_of(stream)


@dataclass(frozen=True)
class Document:
    """An input that was looked through.

    Attributes
    ----------
    place : Place
    encoding : Encoding
    what : {"page", "lines", "table"}
    start, line : int
        The byte, of those that `open` gives, and the line from which its text is read, or the rows of a table.
    table : Table
        The form of a table.
    text_column : str
    article_column : str or None
    is_pdf : bool
        Whether it is a PDF, whose text must be taken out first.
    schema : pyarrow.Schema or None
        Of a Parquet or Arrow file.
    groups : tuple of int
        How many rows each of its groups has.
    at_once : int
        How many of its rows are read at once.
    size : int
        How many bytes it has, unpacked.
    sha256 : str
        Of these bytes.
    """

    place: Place
    encoding: Encoding
    what: What
    start: int
    line: int = 1
    table: Table = NO_TABLE
    text_column: str = ""
    article_column: str | None = None
    is_pdf: bool = False
    schema: Any = None
    groups: tuple[int, ...] = ()
    at_once: int = 0
    size: int = 0
    sha256: str = ""

    @property
    def source(self) -> str:
        """As the user named it."""
        return self.place.source

    @property
    def is_arrow(self) -> bool:
        """Whether it is a Parquet or Arrow file, whose chunks are counted in rows."""
        return self.schema is not None

    @property
    def form(self) -> Form | None:
        """Its form, where that of a table: by its name, else by what was found in it."""
        if self.what != "table":
            return None
        name = FileName.of(self.source)
        if name.is_table:
            return name.form
        if self.is_arrow:
            return "parquet"
        return "jsonl" if self.table.dialect is None else "tsv" if self.table.dialect.separator == "\t" else "csv"

    @property
    def bytes_encoding(self) -> Encoding:
        """The encoding of the bytes that `open` gives: UTF-16 has line breaks within characters, and is given as UTF-8."""
        return Encoding("utf-8") if self.encoding.is_recoded else self.encoding

    @property
    def is_forward_only(self) -> bool:
        """Whether a place in it can be found only by reading all that stands before."""
        return bool(self.place.packing) or self.encoding.is_recoded

    def open(self, start: int) -> BinaryIO:
        """Its bytes from some byte on."""
        raw = self.place.open()
        if not self.is_forward_only:
            raw.seek(start)
            return raw
        if self.encoding.is_recoded:
            raw.read(self.encoding.mark)
            raw = cast(BinaryIO, io.BufferedReader(Recoded(raw, self.encoding.name), BLOCK))
        _skip(raw, start)
        return raw

    def read(self, start: int, size: int) -> bytes:
        """Some of its bytes. Reading on where the last reading ended does not begin anew, be the file packed or not."""
        if not self.is_forward_only:
            with self.open(start) as stream:
                return stream.read(size)
        return _held(self, start).read(size)


class _Held:
    """A stream kept open from one chunk to the next, with the byte where it stands."""

    def __init__(self, document: Document, start: int) -> None:
        self.document, self.place, self.stream = document, start, document.open(start)

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.place += len(data)
        return data

    def skip(self, size: int) -> None:
        _skip(self.stream, size)
        self.place += size

    def __del__(self) -> None:
        if hasattr(self, "stream"):  # it could be opened
            self.stream.close()


_local: Final = threading.local()


def _held(document: Document, start: int) -> _Held:
    """The stream that this thread holds, moved on to a byte; a new one where it cannot be."""
    held: _Held | None = getattr(_local, "held", None)
    if held is None or held.document != document or held.place > start:
        _local.held = None  # closes it
        held = _local.held = _Held(document, start)
    held.skip(start - held.place)
    return held


def let_go() -> None:
    """Close the file that this thread holds open, if any."""
    _local.held = None


def _skip(stream: BinaryIO, size: int) -> None:
    while size and (skipped := len(stream.read(min(size, BLOCK)))):
        size -= skipped
