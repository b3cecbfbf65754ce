"""On what machine, with which versions a figure was measured, and how a command is timed as a whole process."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("numpy", "scikit-learn", "jieba", "rjieba", "fasttext-numpy2", "vowpalwabbit", "joblib")


def facts() -> dict[str, str]:
    """Processor, Python and packages; of what is not installed, that."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    machine = {"processor": names[0] if names else platform.processor(), "cores": str(os.cpu_count())}
    return machine | {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def stay_on_one_core() -> None:
    """Keep this process, and those it starts, on its last core: the figures are those of one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


_LAUNCHER = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss / 1024)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Until it becomes the command, a child has the memory of its parent: so its parent must be a small process."""


def run(command: Sequence[str], given: str = "") -> tuple[float, float]:
    """Seconds and peak megabytes of a whole process that reads a text and whose output nobody reads."""
    launcher = [sys.executable, "-S", "-c", _LAUNCHER, *command]
    done = subprocess.run(launcher, input=given.encode(), capture_output=True)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.decode(errors='replace')}")
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes
