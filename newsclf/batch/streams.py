"""Labelling into a stream: row after row in order, as they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from newsclf.batch.backends import Crew
from newsclf.batch.job import Hear, Tally, results
from newsclf.batch.outputs import Output, Plan
from newsclf.batch.work import REJECTS, Work, part
from newsclf.lazy import attribute


def label_to_stream(output: Output, work: Work, crew: Crew, out: BinaryIO, aside: Callable[[bytes], None], hear: Hear) -> Tally:
    """Label documents into a stream, row after row in order, as they are done; rows that cannot be read go aside."""
    tally, plan = Tally.of([output]), Plan([output])
    if crew.is_alone and output.layout.is_stream:
        head = output.layout.head
        for done in results(plan, work, crew):
            tally.add(done)
            out.write(head + done.text)
            head = b""
            aside(done.rejects)
            hear(done)
        out.write(head)
        return tally
    with _private_folder() as folder:
        parts = _in_order(plan, replace(work, folder=folder), crew, tally, hear)
        output.layout.join(_aside_first(parts, folder, aside), out)
    return tally


def label_to_summary(output: Output, work: Work, crew: Crew, aside: Callable[[bytes], None], hear: Hear) -> Tally:
    """Label documents for their summary alone; rows that cannot be read go aside, as they are found."""
    tally = Tally.of([output])
    for done in results(Plan([output]), replace(work, rows=False), crew):
        tally.add(done)
        aside(done.rejects)
        hear(done)
    return tally


def _in_order(plan: Plan, work: Work, crew: Crew, tally: Tally, hear: Hear) -> Iterator[int]:
    """The numbers of chunks, in order, as they are done."""
    waiting: set[int] = set()
    following = 0
    for done in results(plan, work, crew):
        tally.add(done)
        hear(done)
        waiting.add(done.number)
        while following in waiting:
            waiting.remove(following)
            yield following
            following += 1


def _aside_first(numbers: Iterator[int], folder: str, aside: Callable[[bytes], None]) -> Iterator[Path]:
    """The file of each chunk, gone when the next is asked for."""
    for number in numbers:
        rejects = part(folder, number, REJECTS)
        if rejects.exists():
            aside(rejects.read_bytes())
            rejects.unlink()
        yield part(folder, number)
        part(folder, number).unlink()


@contextmanager
def _private_folder() -> Iterator[str]:
    with attribute("tempfile", "TemporaryDirectory")(prefix="newsclf-") as folder:
        yield folder
