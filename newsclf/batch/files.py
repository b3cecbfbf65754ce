"""Labelling into files: complete or not there, and never from the beginning again after a stop."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from newsclf.batch.backends import Crew
from newsclf.batch.job import Hear, Tally, results
from newsclf.batch.journal import Journal, kept, sha256_of
from newsclf.batch.outputs import Output, Plan
from newsclf.batch.work import LABELS, REJECTS, Work, part
from newsclf.errors import InputError, OutputError, OutputExistsError
from newsclf.io.layout import concatenate
from newsclf.io.outputs import resolved, writing
from newsclf.messages import message, os_reason

WORK: Final = ".work"
"""What the folder of an unfinished job is called behind its output."""


@dataclass(frozen=True)
class Saving:
    """How outputs are saved.

    Attributes
    ----------
    target : str
        The output, or the folder of all outputs, as the user named it.
    facts : dict
        What the job is; see `newsclf.batch.journal.Journal`.
    restart : bool
        Whether to forget what an earlier run has done.
    overwrite : bool
        Whether to replace outputs that are there.
    """

    target: str
    facts: dict[str, Any]
    restart: bool = False
    overwrite: bool = False

    @property
    def folder(self) -> Path:
        """Where the unfinished job is kept: beside the output, on the same disk."""
        path = resolved(self.target)
        return path / f"newsclf{WORK}" if path.is_dir() else path.with_name(path.name + WORK)


def label_to_files(
    outputs: Sequence[Output], work: Work, crew: Crew, saving: Saving, hear: Hear, finish: Callable[[], None] = lambda: None
) -> Tally:
    """Label documents into files, each of which stands under its own name only when it is complete.

    Rows that cannot be read go to a file beside it, of the same name with ``.rejects.jsonl`` behind it. Whatever stops this,
    the next call goes on where it stopped; only an error in the inputs makes it forget what is done, since they must change.

    Parameters
    ----------
    outputs : sequence of Output
    work : Work
    crew : Crew
    saving : Saving
    hear : callable
        See `newsclf.batch.job.Hear`.
    finish : callable
        What belongs to the job when all outputs are in their places; an error leaves the job unfinished.

    Raises
    ------
    NewsclfError
        The first that occurs.
    """
    with kept(saving.folder, saving.target, saving.facts, saving.restart) as journal:
        try:
            tally = _Files(outputs, journal, saving.overwrite).label(work, crew, hear)
            finish()
        except BaseException as error:
            if isinstance(error, InputError) or not (journal.done or journal.closed):
                journal.remove()
            else:
                error.add_note(message("resume", rows=sum(done.rows for done in journal.done.values())))
            raise
        journal.remove()
        return tally


class _Files:
    """The outputs of one job, closed one after the other as their chunks are done."""

    def __init__(self, outputs: Sequence[Output], journal: Journal, overwrite: bool) -> None:
        self._outputs, self._journal, self._overwrite = outputs, journal, overwrite

    def label(self, work: Work, crew: Crew, hear: Hear) -> Tally:
        journal = self._journal
        tally = Tally.of(self._outputs)
        self._close_what_is_in_place()
        for place, output in enumerate(self._outputs):
            self._refuse_existing(place, output)
        plan = Plan(self._outputs, journal.closed, journal.done)
        for done in journal.done.values():
            tally.add(done)
            hear(journal.with_summary(done), earlier=True)
        tally.earlier = tally.rows.total()
        waiting = [place for place in range(len(self._outputs)) if place not in journal.closed]
        # Rejected rows say why in the language in which the job was begun.
        work = replace(work, folder=str(journal.parts), language=journal.facts.get("language", work.language))
        for done in results(plan, work, crew):
            journal.add(done)
            tally.add(done)
            hear(done)
            self._close_complete(plan, waiting)
        self._close_complete(plan, waiting)
        return tally

    def _close_what_is_in_place(self) -> None:
        """Outputs that the last run moved to their places, but did not live to note."""
        for place, closing in list(self._journal.closing.items()):
            files = closing["files"].items()
            if place not in self._journal.closed and all(sha256_of(Path(path)) == digest for path, digest in files):
                self._journal.close(place, closing["end"])

    def _refuse_existing(self, place: int, output: Output) -> None:
        if place in self._journal.closed or self._overwrite:
            return
        ours = self._journal.closing.get(place, {"files": {}})["files"]
        for target in (output.target, output.rejects):
            path = resolved(target)
            if path.exists() and ours.get(str(path)) != sha256_of(path):  # the last run may have moved one of the two
                raise OutputExistsError(target=target)

    def _close_complete(self, plan: Plan, waiting: list[int]) -> None:
        """Put the outputs in their places whose chunks all are done."""
        for place in list(waiting):
            numbers = plan.numbers(place)
            if numbers is None:
                break
            if all(number in self._journal.done for number in numbers):
                self._close(place, numbers)
                waiting.remove(place)

    def _close(self, place: int, numbers: range) -> None:
        output, journal = self._outputs[place], self._journal
        for document in output.documents:
            document.place.refuse_changed()
        self._refuse_existing(place, output)  # meanwhile somebody may have written it
        rejected = [number for number in numbers if journal.done[number].rejects_sha256]
        if not rejected:
            _remove(output.rejects)  # those of an earlier job
        with ExitStack() as stack:
            out = _Digesting(stack.enter_context(writing(output.target, journal.folder)))
            output.layout.join((part(journal.parts, number) for number in numbers), cast(BinaryIO, out))
            digests = {str(resolved(output.target)): out.hexdigest()}
            if rejected:
                aside = _Digesting(stack.enter_context(writing(output.rejects, journal.folder)))
                concatenate((part(journal.parts, number, REJECTS) for number in rejected), cast(BinaryIO, aside))
                digests[str(resolved(output.rejects))] = aside.hexdigest()
            journal.close_soon(place, numbers.stop, digests)
        journal.close(place, numbers.stop)
        for number in numbers:
            for kind in (LABELS, REJECTS):
                part(journal.parts, number, kind).unlink(missing_ok=True)


class _Digesting(io.RawIOBase):
    """A stream that takes the sha256 of what goes through it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest = stream, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._digest.update(data)
        return self._stream.write(data)

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def _remove(target: str) -> None:
    try:
        Path(target).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(target=target, reason=os_reason(error)) from error
