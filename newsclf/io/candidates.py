"""Texts that may be labelled next, each with what is needed to find it again: any input that we read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsclf.io.chunks import Chunk, plan
from newsclf.io.documents import Document, What
from newsclf.io.inputs import expand
from newsclf.io.names import FileName
from newsclf.io.pages import through
from newsclf.io.survey import Reading, places, survey
from newsclf.io.tables import Reject, text_of
from newsclf.reflow import segment


@dataclass(frozen=True)
class Candidate:
    """A text that may be labelled.

    Attributes
    ----------
    id : str
        The row's own, else ``<source>#<number>``.
    source : str
        As the user named the input.
    line : int
        The line of the input on which it begins, 1-based; of Parquet and Arrow, the row.
    text : str
    own : dict
        The other columns of its row.
    """

    id: str
    source: str
    line: int
    text: str
    own: dict[str, Any] = field(default_factory=dict)


def read_candidates(
    sources: Sequence[str], text_column: str | None = None, encoding: str | None = None, what: What | None = None
) -> Iterator[Candidate | tuple[str, Reject]]:
    """Read texts one by one: the rows of tables, the lines of text files (empty ones are left out), the segments of PDFs.

    Parameters
    ----------
    sources : sequence of str
        Files, folders, patterns, or ``-`` for standard input.
    text_column : str, optional
        That of tables.
    encoding : str, optional
        That of all of them, where it is known.
    what : {"page", "lines", "table"}, optional
        What the inputs are; with ``"page"``, text files are cut into segments.

    Yields
    ------
    Candidate, or tuple of (source, Reject)
        The second for a row that cannot be read.

    Raises
    ------
    InputError
        When an input cannot be read, or lacks the column.
    """
    for document in documents_of(sources, text_column, encoding, what):
        for chunk in plan(document):
            yield from _rows(document, chunk) if document.what == "table" else _texts(document, chunk)


def documents_of(
    sources: Sequence[str], text_column: str | None = None, encoding: str | None = None, what: What | None = None
) -> Iterator[Document]:
    """The inputs one by one, each known and open until the next: tables, and text files with a text on each line."""
    with places([source.path for source in expand(sources)[0]]) as found:
        for place in found:
            form: What = what or ("table" if FileName.of(place.source).is_table else "lines")
            yield survey(place, Reading(form, text_column=text_column, encoding=encoding))


def _texts(document: Document, chunk: Chunk) -> Iterator[Candidate]:
    source = document.source
    if document.what == "page":
        for item in through(chunk.pages(), segment):
            yield Candidate(f"{source}#{item.segment}", source, item.lines[0], item.text)
        return
    for number, line in enumerate(chunk.lines(), start=chunk.line):
        if line.strip():
            yield Candidate(f"{source}#{number}", source, number, line)


def _rows(document: Document, chunk: Chunk) -> Iterator[Candidate | tuple[str, Reject]]:
    source, text = document.source, document.text_column
    for number, item in enumerate(chunk.items(), start=chunk.row):
        if isinstance(item, Reject):
            yield source, item
            continue
        own = {name: value for name, value in item.cells.items() if name not in ("id", text)}
        given = item.cells.get("id")
        yield Candidate(
            f"{source}#{number}" if given in (None, "") else str(given), source, item.lines[0], text_of(item, text), own
        )
