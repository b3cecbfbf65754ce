"""A whole job: all chunks of all documents, labelled by whoever works; and the account of all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Protocol

from newsclf.batch.backends import Crew
from newsclf.batch.outputs import Output, Plan
from newsclf.batch.work import Done, Work
from newsclf.errors import NewsclfError


class Hear(Protocol):
    """Is told of each chunk that is done, in this run or in an earlier one."""

    def __call__(self, done: Done, earlier: bool = False) -> None:
        """A chunk is done."""


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
    earlier : int
        How many of all were done before this run.
    """

    rows: Counter[str] = field(default_factory=Counter)
    abstained: int = 0
    rejected: int = 0
    earlier: int = 0

    @classmethod
    def of(cls, outputs: Sequence[Output]) -> Tally:
        """Nothing counted yet."""
        return cls(Counter({document.source: 0 for output in outputs for document in output.documents}))

    @property
    def labelled(self) -> int:
        """How many of all have a label."""
        return self.rows.total() - self.rejected

    def add(self, done: Done) -> None:
        """Count a chunk."""
        self.rows[done.source] += done.rows
        self.abstained += done.abstained
        self.rejected += done.rejected


def results(plan: Plan, work: Work, crew: Crew) -> Iterator[Done]:
    """What is done of all chunks. After an error no more are handed out; it is raised when those under way are done."""
    errors: list[NewsclfError] = []
    for done in crew.run(work, takewhile(lambda _: not errors, plan.tasks())):
        if isinstance(done, NewsclfError):
            errors.append(done)
        elif not errors:
            yield done
    if errors:
        raise errors[0]
