from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsclf
from newsclf.batch import backends
from newsclf.batch.backends import Crew
from newsclf.batch.work import Task, Work
from newsclf.errors import MissingExtraError, MissingFileError, WorkerError
from newsclf.io.chunks import plan
from newsclf.io.documents import Place
from newsclf.io.layout import Layout
from newsclf.io.survey import Reading, survey

SENTENCES = ["志愿者清理河道垃圾。", "春运首日加开列车。", "湿地里鸟多了。", "菜价平稳。"]


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    """A file in a dozen chunks."""
    path = tmp_path / "lines.txt"
    path.write_text("".join(f"第{n}天，{SENTENCES[n % 4]}\n" for n in range(60)), encoding="utf-8")
    plans = plan(survey(Place("lines.txt", str(path)), Reading("lines")), 200)
    return [Task(number, part, Layout("jsonl")) for number, part in enumerate(plans)]


@pytest.fixture
def work(tmp_path: Path) -> Work:
    folder = tmp_path / "done"
    folder.mkdir()
    return Work(None, newsclf.load().name, folder=str(folder))


def parts(work: Work) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(work.folder).iterdir()}


def test_one_process_alone_works_in_order(work, tasks):
    results = list(Crew().run(work, tasks))
    assert [done.number for done in results] == list(range(len(tasks)))
    assert sum(done.rows for done in results) == 60


@pytest.mark.parametrize("backend", ["loky", "threading"])
def test_several_do_the_same_to_the_last_byte(work, tasks, backend):
    list(Crew().run(work, tasks))
    alone = parts(work)
    for path in Path(work.folder).iterdir():
        path.unlink()
    results = list(Crew(2, backend).run(work, tasks))
    assert sorted(done.number for done in results) == list(range(len(tasks)))
    assert parts(work) == alone


def test_nobody_is_started_for_a_single_chunk(work, tasks, monkeypatch):
    monkeypatch.setattr(backends, "attribute", None)
    (done,) = Crew(2).run(work, tasks[:1])
    assert done.number == 0


def test_chunks_are_asked_for_as_they_are_needed(work, tasks):
    asked = []

    def given() -> Iterator[Task]:
        for task in tasks:
            asked.append(task.number)
            yield task

    results = Crew(1).run(work, given())
    next(results)
    assert asked == [0]


def test_an_error_comes_back_as_one_and_the_rest_goes_on(work, tasks):
    error = MissingFileError(source="x", reason="gone")
    results = list(Crew(2).run(work, [tasks[0], error, tasks[2]]))
    assert [str(done) for done in results if isinstance(done, MissingFileError)] == [str(error)]
    assert sorted(done.number for done in results if not isinstance(done, MissingFileError)) == [0, 2]


def _die(parent: int, work: Work, task: Task) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_workers_that_die_are_told_in_a_sentence(work, tasks, monkeypatch):
    monkeypatch.setattr(backends, "_do_as_child", _die)
    with pytest.raises(WorkerError, match="workers cannot go on"):
        list(Crew(2).run(work, tasks))


def test_a_cluster_needs_an_extra(work, tasks, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"newsclf\[dask\]"):
        list(Crew(1, "dask", "tcp://127.0.0.1:1").run(work, tasks))
