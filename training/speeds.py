"""Tables of what `training.benchmarks` measured."""

from __future__ import annotations

import json
from typing import Any

from newsclf.card import table
from training.headings import WORDS
from training.labelled import RESULTS

_CORES = (1, 2, 32, 512)


def _measured() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / "benchmarks.json").read_text("utf-8"))
    return found


def speed(language: str) -> str:
    """Texts per second, beside others."""
    methods = _measured()["speed"]["methods"]
    characters = next(found["times_naive"] for name, found in methods.items() if "characters" in name)
    words = next(found["times_naive"] for name, found in methods.items() if "fastText on jieba" in name)
    rows = [
        (
            name,
            f"{found['texts_per_second']:,.0f}",
            *(f"{found['times_naive'] / of:.1f}" for of in (1.0, words, characters)),
            f"{found['microseconds_for_one']:.0f}",
        )
        for name, found in methods.items()
    ]
    return table(WORDS[language]["speed_head"], rows)


def startup(language: str) -> str:
    """Whole processes that label a sentence."""
    rows = [
        (name, f"{found['seconds']:.2f}", f"{found['naive_times']:.1f}", f"{found['megabytes']:.0f}")
        for name, found in _measured()["startup"].items()
    ]
    return table(WORDS[language]["startup_head"], rows)


def parity(language: str) -> str:
    """How far scores are from scikit-learn's."""
    found = _measured()["parity"]
    row = (f"{found['texts']:,}", f"{found['largest_difference']:.0e}", found["labels_that_differ"])
    return table(WORDS[language]["parity_head"], [row])


def fitting(language: str) -> str:
    """One fit beside fastText's."""
    rows = [
        (f"{int(size):,}", *(_or_dash(found, name, places) for name, places in (("newsclf", 1), ("fastText", 1), ("ratio", 2))))
        for size, found in _measured()["fitting"].items()
    ]
    return table(WORDS[language]["fitting_head"], rows)


def batch(language: str) -> str:
    """Labelling files: time and memory by rows and by jobs."""
    found = _measured()["batch"]
    by_rows = [(int(rows), 1, run["seconds"], f"{run['megabytes']:.1f}") for rows, run in found["rows"].items()]
    largest = by_rows[-1][0]
    by_jobs = [(largest, int(jobs), seconds, "–") for jobs, seconds in found["jobs"].items()]
    rows = [(f"{n:,}", jobs, f"{seconds:.1f}", f"{n / seconds:,.0f}", peak) for n, jobs, seconds, peak in [*by_rows, *by_jobs]]
    return table(WORDS[language]["batch_head"], rows)


def forms(language: str) -> str:
    """Labelling files of every kind: time and memory by rows."""
    found = _measured()["forms"]
    rows = [
        (f".{form}", f"{int(size):,}", f"{run['rows_out']:,}", f"{run['seconds']:.1f}", f"{run['megabytes']:.1f}")
        for form, runs in found.items()
        for size, run in runs.items()
    ]
    return table(WORDS[language]["forms_head"], rows)


def billion(language: str) -> str:
    """What a billion rows take, by the run of the most rows and what a second core added."""
    found = _measured()["batch"]
    size, run = list(found["rows"].items())[-1]
    times = 1e9 / int(size)
    hours, added = run["seconds"] * times / 3600, found["speed_up"] - 1
    rows = []
    for cores in _CORES:
        taken = hours / (1 + added * (cores - 1))
        sizes = (f"{run[name] * times / 1e6:.2f}" for name in ("read_megabytes", "written_megabytes"))
        rows.append((cores, f"{taken:.2f}", f"{taken * cores:.1f}", *sizes))
    return table(WORDS[language]["billion_head"], rows)


def _or_dash(found: dict[str, float], name: str, places: int) -> str:
    """A figure, or a dash where it was not measured."""
    return f"{found[name]:.{places}f}" if name in found else "–"


def million(language: str) -> str:
    """Training on many texts: time and memory."""
    rows = [
        (
            f"{int(size):,}",
            *(f"{found[name]:.0f}" for name in ("fit_cpu_seconds", "texts_and_program_megabytes", "beside_the_texts_megabytes")),
            *(f"{found[name]:.0f}" for name in ("command_seconds", "command_megabytes", "reading_megabytes")),
        )
        for size, found in _measured()["million"].items()
    ]
    return table(WORDS[language]["million_head"], rows)


def classes(language: str) -> str:
    """Training on many classes: time and memory."""
    rows = [
        (
            found["classes"],
            f"{found['texts']:,}",
            f"{found['fit_cpu_seconds']:.0f}",
            f"{found['beside_the_texts_megabytes']:.0f}",
            f"{found['terms']:,}",
        )
        for found in _measured()["classes"]["shapes"]
    ]
    return table(WORDS[language]["classes_head"], rows)


def sizes(language: str) -> str:
    """What a bounded size costs."""
    rows = [
        (
            "–" if found["max_bytes"] is None else f"{found['max_bytes'] / 1e6:.0f}",
            *(f"{found[name]:,}" for name in ("bytes", "terms")),
            found["bits"],
            *(f"{found[name]:.3f}" for name in ("accuracy", "out_of_fold_macro_f1")),
            f"{found['texts_per_second']:,.0f}",
        )
        for found in _measured()["classes"]["sizes"]
    ]
    return table(WORDS[language]["sizes_head"], rows)
