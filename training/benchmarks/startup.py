"""Start-up and memory of whole processes: one sentence labelled, and ten times the rows."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path
from typing import Any

import newsclf
from training.benchmarks.machine import run

RUNS = 5
SENTENCE = "志愿者在高铁站为返乡旅客引路，返乡路上多了一份温暖。\n"
NEWSCLF = str(Path(sys.executable).with_name("newsclf"))


def measure(saved: Path) -> dict[str, Any]:
    """Seconds and megabytes of each command, run in turn; medians, and how often the naive one's time holds them."""
    code = "import sys, joblib, jieba; print(joblib.load(sys.argv[1]).predict([sys.stdin.read()]))"
    load = "import newsclf; newsclf.load().label('志愿者在高铁站为返乡旅客引路。')"
    commands = {
        "newsclf label -": [NEWSCLF, "label", "-"],
        "newsclf --help": [NEWSCLF, "--help"],
        "newsclf.load().label in Python": [sys.executable, "-c", load],
        "naive": [sys.executable, "-c", code, str(saved)],
    }
    # As pip leaves an installed package: else a checkout under PYTHONDONTWRITEBYTECODE would be compiled in every run.
    compileall.compile_dir(Path(newsclf.__file__).parent, quiet=1)
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            found[name].append(run(command, SENTENCE))
    median = {name: sorted(runs)[RUNS // 2] for name, runs in found.items()}
    return {
        name: {"seconds": seconds, "megabytes": megabytes, "naive_times": median["naive"][0] / seconds}
        for name, (seconds, megabytes) in median.items()
    }
