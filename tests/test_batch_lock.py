from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsclf.batch.lock import LOCK, locked
from newsclf.errors import OutputError, OutputInUseError

HOLDER = """
import sys, time
from pathlib import Path
from newsclf.batch.lock import locked
with locked(Path(sys.argv[1]), "out.csv"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of ``work``."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path / "work")], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_lock_of_a_living_process_is_respected(holder, tmp_path):
    with pytest.raises(OutputInUseError) as caught, locked(tmp_path / "work", "out.csv"):
        pass
    assert (caught.value.target, caught.value.process) == ("out.csv", str(holder.pid))


def test_the_lock_of_a_dead_process_is_none(holder, tmp_path):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "work" / LOCK).read_text() == str(holder.pid)
    with locked(tmp_path / "work", "out.csv"):
        assert (tmp_path / "work" / LOCK).read_text() == str(os.getpid())


def test_a_lock_can_be_had_again_after_it_was_left(tmp_path):
    for _ in range(2):
        with locked(tmp_path / "work", "out.csv"):
            assert (tmp_path / "work").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_removed_meanwhile_is_made_again(tmp_path, monkeypatch):
    folder, calls = tmp_path / "work", []

    def remove_first(path: Path, target: str) -> None:
        calls.append(1)
        if len(calls) == 1:
            path.rmdir()

    monkeypatch.setattr("newsclf.batch.lock._refuse_strangers", remove_first)
    with locked(folder, "out.csv"):
        assert len(calls) == 2


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_no_folder_of_ours_is_refused(tmp_path, kind):
    work, other = tmp_path / "work", tmp_path / "other"
    other.mkdir()
    work.symlink_to(other) if kind == "link" else work.write_text("")
    with pytest.raises(OutputError), locked(work, "out.csv"):
        pass
    assert list(other.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "work").mkdir()
    os.chown(tmp_path / "work", 12345, 12345)
    with pytest.raises(OutputError), locked(tmp_path / "work", "out.csv"):
        pass


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path):
    work, victim = tmp_path / "work", tmp_path / "victim"
    work.mkdir()
    victim.write_text("important")
    (work / LOCK).symlink_to(victim)
    with pytest.raises(OutputError), locked(work, "out.csv"):
        pass
    assert victim.read_text() == "important"
