"""Engines: random changes of seeds, or coverage-guided by atheris in a process of its own."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .findings import Finding, tried
from .mutations import mutated
from .seeds import pieces, seeds

ROOT: Final = Path(__file__).parents[2]

RAISED: Final = "raised"
TOOK_LONG: Final = "long"
"""How the files begin in which `guided` leaves what it finds."""

HANGING: Final = 30
"""Seconds after which an input is given up."""


@dataclass(frozen=True)
class Limit:
    """When to stop: after so many inputs or seconds; None for no limit."""

    runs: int | None = None
    seconds: float | None = None


@dataclass
class Trial:
    """What one engine did with one target."""

    target: str
    engine: str
    seed: int
    inputs: int = 0
    seconds: float = 0.0
    edges: int | None = None
    findings: dict[str, Finding] = field(default_factory=dict)

    def add(self, finding: Finding | None) -> None:
        """Keep the shortest finding of each place."""
        if finding and len(finding.data) < len(self.findings.get(finding.place, finding).data) + 1:
            self.findings[finding.place] = finding


def by_chance(target: str, limit: Limit, seed: int) -> Trial:
    """Random changes of seeds, in this process."""
    trial, chance, known, began = Trial(target, "random", seed), random.Random(seed), seeds(target), time.monotonic()
    signal.signal(signal.SIGALRM, _give_up)
    while trial.inputs != limit.runs and (limit.seconds is None or trial.seconds < limit.seconds):
        signal.alarm(HANGING)
        trial.add(tried(target, mutated(chance, known)))
        trial.inputs += 1
        trial.seconds = time.monotonic() - began
    signal.alarm(0)
    return trial


def _give_up(*_: object) -> None:
    raise TimeoutError


def by_coverage(target: str, limit: Limit, seed: int) -> Trial:
    """Atheris, guided by the lines of newsclf that an input reaches."""
    trial, began = Trial(target, "atheris", seed), time.monotonic()
    with tempfile.TemporaryDirectory(dir=_memory()) as room:
        corpus, found, options = _prepare(Path(room), target)
        command = [sys.executable, "-m", "tests.fuzzing.guided", target, str(found), *options, *_limits(limit, seed), str(corpus)]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "TMPDIR": room}, stderr=subprocess.PIPE)
        trial.seconds = time.monotonic() - began
        _read_report(trial, done.stderr.decode("utf-8", "replace"))
        for path in sorted(found.iterdir()):
            trial.add(_finding(target, path))
    return trial


def _prepare(room: Path, target: str) -> tuple[Path, Path, list[str]]:
    """Folders of what to begin with and of what is found, and the options that name files."""
    corpus, found, words = room / "corpus", room / "found", room / "words"
    for folder in (corpus, found):
        folder.mkdir()
    for number, data in enumerate(seeds(target)):
        (corpus / str(number)).write_bytes(data)
    escaped = ("".join(map("\\x{:02x}".format, piece)) for piece in pieces())
    words.write_text("".join(f'"{piece}"\n' for piece in escaped), encoding="ascii")
    return corpus, found, [f"-dict={words}", f"-artifact_prefix={found}/"]


def _limits(limit: Limit, seed: int) -> list[str]:
    options = [f"-seed={seed + 1}", f"-timeout={HANGING}", "-max_len=2048", "-print_final_stats=1"]  # seed 0 is any
    # Atheris 3.0 loses the memory of every array that instrumented code gets from a comparison: in the end, gigabytes.
    options += ["-rss_limit_mb=8192", "-malloc_limit_mb=1024"]
    if limit.runs is not None:
        options.append(f"-runs={limit.runs}")
    if limit.seconds is not None:
        options.append(f"-max_total_time={int(limit.seconds)}")
    return options


def _finding(target: str, path: Path) -> Finding | None:
    """What a file says that `guided` or libFuzzer left; what ended the process of atheris is not tried again in this one."""
    kind, data = path.name.split("-")[0], path.read_bytes()
    if kind not in (RAISED, TOOK_LONG):
        return Finding(target, kind, data)
    again = tried(target, data)
    return again or (Finding(target, "not again", data) if kind == RAISED else None)


def _read_report(trial: Trial, report: str) -> None:
    inputs = re.findall(r"number_of_executed_units: +(\d+)", report)
    edges = re.findall(r"cov: (\d+)", report)
    if not inputs:
        raise RuntimeError(f"atheris did not work:\n{report[-2000:]}")
    trial.inputs, trial.edges = int(inputs[-1]), int(edges[-1]) if edges else None


def _memory() -> str | None:
    """A folder in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


ENGINES: Final = {"random": by_chance, "atheris": by_coverage}
