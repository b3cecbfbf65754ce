"""What is measured of a method on a task, and of two methods on the same texts."""

from __future__ import annotations

import base64
import gc
import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.metrics import f1_score

from newsclf.arrays import Floats
from training.benchmarks.sets.methods import RIVAL, Lesson, Method
from training.benchmarks.sets.tasks import Task

RESAMPLES = 1000
MEANS = ("accuracy", "macro_f1", "fit_cpu_seconds", "texts_per_second", "bytes", "answered")


def measure(method: Method, task: Task) -> dict[str, Any]:
    """Learn from each of a task's drawings and measure on its test texts; the mean over the drawings.

    Settings that a method searches for are those of the first drawing, whose whole time counts.
    """
    runs: list[dict[str, Any]] = []
    for train in task.trains:
        settings = runs[0]["settings"] if runs else {}
        lesson = Lesson(train.texts, [str(label) for label in train.labels], task.unlabelled, settings)
        runs.append(_run(method, lesson, task))
        gc.collect()
    found: dict[str, Any] = {name: float(np.mean([run[name] for run in runs])) for name in MEANS if name in runs[0]}
    found |= {"cpu_seconds": runs[0]["cpu_seconds"], "settings": runs[0]["settings"], "right": [run["right"] for run in runs]}
    if len(runs) > 1:
        found["spread"] = float(np.std([run["accuracy"] for run in runs], ddof=1))
    return found


def _run(method: Method, lesson: Lesson, task: Task) -> dict[str, Any]:
    learned = method.learn(lesson)
    truth = [str(label) for label in task.test.labels]
    start = time.perf_counter()
    guess = list(learned.label(task.test.texts))
    speed = len(truth) / (time.perf_counter() - start)
    right = np.array([a == b for a, b in zip(guess, truth, strict=True)])
    found = {
        "accuracy": float(right.mean()),
        "macro_f1": float(f1_score(truth, guess, average="macro", labels=sorted(set(truth)), zero_division=0.0)),
        "fit_cpu_seconds": learned.fit_seconds,
        "cpu_seconds": learned.seconds,
        "texts_per_second": speed,
        "bytes": learned.bytes,
        "settings": learned.settings,
        "right": base64.b64encode(np.packbits(right).tobytes()).decode("ascii"),
    }
    if learned.abstains:
        found["answered"] = float(np.mean([a == b for a, b in zip(learned.abstains(task.test.texts), guess, strict=True)]))
    return found


def compare(methods: Mapping[str, dict[str, Any]], size: int) -> None:
    """Add to each method's figures the interval of its accuracy, and what it is ahead of tuned fastText by.

    The intervals hold 95 % of as many resamples of the test texts, the same ones for all methods. They do not tell how much
    another drawing of the texts that are learned from would change: ``spread`` does, the standard deviation over the drawings.
    """
    rights = {name: _rights(found["right"], size) for name, found in methods.items()}
    for name, found in methods.items():
        found["interval"] = interval(rights[name])
        if RIVAL in rights and name != RIVAL:
            ahead = rights[name] - rights[RIVAL]
            found["ahead"], found["ahead_interval"] = float(ahead.mean()), interval(ahead)


def interval(values: Floats) -> list[float]:
    """Between what the mean lies: 95 %, bootstrap over the texts."""
    random = np.random.default_rng(0)
    means = [values[random.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
    return [float(bound) for bound in np.quantile(means, [0.025, 0.975])]


def _rights(drawings: Sequence[str], size: int) -> Floats:
    """Of each test text, in which share of the drawings its label was right."""
    packed = [np.frombuffer(base64.b64decode(drawing), np.uint8) for drawing in drawings]
    return np.asarray(np.mean([np.unpackbits(bits, count=size) for bits in packed], axis=0))


def summary(name: str, methods: Mapping[str, dict[str, Any]]) -> str:
    """A line on a task that is done: the accuracy of all methods, the best first."""
    best = sorted(methods, key=lambda method: -methods[method]["accuracy"])
    return f"{name}: " + "; ".join(f"{method} {methods[method]['accuracy']:.3f}" for method in best)
