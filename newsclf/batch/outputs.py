"""What a job has to write, and in which chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsclf.batch.work import Task
from newsclf.errors import ChangedFileError, NewsclfError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document
from newsclf.io.inputs import REJECTS
from newsclf.io.layout import Layout


@dataclass(frozen=True)
class Output:
    """A file to write.

    Attributes
    ----------
    target : str
        Its path; empty for a stream.
    documents : tuple of Document
        What is labelled into it, in order.
    layout : Layout
    """

    target: str
    documents: tuple[Document, ...]
    layout: Layout

    @property
    def rejects(self) -> str:
        """Where the rows go that cannot be read."""
        return self.target + REJECTS


class Plan:
    """All chunks of all outputs, numbered; and which outputs have all of theirs.

    Parameters
    ----------
    outputs : sequence of Output
    closed : mapping of int to int, optional
        Outputs that need no work; for each, the number of the first chunk behind it.
    done : iterable of int
        Chunks that need none.

    Attributes
    ----------
    ends : dict of int to int
        For each output that was cut into chunks, the number of the first chunk behind it.
    """

    def __init__(self, outputs: Sequence[Output], closed: Mapping[int, int] | None = None, done: Iterable[int] = ()) -> None:
        self._outputs, self._closed, self._done = outputs, closed or {}, frozenset(done)
        self.ends: dict[int, int] = {}

    def tasks(self) -> Iterator[Task | NewsclfError]:
        """What is to be done; an error in mid-file comes in place of a chunk, since backends read this in their own threads."""
        number = 0
        for place, output in enumerate(self._outputs):
            if place in self._closed:
                number = self._closed[place]
            else:
                for document in output.documents:
                    for task in _tasks(document, number, output.layout, place):
                        number += 1
                        if number - 1 not in self._done:
                            yield task
            self.ends[place] = number

    def numbers(self, place: int) -> range | None:
        """The chunks of an output; None while they are not known."""
        start = self.ends.get(place - 1) if place else 0
        return range(start, self.ends[place]) if start is not None and place in self.ends else None


def _tasks(document: Document, number: int, layout: Layout, output: int) -> Iterator[Task | NewsclfError]:
    try:
        for place, chunk in enumerate(plan(document), start=number):
            yield Task(place, chunk, layout, output)
    except (OSError, UnicodeDecodeError):
        yield ChangedFileError(source=document.source)
    except NewsclfError as error:
        yield error
