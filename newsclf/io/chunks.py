"""Chunks: the unit of work, a part of a document named by its range of bytes, so that texts never travel.

A document is cut between rows by one sequential look through it. Whoever gets a chunk, in this process or on another
machine, opens the file and reads its range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from newsclf.encodings import Encoding
from newsclf.errors import ChangedFileError
from newsclf.io.documents import Document, let_go
from newsclf.io.files import BLOCK
from newsclf.io.tables import Item, Row, Table, csv_records, lines_of, text_of
from newsclf.lazy import attribute

_MOST_CELLS: Final = 1 << 21
"""No chunk has more cells, but for one of a single row."""


@dataclass(frozen=True)
class Chunk:
    """A part of a document that begins and ends between rows.

    Attributes
    ----------
    document : Document
    start, end : int
        Its range of bytes, or of rows in a Parquet or Arrow file; the end of a page, which is always whole, is -1.
    last : bool
        Whether the document ends with it: there half a character may stand.
    line, row : int
        The numbers of its first line and its first row, 1-based.
    rows : int
        How many rows it has; 0 for a page, whose segments nobody has counted yet.
    """

    document: Document
    start: int
    end: int
    last: bool = True
    line: int = 1
    row: int = 1
    rows: int = 0

    @property
    def size(self) -> int:
        """How many bytes it has."""
        document = self.document
        if document.is_arrow:
            return document.size * self.rows // sum(document.groups)
        return (self.end if self.end >= 0 else document.size) - self.start

    def text(self) -> str:
        """Read it.

        Raises
        ------
        MissingFileError
            When the file is not there.
        ChangedFileError
            When it is not as it was.
        """
        encoding = self.document.bytes_encoding
        try:
            data = self.document.read(self.start, -1 if self.end < 0 else self.end - self.start)
            if self.last:
                let_go()
            if self.end < 0 or len(data) == self.end - self.start:
                return encoding.text(data) if self.last else Encoding(encoding.name).text(data)
        except UnicodeDecodeError:
            pass
        raise ChangedFileError(source=self.document.source)

    def pages(self) -> list[str]:
        """The pages of a chunk of those: one, unless it is a PDF.

        Raises
        ------
        InputError
            When the PDF cannot be read, has no text, or is not as it was.
        """
        if not self.document.is_pdf:
            return [self.text()]
        pages: list[str] = attribute("newsclf.io.pdf", "pdf_pages")(self.document.read(0, -1), self.document.source)
        return pages

    def items(self) -> Iterator[Item]:
        """Its rows, and what cannot be read, for a chunk of a table."""
        if self.document.is_arrow:
            rows: Iterator[Item] = attribute("newsclf.io.arrow", "rows")(self.document, self.start, self.end)
            return rows
        return self.document.table.items(self.text(), self.line)

    def lines(self) -> list[str]:
        """Its lines without their breaks, for a chunk of lines."""
        return [line.rstrip("\r\n") for line in lines_of(self.text())]


def plan(document: Document, size: int = BLOCK) -> Iterator[Chunk]:
    """Cut a document into chunks.

    Parameters
    ----------
    document : Document
    size : int
        How many bytes a chunk has, about: it ends between rows, and between the articles of a table with such a column.
    """
    if document.what == "page":
        yield Chunk(document, document.start, -1)
        return
    if document.is_arrow:
        for first, end in attribute("newsclf.io.arrow", "cuts")(document):
            yield Chunk(document, first, end, end == sum(document.groups), first + 1, first + 1, end - first)
        return
    encoding, rest, ended = document.bytes_encoding, b"", False
    start, line, row = document.start, document.line, 1
    with document.open(start) as stream:
        while not ended:
            asked = max(size, len(rest))
            block = stream.read(asked)
            data, ended = rest + block, len(block) < asked
            text = encoding.text(data) if ended else data[: _last_break(data)].decode(encoding.name)
            lines, rows = _measure(document, text, ended)
            count = _bytes_of(lines, text, data, ended, encoding.name)
            if count:
                whole = Chunk(document, start, start + count, ended, line, row, rows)
                yield from _portions(whole, lines) if rows * len(document.table.columns) > _MOST_CELLS else [whole]
            rest, start, line, row = data[count:], start + count, line + len(lines), row + rows


def _portions(chunk: Chunk, lines: list[str]) -> Iterator[Chunk]:
    """A chunk of a wide table in parts of fewer rows: each has all its cells in memory, and a file may leave most of them out."""
    table, encoding = chunk.document.table, chunk.document.bytes_encoding.name
    most, done, rows = max(1, _MOST_CELLS // len(table.columns)), 0, 0
    start, row = chunk.start, chunk.row
    records = csv_records(lines, table.dialect) if table.dialect else ()
    for record in records:
        rows += 1
        if rows == most and record.last < len(lines):
            end = start + len("".join(lines[done : record.last]).encode(encoding))
            yield Chunk(chunk.document, start, end, False, chunk.line + done, row, rows)
            start, row, done, rows = end, row + rows, record.last, 0
    yield Chunk(chunk.document, start, chunk.end, chunk.last, chunk.line + done, row, chunk.row + chunk.rows - row)


def _last_break(data: bytes) -> int:
    """Where the last whole line ends; a carriage return at the very end may go on."""
    return max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1)) + 1


def _bytes_of(lines: list[str], text: str, data: bytes, ended: bool, encoding: str) -> int:
    """How many bytes the first lines of a text take."""
    kept = "".join(lines)
    if len(kept) < len(text):
        return len(kept.encode(encoding))
    return len(data) if ended else _last_break(data)


def _measure(document: Document, text: str, ended: bool) -> tuple[list[str], int]:
    """The lines that make whole rows (all of them, at the end of the document), and how many rows these are."""
    lines = lines_of(text)
    if document.what == "lines":
        return lines, len(lines)
    whole = _records(document.table, text, lines, ended)
    if document.article_column and not ended:
        whole = _articles(document, lines[: whole[0]])
    return lines[: whole[0]], whole[1]


def _records(table: Table, text: str, lines: list[str], ended: bool) -> tuple[int, int]:
    """How many lines make whole records, and how many records they are."""
    if table.dialect is None:
        return len(lines), sum(bool(line.strip()) for line in lines)
    if not table.dialect.may_span(text):
        return len(lines), sum(bool(line.rstrip("\r\n")) for line in lines)
    rows = 0
    for record in csv_records(lines, table.dialect):
        if record.unclosed and not ended:
            return record.first - 1, rows
        rows += 1
    return len(lines), rows


def _articles(document: Document, lines: list[str]) -> tuple[int, int]:
    """The same up to the last border between articles; nothing when one article fills all."""
    items = list(document.table.items("".join(lines)))
    articles = [text_of(item, str(document.article_column)) if isinstance(item, Row) else "" for item in items]
    for place in range(len(items) - 1, 0, -1):
        if articles[place] != articles[place - 1] or not articles[place]:
            return items[place].lines[0] - 1, place
    return 0, 0
