"""Documents: what is known of an input before its rows are read.

A document says where its bytes are, how they are encoded, and what they are: a page, lines, or a table with which columns.
It is small and can be sent to other processes and machines, which then read their own part of the file (`newsclf.io.chunks`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal, cast

from newsclf.encodings import Encoding
from newsclf.errors import MissingFileError
from newsclf.io.files import BLOCK, Recoded, blocks_of
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
    """

    source: str
    path: str
    data: bytes | None = None

    def open(self) -> BinaryIO:
        """Its bytes.

        Raises
        ------
        MissingFileError
            When it cannot be opened.
        """
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
    """

    place: Place
    encoding: Encoding
    what: What
    start: int
    line: int = 1
    table: Table = NO_TABLE
    text_column: str = ""
    article_column: str | None = None

    @property
    def source(self) -> str:
        """As the user named it."""
        return self.place.source

    @property
    def bytes_encoding(self) -> Encoding:
        """The encoding of the bytes that `open` gives: UTF-16 has line breaks within characters, and is given as UTF-8."""
        return Encoding("utf-8") if self.encoding.is_recoded else self.encoding

    def open(self, start: int) -> BinaryIO:
        """Its bytes from some byte on."""
        raw = self.place.open()
        if not self.encoding.is_recoded:
            raw.seek(start)
            return raw
        raw.seek(self.encoding.mark)
        stream = cast(BinaryIO, io.BufferedReader(Recoded(raw, self.encoding.name), BLOCK))
        while start and (skipped := len(stream.read(min(start, BLOCK)))):
            start -= skipped
        return stream
