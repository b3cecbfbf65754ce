"""Measure all: ``python -m training.benchmarks`` → ``results/benchmarks.json``; with names, only these parts.

Protocol: one core; whatever is compared runs in turn in one process (or one process after the other, for start-up), and the
figures that count are ratios. Texts are real news: the first 20,000 public paragraphs of one source for speed, 100,000 of all
for parity. All methods learned from the same labelled paragraphs; training is timed on made headlines (CPU seconds).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.benchmarks import batch, classes, fitting, forms, million, parity, paths, speed, startup
from training.benchmarks.machine import facts, stay_on_one_core
from training.labelled import RESULTS, news_texts, own_paragraphs, public_paragraphs

TARGET = RESULTS / "benchmarks.json"
SPEED_TEXTS, PARITY_TEXTS = 20_000, 100_000


def main() -> None:
    """Measure, and write after each part."""
    with tempfile.TemporaryDirectory() as folder:
        parts = _parts(Path(folder) / "naive.joblib")
        parser = argparse.ArgumentParser(prog="python -m training.benchmarks", description=__doc__.split("\n")[0])
        parser.add_argument("parts", nargs="*", choices=[*parts, []], help="only these")
        wanted = parser.parse_args().parts or list(parts)
        stay_on_one_core()
        result: dict[str, Any] = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {}
        result["machine"] = facts()
        for name in wanted:
            result[name] = parts[name]()
            print(name, json.dumps(result[name], ensure_ascii=False), file=sys.stderr, flush=True)
            TARGET.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _parts(saved: Path) -> dict[str, Callable[[], Any]]:
    labelled, news = public_paragraphs() + own_paragraphs(), news_texts()
    source = [text for name, text in news if name == "xwlb"][:SPEED_TEXTS]

    def start() -> dict[str, Any]:
        if not saved.exists():
            speed.labellers(labelled, saved)
        return startup.measure(saved)

    return {
        "speed": lambda: speed.measure(labelled, source, saved),
        "startup": start,
        "batch": batch.measure,
        "forms": forms.measure,
        "fitting": fitting.measure,
        "million": million.measure,
        "classes": classes.measure,
        "paths": lambda: paths.measure(public_paragraphs()),
        "parity": lambda: parity.measure([text for _, text in news[:PARITY_TEXTS]]),
    }


if __name__ == "__main__":
    main()
