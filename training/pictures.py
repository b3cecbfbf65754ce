"""Draw what was measured: ``python -m training.pictures`` → ``docs/pictures/*.png``.

The learning curve comes from ``results/comparison.json``, the confusion matrix and the reliability diagram from the predictions
that `training.evaluate` left in ``results/predictions.npz`` (five folds, public paragraphs), speed from
``results/benchmarks.json``, the curves of few labels from ``results/curves.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix

from newsclf.metrics import BINS
from newsclf.themes import OTHER
from training.evaluate import PREDICTIONS, THEMES
from training.labelled import HERE, RESULTS

try:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("matplotlib is not installed: pip install '.[measure]'", name="matplotlib") from error

PICTURES = HERE.parent / "docs" / "pictures"
SIZE = (6.4, 4.2)


def main() -> None:
    """Draw all, or with ``speed`` what needs no predictions."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    speed(json.loads((RESULTS / "benchmarks.json").read_text("utf-8"))["speed"]["methods"], PICTURES / "speed.png")
    few_labels(json.loads((RESULTS / "curves.json").read_text("utf-8"))["curves"], PICTURES / "few-labels.png")
    if sys.argv[1:] == ["speed"]:
        return
    comparison = json.loads((RESULTS / "comparison.json").read_text("utf-8"))
    found = np.load(PREDICTIONS)
    public = found["public"]
    learning_curve(comparison["learning_curve"], PICTURES / "learning-curve.png")
    confusion(found["truth"][public], found["guess"][public], PICTURES / "confusion.png")
    reliability(found["probabilities"][public], found["has"][public], PICTURES / "reliability.png")


def learning_curve(curves: dict[str, dict[str, float]], path: Path) -> None:
    """Macro-F1 on each source left out, by the number of labels learned from."""
    figure, axes = plt.subplots(figsize=SIZE)
    for source, curve in curves.items():
        axes.plot([int(size) for size in curve], list(curve.values()), marker="o", label=source)
    axes.set(xscale="log", xlabel="labelled paragraphs", ylabel="macro-F1 on the source left out")
    axes.set_xticks([int(size) for size in next(iter(curves.values()))], labels=list(next(iter(curves.values()))))
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, path)


def few_labels(curves: dict[str, dict[str, dict[str, float]]], path: Path) -> None:
    """Macro-F1 by the number of labels a class."""
    figure, axes = plt.subplots(figsize=SIZE)
    for name, curve in curves.items():
        style = "-" if "unlabelled" in name else "--"
        colour = "tab:blue" if "vectors" in name else "tab:orange"
        axes.plot(
            [int(size) for size in curve],
            [one["macro_f1"] for one in curve.values()],
            style,
            color=colour,
            marker="o",
            label=name,
        )
    axes.set(xscale="log", xlabel="labels a class", ylabel="macro-F1")
    axes.set_xticks([int(size) for size in next(iter(curves.values()))], labels=list(next(iter(curves.values()))))
    axes.minorticks_off()
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, path)


def confusion(truth: Any, guess: Any, path: Path) -> None:
    """How many texts of each theme were given each theme."""
    labels = [*THEMES, OTHER]
    matrix = confusion_matrix(truth, guess, labels=labels)
    figure, axes = plt.subplots(figsize=SIZE)
    axes.imshow(matrix / matrix.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(matrix):
        share = count / matrix[row].sum()
        axes.text(column, row, f"{count}\n{share:.0%}", ha="center", va="center", color="white" if share > 0.5 else "black")
    axes.set_xticks(range(len(labels)), labels=labels, rotation=20)
    axes.set_yticks(range(len(labels)), labels=labels)
    axes.set(xlabel="newsclf says", ylabel="reader says")
    _save(figure, path)


def reliability(probabilities: Any, has: Any, path: Path) -> None:
    """What share of texts with a probability do have the theme, in bins of equal mass."""
    figure, axes = plt.subplots(figsize=SIZE)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for column, theme in enumerate(THEMES):
        parts = np.array_split(np.argsort(probabilities[:, column], kind="stable"), BINS)
        said = [probabilities[part, column].mean() for part in parts]
        axes.plot(said, [has[part, column].mean() for part in parts], marker=".", label=theme)
    axes.set(xlabel="probability", ylabel="share of texts that have the theme")
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, path)


def speed(methods: dict[str, dict[str, float]], path: Path) -> None:
    """Texts labelled in a second, one core."""
    figure, axes = plt.subplots(figsize=(SIZE[0], 2.6))
    names = list(methods)[::-1]
    counts = [methods[name]["texts_per_second"] for name in names]
    bars = axes.barh(names, counts, color=["tab:blue" if name.startswith("newsclf") else "silver" for name in names])
    axes.bar_label(bars, [f" {methods[name]['times_naive']:.1f} × naive" for name in names])
    axes.set(xlabel="texts per second, one core", xlim=(0, max(counts) * 1.35))
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
