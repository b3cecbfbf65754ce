"""A whole job: all chunks of all documents, labelled, in order, into one output."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import BinaryIO

from newsclf.batch.backends import Crew, Numbered
from newsclf.batch.work import Done, Work, part
from newsclf.errors import ChangedFileError, NewsclfError, OutputError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.outputs import writing
from newsclf.lazy import attribute
from newsclf.messages import os_reason

Counts = Counter[str]
"""How many rows each input had."""


def label_to_file(documents: Sequence[Document], work: Work, crew: Crew, target: str) -> Counts:
    """Label documents into a file, which stands under its own name only when it is complete.

    Raises
    ------
    NewsclfError
        The first that occurs; then there is no output.
    """
    with _folder_beside(target) as folder:
        numbers, rows = [], _no_rows(documents)
        for done in _results(documents, replace(work, folder=folder), crew):
            rows[done.source] += done.rows
            numbers.append(done.number)
        with writing(target) as out:
            out.write(work.layout.head.encode("utf-8", "backslashreplace"))
            for number in sorted(numbers):
                with part(folder, number).open("rb") as labelled:
                    shutil.copyfileobj(labelled, out)
    return rows


def label_to_stream(documents: Sequence[Document], work: Work, crew: Crew, out: BinaryIO) -> Counts:
    """Label documents into a stream, row after row in order, as they are done."""
    rows = _no_rows(documents)
    if crew.is_alone:
        for done in _results(documents, work, crew):
            rows[done.source] += done.rows
            out.write(done.text)
        return rows
    with _private_folder() as folder:
        waiting, following = set(), 0
        for done in _results(documents, replace(work, folder=folder), crew):
            rows[done.source] += done.rows
            waiting.add(done.number)
            while following in waiting:
                labelled = part(folder, following)
                out.write(labelled.read_bytes())
                labelled.unlink()
                following += 1
    return rows


def _no_rows(documents: Iterable[Document]) -> Counts:
    return Counter({document.source: 0 for document in documents})


def _results(documents: Iterable[Document], work: Work, crew: Crew) -> Iterator[Done]:
    for done in crew.run(work, _numbered(documents)):
        if isinstance(done, NewsclfError):
            raise done
        yield done


def _numbered(documents: Iterable[Document]) -> Iterator[Numbered]:
    """All chunks; an error in mid-file comes in place of one, since backends read this in threads of their own."""
    numbers = count()
    for document in documents:
        try:
            for chunk in plan(document):
                yield next(numbers), chunk
        except (OSError, UnicodeDecodeError):
            yield next(numbers), ChangedFileError(source=document.source)
        except NewsclfError as error:
            yield next(numbers), error


@contextmanager
def _folder_beside(target: str) -> Iterator[str]:
    """A new folder on the same disk as an output, removed in the end."""
    path = Path(target).absolute()
    if path.exists() and not path.is_file():  # a device: nothing can be put beside it
        with _private_folder() as folder:
            yield folder
        return
    aside = path.with_name(f".newsclf-{os.urandom(6).hex()}")
    try:
        aside.mkdir()
    except OSError as error:
        raise OutputError(target=target, reason=os_reason(error)) from error
    try:
        yield str(aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _private_folder() -> Iterator[str]:
    with attribute("tempfile", "TemporaryDirectory")(prefix="newsclf-") as folder:
        yield folder
