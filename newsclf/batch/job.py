"""A whole job: all chunks of all documents, labelled, in order, into one output."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count, takewhile
from pathlib import Path
from typing import BinaryIO

from newsclf.batch.backends import Crew, Numbered
from newsclf.batch.work import REJECTS, Done, Work, part
from newsclf.errors import ChangedFileError, NewsclfError, OutputError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.outputs import writing
from newsclf.lazy import attribute
from newsclf.messages import os_reason


@dataclass
class Tally:
    """What became of all rows.

    Attributes
    ----------
    rows : Counter
        How many rows each input has.
    abstained : int
        How many of all have no theme for a reason.
    rejected : int
        How many of all could not be read.
    """

    rows: Counter[str]
    abstained: int = 0
    rejected: int = 0

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Tally:
        """Nothing counted yet."""
        return cls(Counter({document.source: 0 for document in documents}))

    @property
    def labelled(self) -> int:
        """How many of all have a label."""
        return self.rows.total() - self.rejected

    def add(self, done: Done) -> None:
        """Count a chunk."""
        self.rows[done.source] += done.rows
        self.abstained += done.abstained
        self.rejected += done.rejected


def label_to_file(documents: Sequence[Document], work: Work, crew: Crew, target: str) -> Tally:
    """Label documents into a file, which stands under its own name only when it is complete.

    Rows that cannot be read go to a file beside it, of the same name with ``.rejects.jsonl`` behind it.

    Raises
    ------
    NewsclfError
        The first that occurs; then there is no output.
    """
    with _folder_beside(target) as folder:
        tally, numbers = Tally.of(documents), []
        for done in _results(documents, replace(work, folder=folder), crew):
            tally.add(done)
            numbers.append(done.number)
        numbers.sort()
        if tally.rejected:
            paths = (part(folder, number, REJECTS) for number in numbers)
            _join(rejects_of(target), b"", filter(Path.exists, paths))
        else:
            _remove(rejects_of(target))  # those of an earlier run
        head = work.layout.head.encode("utf-8", "backslashreplace")
        _join(target, head, (part(folder, number) for number in numbers))
    return tally


def rejects_of(target: str) -> str:
    """Where the rows go that cannot be read."""
    return f"{target}.rejects.jsonl"


def label_to_stream(
    documents: Sequence[Document], work: Work, crew: Crew, out: BinaryIO, aside: Callable[[bytes], None]
) -> Tally:
    """Label documents into a stream, row after row in order, as they are done; rows that cannot be read go aside."""
    tally = Tally.of(documents)
    if crew.is_alone:
        for done in _results(documents, work, crew):
            tally.add(done)
            out.write(done.text)
            aside(done.rejects)
        return tally
    with _private_folder() as folder:
        waiting, following = set(), 0
        for done in _results(documents, replace(work, folder=folder), crew):
            tally.add(done)
            waiting.add(done.number)
            while following in waiting:
                out.write(_taken(part(folder, following)))
                aside(_taken(part(folder, following, REJECTS)))
                following += 1
    return tally


def _remove(target: str) -> None:
    try:
        Path(target).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(target=target, reason=os_reason(error)) from error


def _taken(path: Path) -> bytes:
    """What a file holds, if it is there; then it is gone."""
    if not path.exists():
        return b""
    data = path.read_bytes()
    path.unlink()
    return data


def _join(target: str, head: bytes, parts: Iterable[Path]) -> None:
    with writing(target) as out:
        out.write(head)
        for path in parts:
            with path.open("rb") as stream:
                shutil.copyfileobj(stream, out)


def _results(documents: Iterable[Document], work: Work, crew: Crew) -> Iterator[Done]:
    """What is done of all chunks. After an error no more are handed out; it is raised when those under way are done."""
    errors: list[NewsclfError] = []
    chunks = takewhile(lambda _: not errors, _numbered(documents))
    for done in crew.run(work, chunks):
        if isinstance(done, NewsclfError):
            errors.append(done)
        elif not errors:
            yield done
    if errors:
        raise errors[0]


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
