"""A process that learns from a table and says what it needed: ``python -m training.benchmarks.learner TABLE RESULT``."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

from newsclf import ThemeClassifier

_PAGE = os.sysconf("SC_PAGE_SIZE")


def main(table: str, result: str) -> None:
    """Read texts and labels alone, learn, and write CPU seconds and megabytes."""
    texts, labels, names = [], [], {}
    with open(table, encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            texts.append(row["text"])
            labels.append(names.setdefault(row["label"], row["label"]))  # one string for each class
    before, start = _megabytes(), time.process_time()
    classifier = ThemeClassifier().fit(texts, labels)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {
        "fit_cpu_seconds": time.process_time() - start,
        "texts_and_program_megabytes": before,
        "peak_megabytes": peak,
        "beside_the_texts_megabytes": peak - before,
        "terms": classifier.training_["features"]["terms"],
        "held_out_macro_f1": classifier.out_of_fold_["macro_f1"],
    }
    Path(result).write_text(json.dumps(found), encoding="utf-8")


def _megabytes() -> float:
    """What this process has in memory now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE / 2**20


if __name__ == "__main__":
    main(*sys.argv[1:])
