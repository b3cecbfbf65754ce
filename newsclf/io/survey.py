"""One look through the inputs before any row is read: packing, encodings, dialects, and the columns of tables."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, Final

from newsclf.encodings import Encoding, detect
from newsclf.errors import DamagedTableError, InputError, MissingFileError
from newsclf.io.arrow import MAGIC, with_schema
from newsclf.io.chunks import plan
from newsclf.io.dialects import sniff
from newsclf.io.documents import Document, Place, What
from newsclf.io.files import BLOCK, STDIN, spool
from newsclf.io.names import FileName
from newsclf.io.packing import packing_of
from newsclf.io.records import SHARED_FIELDS
from newsclf.io.tables import TEXT_COLUMNS, Row, Table, column_of, csv_records, head_of, lines_of
from newsclf.lazy import attribute
from newsclf.messages import message, os_reason

_PDF: Final = b"%PDF"
_SEPARATOR_LINE: Final = re.compile(r"sep=([^\r\n\w])\r?\n?", re.IGNORECASE)
"""The first line by which Excel is told the separator of CSV."""

_MOST_ERRORS: Final = 20
"""So many inputs that cannot be read are told of, one by one."""


@dataclass(frozen=True)
class Reading:
    """How to read inputs; None goes by the extension, by the bytes and by the usual names.

    Attributes
    ----------
    what : {"page", "lines", "table"} or None
    text_column, article_column : str or None
        Where a table has its texts, and the articles they belong to.
    encoding : str or None
    separator, quote : str or None
        Of CSV; an empty quote means that no character quotes.
    """

    what: What | None = None
    text_column: str | None = None
    article_column: str | None = None
    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None


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
        When one cannot be read, is no text, or lacks the column; the others for which that holds are noted on it.
    """
    with places(sources) as found:
        yield _survey_all(found, reading)


def _survey_all(found: Sequence[Place], reading: Reading) -> list[Document]:
    known: list[Document] = []
    errors: list[InputError] = []
    for place in found:
        try:
            known.append(survey(place, reading))
        except InputError as error:
            errors.append(error)
    if errors:
        for other in errors[1:_MOST_ERRORS]:
            errors[0].add_note(str(other))
        if len(errors) > _MOST_ERRORS:
            errors[0].add_note(message("more_errors", inputs=len(errors) - _MOST_ERRORS))
        raise errors[0]
    return known


@contextmanager
def places(sources: Sequence[str]) -> Iterator[list[Place]]:
    """Where the bytes of inputs are; standard input and pipes, which can be read but once, are kept until the end."""
    kept: dict[str, Place] = {}
    try:
        for source in sources:
            if source not in kept:
                kept[source] = _place(source)
        yield [kept[source] for source in sources]
    finally:
        for place in kept.values():
            if place.is_spooled:
                with suppress(OSError):
                    os.unlink(place.path)


def _place(source: str) -> Place:
    if source != STDIN and not _is_pipe(source):
        return Place(source, os.path.abspath(source))
    if source == STDIN:
        data, path = spool(sys.stdin.buffer)
    else:
        with Place(source, source).open_raw() as stream:
            data, path = spool(stream)
    return Place(source, path, None if path else data, is_spooled=bool(path))


def _is_pipe(source: str) -> bool:
    try:
        mode = os.stat(source).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def survey(place: Place, reading: Reading) -> Document:
    """Look through one input, and choose the columns to read; see `documents`."""
    what = reading.what or ("table" if FileName.of(place.source).is_table else "page")
    document = look_through(place, replace(reading, what=what))
    return _with_columns(document, reading) if document.table.columns else document


def look_through(place: Place, reading: Reading) -> Document:
    """Look through one input, whatever its columns.

    Raises
    ------
    InputError
        When it cannot be read, or is no text.
    """
    try:
        with place.open_raw() as raw:
            place = replace(place.stamped(), packing=packing_of(raw.read(8)))
        meter = _Meter(place)
        head = next(iter(place.blocks()), b"")[:8]
        if not head and FileName.of(place.source).form in ("parquet", "arrow", "pdf"):
            raise DamagedTableError(source=place.source, reason="0 bytes")
        if head.startswith(_PDF):
            attribute("newsclf.io.pdf", "require")()  # to be told before any work
            size, digest = meter.total()
            return Document(place, Encoding("utf-8"), "page", 0, is_pdf=True, size=size, sha256=digest)
        if head[:4] in MAGIC:
            size, digest = meter.total()
            return with_schema(Document(place, Encoding("utf-8"), "table", 0, size=size, sha256=digest))
        encoding = detect(meter.blocks, place.source, reading.encoding)
        start = 0 if encoding.is_recoded else encoding.mark
        size, digest = meter.total()
        document = Document(place, encoding, reading.what or "table", start, size=size, sha256=digest)
        return _with_table(document, reading) if document.what == "table" else document
    except OSError as error:
        raise MissingFileError(source=place.source, reason=os_reason(error)) from error


class _Meter:
    """Size and sha256 of a place, taken while others read it from beginning to end."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._known: tuple[int, str] | None = None

    def blocks(self) -> Iterator[bytes]:
        if self._known:
            yield from self._place.blocks()
            return
        size, digest = 0, hashlib.sha256()
        for block in self._place.blocks():
            size += len(block)
            digest.update(block)
            yield block
        self._known = size, digest.hexdigest()

    def total(self) -> tuple[int, str]:
        while not self._known:
            list(map(len, self.blocks()))
        return self._known


def _with_table(document: Document, reading: Reading) -> Document:
    """The same with the form of its table."""
    with document.open(document.start) as stream:
        data = stream.read(BLOCK)
    beginning = data.decode(document.bytes_encoding.name, "ignore")
    form = FileName.of(document.source).form
    if form == "jsonl" or (form != "csv" and form != "tsv" and beginning.lstrip().startswith("{")):
        return _with_keys(replace(document, table=Table(None)))
    lines = lines_of(beginning)
    whole = lines if len(data) < BLOCK else lines[:-1]
    separator = reading.separator or ("\t" if form == "tsv" else None)
    told = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if told:
        separator = reading.separator or told[1]
        document = replace(document, start=document.start + len(lines[0].encode(document.bytes_encoding.name)), line=2)
        whole = whole[1:]
    return _behind_head(replace(document, table=Table(sniff("".join(whole), separator, reading.quote))))


def _with_keys(document: Document) -> Document:
    """JSON lines with all the keys that occur."""
    kinds: dict[str, set[str]] = {}
    lacking: set[str] = set()
    for row in (item for chunk in plan(document) for item in chunk.items() if isinstance(item, Row)):
        for name, value in row.cells.items():
            kinds.setdefault(name, set()).add(_kind(value))
        lacking.update(name for name in SHARED_FIELDS if name not in row.cells)
    for name in lacking & kinds.keys():  # there ours stands, which is text
        kinds[name].add("string")
    return replace(document, table=Table(None, tuple(kinds), tuple(map(_common, kinds.values()))))


def _kind(value: Any) -> str:
    """The type of a value of JSON, as Arrow calls it; empty for null, ``int53`` for what a float can hold, too."""
    if type(value) is int:
        return "int53" if abs(value) <= 1 << 53 else "int64" if -(1 << 63) <= value < 1 << 63 else "string"
    return "" if value is None else {bool: "bool_", float: "float64"}.get(type(value), "string")


def _common(kinds: set[str]) -> str:
    """The type that holds all values of a column."""
    kinds = kinds - {""}
    if kinds and kinds <= {"int53", "int64"}:
        return "int64"
    return "float64" if kinds == {"int53", "float64"} else kinds.pop() if len(kinds) == 1 else "string"


def _behind_head(document: Document) -> Document:
    """CSV from its second record on; the first names the columns."""
    assert document.table.dialect
    for chunk in plan(document):
        lines = lines_of(chunk.text())
        for record in csv_records(lines, document.table.dialect):
            record = replace(record, first=record.first + chunk.line - 1)
            table = replace(document.table, columns=head_of(record, document.source))
            start = chunk.start + len("".join(lines[: record.last]).encode(document.bytes_encoding.name))
            return replace(document, table=table, start=start, line=chunk.line + record.last)
    return document


def _with_columns(document: Document, reading: Reading) -> Document:
    """The same with the columns to read."""
    names, source = document.table.columns, document.source
    text = column_of(names, reading.text_column, TEXT_COLUMNS, source, "--text-column")
    article = reading.article_column and column_of(names, reading.article_column, (), source, "--article-column")
    return replace(document, text_column=text, article_column=article)
