"""Measure ours and others on text-classification sets: ``python -m training.benchmarks.sets`` → ``results/sets.json``.

Protocol: one core. Every method learns from the same texts of a task and is measured on the same test texts, by the label that
it finds likeliest. Ours is ``newsclf train`` with no options. Tuned fastText chooses how texts are written, learning rate,
epochs, n-grams and dimensions on a part of the texts that it learns from (`training.fasttexts.tune`), then learns from all of
them. Few-shot tasks are learned several times, from other texts each time, and figures are means. CPU seconds are those of the
fit itself (search for settings and cross-validation aside), and of all that was done in the first of these times.
Public sets come from the folder of ``--data`` or of NEWSCLF_SETS; proxies from NEWSCLF_CORPORA; stand-ins are made.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from newsclf.errors import NewsclfError
from training.benchmarks.machine import facts, stay_on_one_core
from training.benchmarks.sets import public, stand_ins
from training.benchmarks.sets.measures import compare, measure, summary
from training.benchmarks.sets.methods import METHODS, warm_up
from training.benchmarks.sets.proxies import PROXIES
from training.benchmarks.sets.tasks import SetError, Task
from training.labelled import RESULTS, corpora

TARGET = RESULTS / "sets.json"
MADE_SCALE = 1 / 15
"""Stand-ins have so many times the published rows here."""

Tasks = dict[str, Callable[[], Task]]


def main() -> None:
    """Measure, and write after each task."""
    given = _arguments().parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            tasks = _tasks(given.data, Path(folder))
            chosen = given.names or list(tasks)
            if unknown := set(chosen) - set(tasks):
                raise SetError(f"no such task here: {', '.join(sorted(unknown))}; there are: {', '.join(tasks)}")
            if given.note_sums:
                public.note_sums(task for task in (tasks[name]() for name in chosen) if task.kind == "public")
            else:
                _measure({name: tasks[name] for name in chosen}, given.methods, given.output)
    except (SetError, NewsclfError) as error:
        sys.exit(str(error))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.benchmarks.sets", description=__doc__.split("\n")[0])
    parser.add_argument(
        "names", nargs="*", help="only these tasks; without names: those of --data, or else proxies and stand-ins"
    )
    parser.add_argument("--data", type=Path, default=os.environ.get("NEWSCLF_SETS"), help="the folder that holds the sets")
    parser.add_argument("--methods", default="", help="measure only methods whose names begin so; the others stay as they were")
    parser.add_argument("--note-sums", action="store_true", help="only write the files' checksums into the record")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="the results, which keep other tasks")
    return parser


def _tasks(data: Path | None, folder: Path) -> Tasks:
    """The sets of a folder; without one, proxies (where the corpora are) and stand-ins."""
    if data is not None:
        return {name: partial(public.read, name, *found) for name, found in public.find(Path(data)).items()}
    proxies: Tasks = PROXIES if corpora() else {}
    if not proxies:
        print("proxies: none (set NEWSCLF_CORPORA to the folder of public texts)", file=sys.stderr)
    return {**proxies, **{f"made-{name}": partial(_stand_in, name, folder) for name in stand_ins.SHAPES}}


def _stand_in(name: str, folder: Path) -> Task:
    """A stand-in, written as the published set is, and read as one."""
    stand_ins.write(folder, MADE_SCALE, [name])
    about = public.known_sets()[name]
    return public.read(f"made-{name}", folder / about["folders"][0], about, "made")


def _measure(tasks: Tasks, beginning: str, target: Path) -> None:
    stay_on_one_core()
    warm_up()
    wanted = [name for name in METHODS if name.startswith(beginning)]
    for name in wanted:
        if not METHODS[name].installed:
            print(f"{name}: skipped, {METHODS[name].package} is not installed (pip install '.[measure]')", file=sys.stderr)
    wanted = [name for name in wanted if METHODS[name].installed]
    for name, load in tasks.items():
        task = load()
        if task.kind == "public":
            public.compare_sums(task)
        result: dict[str, Any] = json.loads(target.read_text("utf-8")) if target.exists() else {"tasks": {}}
        result["machine"] = facts()
        result["tasks"][name] = _task(task, wanted, result["tasks"].get(name, {}))
        target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(summary(name, result["tasks"][name]["methods"]), file=sys.stderr, flush=True)


def _task(task: Task, wanted: list[str], before: dict[str, Any]) -> dict[str, Any]:
    """Figures of one task; those of methods that are not wanted are kept if they are of the same data."""
    about, kept = task.facts(), before.get("methods", {}) if before.get("data") == task.data() else {}
    methods = {}
    for name in METHODS:
        if name in wanted:
            methods[name] = measure(METHODS[name], task)
            print(f"{task.name}, {name}: {methods[name]['accuracy']:.3f}", file=sys.stderr, flush=True)
        elif name in kept:
            methods[name] = kept[name]
    compare(methods, len(task.test.texts))
    return about | {"files": task.checksums, "methods": methods}


if __name__ == "__main__":
    main()
