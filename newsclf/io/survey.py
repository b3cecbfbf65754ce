"""One look through the inputs before any row is read: encodings, and the columns of tables."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from newsclf.encodings import detect
from newsclf.errors import EmptyTableError, MissingFileError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document, Place, What
from newsclf.io.files import BLOCK, STDIN, spool_stdin
from newsclf.io.tables import TEXT_COLUMNS, Row, Table, column_of, csv_records, head_of, is_table, lines_of, separator_of
from newsclf.messages import os_reason


@dataclass(frozen=True)
class Reading:
    """How to read inputs; None goes by the usual names.

    Attributes
    ----------
    what : {"page", "lines", "table"} or None
        None goes by the extension.
    text_column, article_column : str or None
        Where a table has its texts, and the articles they belong to.
    """

    what: What | None = None
    text_column: str | None = None
    article_column: str | None = None


@contextmanager
def documents(sources: Sequence[str], reading: Reading) -> Iterator[list[Document]]:
    """Look through inputs; standard input is kept until the end.

    Parameters
    ----------
    sources : sequence of str
        Paths, or ``-`` for standard input.
    reading : Reading

    Raises
    ------
    InputError
        When one cannot be read, is no text, or lacks the column.
    """
    with places(sources) as found:
        yield [survey(place, reading) for place in found]


@contextmanager
def places(sources: Sequence[str]) -> Iterator[list[Place]]:
    """Where the bytes of inputs are; standard input is kept until the end."""
    data, spool = spool_stdin() if STDIN in sources else (b"", "")
    stdin = Place(STDIN, spool, None if spool else data)
    try:
        yield [stdin if source == STDIN else Place(source, os.path.abspath(source)) for source in sources]
    finally:
        with suppress(OSError):
            os.unlink(spool)


def survey(place: Place, reading: Reading) -> Document:
    """Look through one input, and choose the columns to read; see `documents`."""
    what = reading.what or ("table" if is_table(place.source) else "page")
    document = look_through(place, what)
    return _with_columns(document, reading) if what == "table" else document


def look_through(place: Place, what: What) -> Document:
    """Look through one input, whatever its columns.

    Raises
    ------
    InputError
        When it cannot be read, or is no text.
    EmptyTableError
        When it is a table without rows.
    """
    try:
        encoding = detect(place.blocks, place.source)
        document = Document(place, encoding, what, 0 if encoding.is_recoded else encoding.mark)
        return _with_table(document) if what == "table" else document
    except OSError as error:
        raise MissingFileError(source=place.source, reason=os_reason(error)) from error


def _with_table(document: Document) -> Document:
    """The same with the form of its table."""
    with document.open(document.start) as stream:
        beginning = stream.read(BLOCK).decode(document.bytes_encoding.name, "ignore")
    separator = separator_of(document.source, beginning)
    document = replace(document, table=Table(separator))
    document = _with_keys(document) if separator is None else _behind_head(document)
    if not any(chunk.rows for chunk in plan(document)):
        raise EmptyTableError(source=document.source)
    return document


def _with_keys(document: Document) -> Document:
    """JSON lines with all the keys that occur."""
    items = (item for chunk in plan(document) for item in chunk.items())
    keys = dict.fromkeys(name for item in items if isinstance(item, Row) for name in item.cells)
    return replace(document, table=Table(None, tuple(keys)))


def _behind_head(document: Document) -> Document:
    """CSV from its second record on; the first names the columns."""
    for chunk in plan(document):
        lines = lines_of(chunk.text())
        for record in csv_records(lines, str(document.table.separator)):
            record = replace(record, first=record.first + chunk.line - 1)
            table = replace(document.table, columns=head_of(record, document.source))
            start = chunk.start + len("".join(lines[: record.last]).encode(document.bytes_encoding.name))
            return replace(document, table=table, start=start, line=chunk.line + record.last)
    raise EmptyTableError(source=document.source)


def _with_columns(document: Document, reading: Reading) -> Document:
    """The same with the columns to read."""
    names, source = document.table.columns, document.source
    text = column_of(names, reading.text_column, TEXT_COLUMNS, source, "--text-column")
    article = reading.article_column and column_of(names, reading.article_column, (), source, "--article-column")
    return replace(document, text_column=text, article_column=article)
