"""Texts without labels, to learn from beside labelled ones: any input that we read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsclf.io.candidates import documents_of
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.labelled import Columns
from newsclf.io.pages import through
from newsclf.io.survey import Reading, look_through, places
from newsclf.io.tables import LABEL_COLUMNS, TEXT_COLUMNS, column_of, labels_of, only_rows, text_of
from newsclf.reflow import segment


def read_unlabelled(sources: Sequence[str], text_column: str | None = None, encoding: str | None = None) -> Iterator[str]:
    """Read texts one by one: the rows of tables, the lines of text files, the segments of PDFs.

    Parameters
    ----------
    sources : sequence of str
        Files, folders, patterns, or ``-`` for standard input.
    text_column : str, optional
        That of tables.
    encoding : str, optional
        That of all of them, where it is known.

    Raises
    ------
    InputError
        When one cannot be read, or lacks the column.
    """
    for document in documents_of(sources, text_column, encoding):
        yield from _texts(document)


def _texts(document: Document) -> Iterator[str]:
    for chunk in plan(document):
        if document.what == "page":
            yield from (item.text for item in through(chunk.pages(), segment))
        elif document.what == "lines":
            yield from chunk.lines()
        else:
            yield from (text_of(row, document.text_column) for row in only_rows(chunk.items(), document.source))


def read_some_labels(sources: Sequence[str], columns: Columns, encoding: str | None = None) -> Iterator[tuple[str, str | None]]:
    """Read the texts of tables with the label of those that have one; without a column of labels, none has.

    Parameters
    ----------
    sources : sequence of str
        Paths, or ``-`` for standard input.
    columns : Columns
        A column of labels that is named must be there.
    encoding : str, optional

    Raises
    ------
    InputError
        When one cannot be read, or lacks a column.
    """
    with places(sources) as found:
        for place in found:
            document = look_through(place, Reading("table", encoding=encoding))
            names, source = document.table.columns, document.source
            text_column = column_of(names, columns.text, TEXT_COLUMNS, source, "--text-column")
            named = columns.label or next((name for name in LABEL_COLUMNS if name in names), None)
            label_column = column_of(names, named, (), source, "--label-column") if named else None
            for row in only_rows((item for chunk in plan(document) for item in chunk.items()), source):
                labels = labels_of(row, label_column, None) if label_column else None
                first = labels[0] if isinstance(labels, list) and labels else labels
                yield text_of(row, text_column), str(first) if first else None
