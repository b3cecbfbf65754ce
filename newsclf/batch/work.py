"""What is done with one chunk, wherever that happens: in this process, in another, on another machine."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from newsclf.errors import NewsclfError, OtherModelError, PdfError
from newsclf.io.chunks import Chunk
from newsclf.io.documents import Document
from newsclf.io.layout import Labelled, Layout
from newsclf.io.outputs import writing
from newsclf.io.pages import through
from newsclf.io.records import json_line, page_record, reject_record, text_record
from newsclf.io.tables import Reject, Row, only_rows, text_of
from newsclf.lazy import attribute
from newsclf.messages import use_language
from newsclf.report.summary import Summary
from newsclf.scoring import Model
from newsclf.shipped import load

LABELS: Final = "labels"
REJECTS: Final = "rejects"
SUMMARY: Final = "summary"
"""What the files of a chunk are called after its number."""


@dataclass(frozen=True)
class Work:
    """What to do with chunks.

    Attributes
    ----------
    model : str or None
        The model's folder, by its absolute path; None for the shipped one.
    name : str
        Its name and fingerprint: every worker must have the same.
    context : bool
        Whether short texts lean on their articles.
    folder : str
        Where to write the labelled chunks; when empty, they are handed back.
    strict : bool
        Whether a row that cannot be read is an error; else it is set aside.
    language : str
        In which to speak of errors.
    rows : bool
        Whether the labelled rows are wanted.
    summary : bool
        Whether a summary is wanted (`newsclf.report.summary`).
    """

    model: str | None
    name: str
    context: bool = True
    folder: str = ""
    strict: bool = False
    language: str = "en"
    rows: bool = True
    summary: bool = False


@dataclass(frozen=True)
class Done:
    """A chunk that was labelled.

    Attributes
    ----------
    number : int
        Its place among all chunks.
    source : str
    rows, abstained, rejected : int
        How many rows it has, how many of these have no theme for a reason, and how many could not be read.
    size : int
        How many bytes of input it is.
    output : int
        The place of its output among all.
    text, rejects : bytes
        The labelled rows, and a line of JSON for each rejected one, unless they were written to a folder.
    text_sha256, rejects_sha256 : str
        Of these, where they were written; empty for a file that was not needed.
    summary : bytes
        What `newsclf.report.summary` says of the chunk, where that is wanted. It is kept in a folder, too.
    summary_sha256 : str
        Of this, where it was written.
    """

    number: int
    source: str
    rows: int
    abstained: int
    rejected: int
    size: int = 0
    output: int = 0
    text: bytes = b""
    rejects: bytes = b""
    text_sha256: str = ""
    rejects_sha256: str = ""
    summary: bytes = b""
    summary_sha256: str = ""


@dataclass(frozen=True)
class Task:
    """A chunk to label.

    Attributes
    ----------
    number : int
        Its place among all chunks.
    chunk : Chunk
    layout : Layout
    output : int
        The place of its output among all.
    """

    number: int
    chunk: Chunk
    layout: Layout
    output: int = 0


def do(work: Work, task: Task | NewsclfError) -> Done | NewsclfError:
    """Label a chunk and write it down.

    An error is handed back, not raised (and one that is handed in is handed on), since some backends wait for ever for a
    task that failed. Doing a chunk twice, as clusters may when a worker is lost, does no harm: the second time puts the same
    file in the same place.
    """
    if isinstance(task, NewsclfError):
        return task
    use_language(work.language)
    try:
        return _done(work, task)
    except NewsclfError as error:
        return error


def _done(work: Work, task: Task) -> Done:
    chunk, source = task.chunk, task.chunk.document.source
    labelled, rejects = label_or_reject(_same_model(work), chunk, work)
    text = task.layout.data(labelled, chunk) if work.rows else b""
    aside = "".join(json_line(reject_record(reject, chunk.document)) for reject in rejects).encode()
    abstained = sum(record["abstain"] for _, record in labelled)
    done = Done(task.number, source, len(labelled) + len(rejects), abstained, len(rejects), chunk.size, task.output)
    summary = _summary(chunk.document, labelled, rejects) if work.summary else b""
    if not work.folder:
        return replace(done, text=text, rejects=aside, summary=summary)
    digests = {kind: _put(part(work.folder, task.number, kind), data) for kind, data in ((REJECTS, aside), (SUMMARY, summary))}
    kept = _put(part(work.folder, task.number), text, even_nothing=True)
    return replace(done, text_sha256=kept, rejects_sha256=digests[REJECTS], summary=summary, summary_sha256=digests[SUMMARY])


def _summary(document: Document, labelled: list[Labelled], rejects: list[Reject]) -> bytes:
    summary = Summary.of([document.source])
    summary.gather(document, labelled, rejects)
    return summary.written()


def _put(path: Path, data: bytes, even_nothing: bool = False) -> str:
    if not (data or even_nothing):
        return ""
    with writing(path) as stream:
        stream.write(data)
    return hashlib.sha256(data).hexdigest()


def part(folder: str | Path, number: int, kind: str = LABELS) -> Path:
    """The file of a labelled chunk, or of its rejected rows."""
    return Path(folder, f"{number:08d}.{kind}")


def label_or_reject(model: Model, chunk: Chunk, work: Work) -> tuple[list[Labelled], list[Reject]]:
    """The same as `label_chunk`; in a strict job what cannot be read is an error, else a PDF too is set aside.

    Raises
    ------
    RowError, PdfError
    """
    source = chunk.document.source
    try:
        labelled, rejects = label_chunk(model, chunk, work.context)
    except PdfError as error:  # among thousands some are locked, or pictures
        if work.strict:
            raise
        return [], [Reject((1, 1), str(error), "")]
    if work.strict:
        list(only_rows(rejects, source))
    return labelled, rejects


def label_chunk(model: Model, chunk: Chunk, context: bool = True) -> tuple[list[Labelled], list[Reject]]:
    """The label records of a chunk, each with the row that it belongs to; and the rows that cannot be read.

    Parameters
    ----------
    model : Model
    chunk : Chunk
    context : bool
        Whether short texts lean on their articles.
    """
    document = chunk.document
    if document.what == "page":
        cut = partial(attribute("newsclf.page", "label_page"), model=model, context=context)
        return [(None, page_record(item, document.source, model.name)) for item in through(chunk.pages(), cut)], []
    if document.what == "lines":
        return _label_lines(model, chunk), []
    numbered = list(enumerate(chunk.items(), start=chunk.row))
    rejects = [item for _, item in numbered if isinstance(item, Reject)]
    rows = [(number, item) for number, item in numbered if isinstance(item, Row)]
    return _label_rows(model, document, rows, context), rejects


def _label_lines(model: Model, chunk: Chunk) -> list[Labelled]:
    lines, source = chunk.lines(), chunk.document.source
    numbered = enumerate(zip(lines, model.label_many(lines), strict=True), start=chunk.row)
    return [(None, text_record(number, line, label, source, model.name, (number, number))) for number, (line, label) in numbered]


def _label_rows(model: Model, document: Document, rows: list[tuple[int, Row]], context: bool) -> list[Labelled]:
    texts = [text_of(row, document.text_column) for _, row in rows]
    articles: Any = None
    if document.article_column and context:  # an empty cell is no article
        articles = [text_of(row, document.article_column) or None for _, row in rows]
    labelled = zip(rows, texts, model.label_many(texts, articles), strict=True)
    return [
        (row, text_record(number, text, label, document.source, model.name, row.lines)) for (number, row), text, label in labelled
    ]


@cache
def opened(folder: str | None) -> Model:
    """The model of a folder (None for the shipped one), opened once in a process."""
    return load(folder)


def _same_model(work: Work) -> Model:
    """The model of a job; a worker that has served an earlier one may hold what the folder held then."""
    if opened(work.model).name != work.name:
        opened.cache_clear()
    model = opened(work.model)
    if model.name != work.name:
        raise OtherModelError(folder=work.model or "newsclf", expected=work.name, found=model.name)
    return model
