"""A real cluster of worker processes on this machine."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import joblib
import pytest

import newsclf
from newsclf.batch.backends import Crew
from newsclf.batch.work import Done, Task, Work, do
from newsclf.cli.app import main
from newsclf.errors import SchedulerError, WorkerError
from newsclf.io.chunks import plan
from newsclf.io.documents import Document, Place
from newsclf.io.layout import Layout
from newsclf.io.survey import Reading, survey

distributed = pytest.importorskip("distributed", reason="needs the extra dask")
pytestmark = [
    # Dask's own, when its cluster is closed in the same process
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster():
    """Three worker processes and a scheduler."""
    with distributed.LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "a.csv"
    path.write_text("n,text\n" + "".join(f"{n},志愿者第{n}天清理河道\n" for n in range(3000)), encoding="utf-8")
    return survey(Place("a.csv", str(path)), Reading())


@pytest.fixture
def work(tmp_path: Path) -> Work:
    (tmp_path / "done").mkdir()
    return Work(None, newsclf.load().name, folder=str(tmp_path / "done"))


def tasks(document: Document, size: int) -> list[Task]:
    layout = Layout("jsonl", ("n", "text"))
    return [Task(number, chunk, layout) for number, chunk in enumerate(plan(document, size))]


def parts(work: Work) -> list[bytes]:
    """All labelled chunks; what a worker was writing when it was killed stands aside under another name."""
    return [path.read_bytes() for path in sorted(Path(work.folder).glob("*.labels"))]


def test_a_worker_killed_in_mid_run_loses_and_doubles_nothing(cluster, document, work):
    chunks = tasks(document, 1000)
    expected = [do(Work(work.model, work.name), task).text for task in chunks]
    victims = [worker.pid for worker in cluster.workers.values()]
    numbers = []
    for done in Crew(1, "dask", cluster.scheduler_address).run(work, chunks):
        assert isinstance(done, Done)
        numbers.append(done.number)
        if len(numbers) == 5:
            os.kill(victims[0], signal.SIGKILL)
    assert len(chunks) > 60
    assert sorted(numbers) == list(range(len(chunks)))
    assert parts(work) == expected


def test_the_command_labels_on_a_cluster(cluster, tmp_path, document, capsys):
    out = {name: str(tmp_path / f"{name}.csv") for name in ("cluster", "alone")}
    for name, more in (("cluster", ["--backend", "dask", "--scheduler", cluster.scheduler_address]), ("alone", [])):
        with pytest.raises(SystemExit) as left:
            main(["--lang", "en", "label", str(tmp_path / "a.csv"), "-o", out[name], *more])
        assert left.value.code == 0, capsys.readouterr().err
    assert Path(out["cluster"]).read_bytes() == Path(out["alone"]).read_bytes()


def test_joblibs_own_bridge_runs_the_same_function(cluster, document, work):
    chunks = tasks(document, 20_000)
    with (
        distributed.Client(cluster.scheduler_address, set_as_default=False) as client,
        joblib.parallel_config("dask", client=client),
    ):
        done = joblib.Parallel()(joblib.delayed(do)(work, task) for task in chunks)
    assert [item.rows for item in done] == [task.chunk.rows for task in chunks]


def _kill_workers(work: Work, task: Task) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_chunk_that_kills_every_worker_is_given_up_in_a_sentence(cluster, document, work, monkeypatch):
    monkeypatch.setattr("newsclf.batch.backends.do", _kill_workers)
    (result,) = Crew(1, "dask", cluster.scheduler_address).run(work, tasks(document, 1 << 20))
    assert isinstance(result, WorkerError)
    assert "workers cannot go on" in str(result)


def test_a_scheduler_that_is_not_there_is_told_in_a_sentence(work, monkeypatch):
    monkeypatch.setattr("newsclf.batch.backends._PATIENCE", "500ms")
    with pytest.raises(SchedulerError, match=r"127\.0\.0\.1:9: no Dask scheduler"):
        list(Crew(1, "dask", "tcp://127.0.0.1:9").run(work, []))
