"""What happens to the installed command when the world around it fails."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

import newsclf
from training.kills import torment

ROWS = 30_000
NEWSCLF = [sys.executable, "-m", "newsclf"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Ten chunks of rows, and what they are labelled."""
    folder = tmp_path_factory.mktemp("archive")
    text = "".join(f"{n},志愿者第{n}天清理河道垃圾，沿岸居民也来帮忙，水面又看得见白条鱼。\n" for n in range(ROWS))
    (folder / "rows.csv").write_text("n,text\n" + text, encoding="utf-8")
    subprocess.run([*NEWSCLF, "label", "rows.csv", "-o", "expected.csv"], cwd=folder, check=True)
    return folder


@pytest.fixture
def start(archive: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start the command in the folder of the archive; in the end nothing of it is left."""
    started = []

    def run(*words: object, **settings: object) -> subprocess.Popen[bytes]:
        command = [*NEWSCLF, "label", *map(str, words), "--lang", "en"]
        process = subprocess.Popen(command, cwd=archive, stderr=subprocess.PIPE, start_new_session=True, **settings)
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture
def out(archive: Path, tmp_path: Path) -> Path:
    """Where a test writes."""
    return tmp_path / "out.csv"


def told(process: subprocess.Popen[bytes], code: int) -> str:
    """What a process said until its end, which comes with this exit code."""
    _, err = process.communicate(timeout=60)
    sentence = err.decode()
    assert process.returncode == code, sentence
    assert "Traceback" not in sentence
    return sentence


def wait_for_chunks(out: Path, count: int) -> None:
    """Wait until so many chunks are done."""
    journal = out.with_name(out.name + ".work") / "journal.jsonl"
    while not journal.exists() or journal.read_bytes().count(b"\n") < count:
        time.sleep(0.01)


def test_runs_killed_at_random_lose_and_double_nothing(tmp_path):
    found = torment(tmp_path, 5, random.Random(3), 3000)
    assert (found["lost"], found["differing"], found["left behind"], found["refused"]) == (0, 0, 0, 0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_it_with_a_sentence_and_the_same_command_goes_on(start, archive, out, jobs):
    process = start("rows.csv", "-o", out, "--jobs", jobs)
    wait_for_chunks(out, 2)
    os.killpg(process.pid, signal.SIGINT)
    said = told(process, 130)
    assert said.splitlines()[1].endswith("rows are done; the same command goes on from there."), said
    told(start("rows.csv", "-o", out, "--jobs", jobs), 0)
    assert out.read_bytes() == (archive / "expected.csv").read_bytes()


def test_workers_end_when_the_command_is_killed(start, out):
    process = start("rows.csv", "-o", out, "--jobs", 2)
    wait_for_chunks(out, 1)
    workers = _children(process.pid)
    assert workers
    os.kill(process.pid, signal.SIGKILL)
    end = time.monotonic() + 30
    while any(_is_alive(worker) for worker in workers):
        assert time.monotonic() < end
        time.sleep(0.05)


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_a_second_process_on_the_same_output_is_refused(start, archive, out):
    first = start("rows.csv", "-o", out)
    wait_for_chunks(out, 1)
    os.kill(first.pid, signal.SIGSTOP)
    sentence = told(start("rows.csv", "-o", out), 1)
    assert f"another newsclf (process {first.pid}) is writing it" in sentence
    os.kill(first.pid, signal.SIGCONT)
    told(first, 0)
    assert out.read_bytes() == (archive / "expected.csv").read_bytes()


@pytest.mark.parametrize("done", [0, ROWS], ids=["a chunk does not fit", "the whole does not fit"])
def test_a_file_that_may_not_grow_is_told_and_what_is_done_is_kept(start, archive, out, done):
    limit = (archive / "expected.csv").stat().st_size - 1 if done else 1 << 20
    process = start("rows.csv", "-o", out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    sentence = told(process, 1)
    assert "cannot be written" in sentence
    assert not done or f"{done:,} rows are done" in sentence
    assert not out.exists()
    told(start("rows.csv", "-o", out), 0)
    assert out.read_bytes() == (archive / "expected.csv").read_bytes()


def test_a_full_disk_is_told_and_with_more_room_it_goes_on(start, archive, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("needs the right to mount a tmpfs")
    try:
        sentence = told(start("rows.csv", "-o", disk / "out.csv"), 1)
        assert "no space left" in sentence
        assert "rows are done" in sentence
        subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        told(start("rows.csv", "-o", disk / "out.csv"), 0)
        assert (disk / "out.csv").read_bytes() == (archive / "expected.csv").read_bytes()
        assert os.listdir(disk) == ["out.csv"]
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_that_is_full_is_told(start):
    assert "/dev/full: cannot be written (no space left)" in told(start("rows.csv", "-o", "/dev/full"), 1)
    with open("/dev/full", "wb") as full:
        assert "standard output: cannot be written (no space left)" in told(start("rows.csv", stdout=full), 1)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs /dev/null")
def test_a_device_takes_what_a_file_takes(start):
    assert f"{ROWS} rows in" in told(start("rows.csv", "-o", "/dev/null", "--jobs", 2), 0)


# --- one model, many threads and processes ---------------------------------------------------------------------------------


TEXTS = [f"志愿者第{n}天清理河道垃圾，春运首日加开列车。" for n in range(300)]


def labels_of_all(texts: list[str]) -> list[str]:
    return [label.theme for label in newsclf.load().label_many(texts)]


def test_threads_share_one_model():
    model = newsclf.load()
    expected = model.label_many(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        assert all(found == expected for found in pool.map(lambda _: model.label_many(TEXTS), range(32)))
        assert list(pool.map(model.label, TEXTS)) == expected


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")  # Python's own warning, of any threads
def test_processes_label_alike_however_they_are_started(method):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    expected = labels_of_all(TEXTS)
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        assert all(found == expected for found in pool.map(labels_of_all, [TEXTS] * 4))
