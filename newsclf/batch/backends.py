"""Who works on chunks: this process, several on this machine (by joblib), or a cluster (by Dask)."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, Final

from newsclf.batch.work import Done, Task, Work, do
from newsclf.errors import MissingExtraError, NewsclfError, SchedulerError, WorkerError
from newsclf.lazy import attribute

BACKENDS: Final = ("loky", "threading", "dask")
"""Processes and threads of this machine are joblib's. (Its ``multiprocessing`` waits for ever for a worker that was killed.)"""

_AHEAD: Final = 3
"""So many chunks for each worker are handed out: one that it works on, and the next."""

_PATIENCE: Final = "10s"  # with a scheduler that does not answer

Tasks = Iterable[Task | NewsclfError]
Results = Iterator[Done | NewsclfError]


@dataclass(frozen=True)
class Crew:
    """Who works.

    Attributes
    ----------
    jobs : int
        How many processes, or threads.
    backend : str
        One of `BACKENDS`.
    scheduler : str
        The address of a cluster's scheduler, for Dask.
    """

    jobs: int = 1
    backend: str = BACKENDS[0]
    scheduler: str = ""

    @property
    def is_alone(self) -> bool:
        """Whether this process does all the work."""
        return self.backend != "dask" and self.jobs == 1

    def run(self, work: Work, tasks: Tasks) -> Results:
        """Work on chunks, a few at a time; what is done comes back in any order, or in theirs from one process alone.

        Raises
        ------
        WorkerError
            When workers die over and over, or no cluster answers.
        MissingExtraError
            When the backend is not installed.
        """
        if self.is_alone:
            return (do(work, task) for task in tasks)
        return self._on_cluster(work, iter(tasks)) if self.backend == "dask" else self._on_machine(work, iter(tasks))

    def _on_machine(self, work: Work, tasks: Iterator[Task | NewsclfError]) -> Results:
        first = list(islice(tasks, 2))
        if len(first) < 2:  # to start others would take longer
            yield from (do(work, task) for task in first)
            return
        parallel, delayed = attribute("joblib", "Parallel"), attribute("joblib", "delayed")
        crew = parallel(self.jobs, self.backend, return_as="generator_unordered", batch_size=1, pre_dispatch=f"{_AHEAD} * n_jobs")
        try:
            with _deaf_to_interrupts():
                results = crew(delayed(_do_as_child)(os.getpid(), work, task) for task in chain(first, tasks))
            yield from results
        except attribute("concurrent.futures", "BrokenExecutor") as error:
            raise WorkerError(reason=str(error).split(". ")[0]) from error

    def _on_cluster(self, work: Work, tasks: Iterator[Task | NewsclfError]) -> Results:
        # Not by joblib's bridge to Dask: it waits for ever for a task that Dask has given up.
        client = _client(self.scheduler)
        try:
            ahead = _AHEAD * max(1, sum(client.ncores().values()))
            # A worker that is lost gives its tasks back to the others; what it had done is done again, to the same files.
            waiting = attribute("distributed", "as_completed")(
                [client.submit(do, work, task, pure=False) for task in islice(tasks, ahead)], loop=client.loop
            )
            for future in waiting:
                yield _result(future)
                waiting.update([client.submit(do, work, task, pure=False) for task in islice(tasks, 1)])
        finally:
            client.close()


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C: it is for the one that started them, which then ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _do_as_child(parent: int, work: Work, task: Task | NewsclfError) -> Done | NewsclfError:
    """Do it; in another process, settle in first."""
    if os.getpid() != parent:
        _settle_in(parent)
    return do(work, task)


@cache
def _settle_in(parent: int) -> None:
    """Have this process end when the one that started it is no more, and warn in a sentence."""
    warnings.showwarning = lambda said, *_: print(said, file=sys.stderr)

    def wait() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _client(scheduler: str) -> Any:
    try:
        connect = attribute("distributed", "Client")
    except ImportError as error:
        raise MissingExtraError(what="--backend dask", extra="dask") from error
    try:
        return connect(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SchedulerError(scheduler=scheduler, reason=str(error)) from error


def _result(future: Any) -> Done | NewsclfError:
    """What became of a task; when the worker that had its result is lost meanwhile, this waits until it is done again."""
    error = future.exception()
    if error is not None:
        return WorkerError(reason=str(error))
    result: Done | NewsclfError = future.result()
    return result
