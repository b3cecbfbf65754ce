"""What is done with one chunk, wherever that happens: in this process, in another, on another machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from newsclf.errors import NewsclfError, OtherModelError
from newsclf.io.chunks import Chunk
from newsclf.io.layout import Labelled, Layout
from newsclf.io.outputs import writing
from newsclf.io.records import page_record, text_record
from newsclf.io.tables import text_of
from newsclf.lazy import attribute
from newsclf.messages import use_language
from newsclf.scoring import Model
from newsclf.shipped import load


@dataclass(frozen=True)
class Work:
    """What to do with chunks.

    Attributes
    ----------
    model : str or None
        The model's folder, by its absolute path; None for the shipped one.
    name : str
        Its name and fingerprint: every worker must have the same.
    layout : Layout
    context : bool
        Whether short texts lean on their articles.
    folder : str
        Where to write the labelled chunks; when empty, they are handed back.
    language : str
        In which to speak of errors.
    """

    model: str | None
    name: str
    layout: Layout
    context: bool = True
    folder: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Done:
    """A chunk that was labelled.

    Attributes
    ----------
    number : int
        Its place among all chunks.
    source : str
    rows, abstained : int
    text : bytes
        The labelled rows, unless they were written to a folder.
    """

    number: int
    source: str
    rows: int
    abstained: int
    text: bytes = b""


def do(work: Work, number: int, chunk: Chunk | NewsclfError) -> Done | NewsclfError:
    """Label a chunk and write it down.

    An error is handed back, not raised (and one that is handed in is handed on), since some backends wait for ever for a
    task that failed. Doing a chunk twice, as clusters may when a worker is lost, does no harm: the second time puts the same
    file in the same place.
    """
    if isinstance(chunk, NewsclfError):
        return chunk
    use_language(work.language)
    try:
        labelled = label_chunk(_opened(work.model, work.name), chunk, work.context)
        text = work.layout.text(labelled).encode("utf-8", "backslashreplace")
        if work.folder:
            with writing(part(work.folder, number)) as stream:
                stream.write(text)
    except NewsclfError as error:
        return error
    abstained = sum(record["abstain"] for _, record in labelled)
    return Done(number, chunk.document.source, len(labelled), abstained, b"" if work.folder else text)


def part(folder: str, number: int) -> Path:
    """The file of a labelled chunk."""
    return Path(folder, f"{number:08d}.part")


def label_chunk(model: Model, chunk: Chunk, context: bool = True) -> list[Labelled]:
    """The label records of a chunk, each with the row that it belongs to.

    Parameters
    ----------
    model : Model
    chunk : Chunk
    context : bool
        Whether short texts lean on their articles.
    """
    document = chunk.document
    if document.what == "page":
        page = attribute("newsclf.page", "label_page")(chunk.text(), model, context=context)
        return [(None, page_record(item, document.source, model.name)) for item in page]
    if document.what == "lines":
        return _label_lines(model, chunk)
    return _label_table(model, chunk, context)


def _label_lines(model: Model, chunk: Chunk) -> list[Labelled]:
    lines, source = chunk.lines(), chunk.document.source
    numbered = enumerate(zip(lines, model.label_many(lines), strict=True), start=chunk.row)
    return [(None, text_record(number, line, label, source, model.name, (number, number))) for number, (line, label) in numbered]


def _label_table(model: Model, chunk: Chunk, context: bool) -> list[Labelled]:
    document, rows = chunk.document, list(chunk.table_rows())
    texts = [text_of(row, document.text_column) for row in rows]
    articles: Any = None
    if document.article_column and context:  # an empty cell is no article
        articles = [text_of(row, document.article_column) or None for row in rows]
    labelled = zip(rows, texts, model.label_many(texts, articles), strict=True)
    numbered = enumerate(labelled, start=chunk.row)
    return [
        (row, text_record(number, text, label, document.source, model.name, row.lines)) for number, (row, text, label) in numbered
    ]


@cache
def _opened(folder: str | None, name: str) -> Model:
    """The model, opened once in a process."""
    model = load(folder)
    if model.name != name:
        raise OtherModelError(folder=folder or os.fspath(Path("newsclf")), expected=name, found=model.name)
    return model
