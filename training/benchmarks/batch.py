"""Labelling of files by the command: memory when the rows are ten times as many, and the speed-up by a second core.

The files are CSV: our own paragraphs in turn, each row with a number. Output goes to a file, as users have it: reading,
labelling, writing and the move to its own name are all in the time.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from training.benchmarks.machine import run
from training.labelled import own_paragraphs

ROWS = (100_000, 1_000_000)
ROUNDS = 2
NEWSCLF = str(Path(sys.executable).with_name("newsclf"))


def measure() -> dict[str, Any]:
    """Seconds and megabytes by rows on one core, and seconds by jobs on all cores (the fastest of some rounds)."""
    with tempfile.TemporaryDirectory() as name:
        tables = {rows: _table(Path(name, f"{rows}.csv"), rows) for rows in ROWS}
        by_rows = {str(rows): _labelled(table) for rows, table in tables.items()}
        small, large = (by_rows[str(rows)]["megabytes"] for rows in ROWS)
        return {
            "rows": by_rows,
            "memory_growth": large / small - 1,
            **_by_jobs(tables[ROWS[-1]]),
        }


def _by_jobs(table: Path) -> dict[str, Any]:
    with _all_cores() as cores:
        jobs = sorted({1, cores})
        rounds = [{n: _labelled(table, n)["seconds"] for n in jobs} for _ in range(ROUNDS)]
    seconds = {n: min(found[n] for found in rounds) for n in jobs}
    return {"jobs": {str(n): seconds[n] for n in jobs}, "speed_up": seconds[1] / seconds[jobs[-1]]}


def _table(path: Path, rows: int) -> Path:
    texts = islice(cycle(paragraph.text for paragraph in own_paragraphs()), rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("number", "text"), *enumerate(texts)])
    return path


def _labelled(table: Path, jobs: int = 1) -> dict[str, float]:
    out = table.with_suffix(".out.csv")
    seconds, megabytes = run([NEWSCLF, "label", str(table), "-o", str(out), "--jobs", str(jobs)])
    sizes = {"read_megabytes": table.stat().st_size / 1e6, "written_megabytes": out.stat().st_size / 1e6}
    out.unlink()
    return {"seconds": seconds, "megabytes": megabytes, **sizes}


@contextmanager
def _all_cores() -> Iterator[int]:
    """Give the processes that are started here all the cores for a while."""
    here = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield len(os.sched_getaffinity(0))
    finally:
        os.sched_setaffinity(0, here)
