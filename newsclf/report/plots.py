"""Pictures of an evaluation, fit for a paper: colours that everybody tells apart, and lines that are told apart in grey, too.

Each function draws what `newsclf.evaluation.evaluate` found on a figure of matplotlib; nothing here knows of files or pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.report.pens import MARKERS, STROKES, Pen, width_of

MOST_IN_MATRIX: Final = 15
"""Of more labels, a confusion matrix has those that are confused most often."""

MOST_ROWS: Final = 30
"""Of more themes, a picture of figures has the weakest."""

_RATES: Final = (
    ("precision", "plot_precision", "^", "#0072b2"),
    ("recall", "plot_recall", "s", "#d55e00"),
    ("f1", "plot_f1", "o", "#000000"),
)
_WHOLES: Final = (("accuracy", "plot_accuracy", "s", "#0072b2"), ("macro_f1", "plot_macro_f1", "o", "#000000"))
_LINE: Final = "#0072b2"
_GREY: Final = "#6b6b6b"


def confusion(figure: Any, pen: Pen, labels: Sequence[str], matrix: NDArray[np.int64]) -> None:
    """Counts, each row shaded by its shares: true labels down, answers across."""
    axes = figure.add_subplot()
    kept = most_confused(labels, matrix)
    counts, names = matrix[np.ix_(kept, kept)], [pen.name(labels[place]) for place in kept]
    shares = counts / np.maximum(matrix.sum(axis=1)[kept], 1)[:, None]
    image = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set(xlabel=pen.say("plot_answer"), ylabel=pen.say("plot_truth"))
    axes.set_xticks(range(len(names)), names, rotation=90 if len(names) * max(map(width_of, names)) > 40 else 0)
    axes.set_yticks(range(len(names)), names)
    axes.grid(False)
    for (row, column), count in np.ndenumerate(counts):
        ink = "white" if shares[row, column] > 0.55 else "black" if count else "#9a9a9a"
        axes.text(column, row, f"{count}", ha="center", va="center", color=ink, fontsize=7 if len(names) > 8 else 9)
    figure.colorbar(image, ax=axes, label=pen.say("plot_share_of_row"), shrink=0.7)


def most_confused(labels: Sequence[str], matrix: NDArray[np.int64]) -> list[int]:
    """The places of the labels that a matrix shows: all, or of many those with the most errors, in their order."""
    wrong = matrix.sum(axis=0) + matrix.sum(axis=1) - 2 * matrix.diagonal()
    order: list[int] = np.argsort(-wrong, kind="stable")[:MOST_IN_MATRIX].tolist()
    return sorted(order) if len(labels) > MOST_IN_MATRIX else list(range(len(labels)))


def reliability(figure: Any, pen: Pen, curve: Mapping[str, Any]) -> None:
    """How often answers of such a probability were right, with the interval of each bin."""
    axes, bins = figure.add_subplot(), curve["bins"]
    said, true = ([one[name] for one in bins] for name in ("probability", "rate"))
    ends = np.array([one["interval"] for one in bins]).reshape(-1, 2)
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle="--", linewidth=1, label=pen.say("plot_perfect"))
    counts = [one["n"] for one in bins]
    texts = "–".join(map(str, sorted({min(counts, default=0), max(counts, default=0)})))
    told = pen.say("plot_bins", bins=len(bins), texts=texts, error=curve["error"])
    axes.errorbar(
        said, true, yerr=_bars(true, ends), color=_LINE, marker="o", markersize=4, capsize=2.5, linewidth=1.2, label=told
    )
    axes.set(xlabel=pen.say("plot_probability"), ylabel=pen.say("plot_rate"), xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    axes.set_aspect("equal")
    axes.legend(loc="upper left")


def precision_recall(figure: Any, pen: Pen, curves: Mapping[str, Mapping[str, Any]]) -> None:
    """A line for each theme, with its average precision in the legend."""
    axes = figure.add_subplot()
    colours = pen.colours(list(curves))
    for place, (theme, curve) in enumerate(curves.items()):
        told = pen.say("plot_average_precision", theme=pen.name(theme), value=curve["average_precision"])
        x, y = [0.0, *curve["recall"]], [*curve["precision"][:1], *curve["precision"]]
        axes.plot(x, y, label=told, color=colours[theme], **_line(place))
    least = _floor(min(curve["precision"], default=0.0) for curve in curves.values())
    axes.set(xlabel=pen.say("plot_recall"), ylabel=pen.say("plot_precision"), xlim=(-0.02, 1.02), ylim=(least - 0.01, 1.01))
    if curves:
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0)
    else:
        _tell_nothing(axes, pen)


def coverage(figure: Any, pen: Pen, curve: Mapping[str, Sequence[float]]) -> None:
    """The accuracy of the surest answers, over which share of all they are."""
    axes = figure.add_subplot()
    x, y = list(curve["coverage"]), list(curve["accuracy"])
    axes.plot(x, y, color=_LINE, **_line(0))
    if x:
        axes.axhline(y[-1], color=_GREY, linestyle="--", linewidth=1, label=pen.say("plot_all_answers", value=y[-1]))
        axes.legend(loc="lower left")
    least = _floor(y) - 0.01
    axes.set(xlabel=pen.say("plot_coverage"), ylabel=pen.say("plot_accuracy"), xlim=(-0.02, 1.02), ylim=(least, 1.01))


def themes(figure: Any, pen: Pen, shown: Sequence[str], facts: Mapping[str, Any], ends: Mapping[str, Any]) -> None:
    """Precision, recall and F1 of themes with their intervals, a row for each."""
    _dots(figure, pen, [pen.name(theme) for theme in shown], [(facts[theme], ends[theme]) for theme in shown], _RATES)


def by_value(figure: Any, pen: Pen, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Accuracy and macro-F1 of each value of a column with their intervals."""
    _dots(figure, pen, [pen.writable(name) for name, _ in rows], [(fact, fact["interval"]) for _, fact in rows], _WHOLES)


def height_of(rows: int) -> float:
    """How many inches high a picture of so many rows is."""
    return 1.3 + 0.36 * max(rows, 2)


def _dots(figure: Any, pen: Pen, names: Sequence[str], rows: Sequence[tuple[Any, Any]], kinds: Sequence[tuple[str, ...]]) -> None:
    axes, places = figure.add_subplot(), np.arange(len(rows))
    if not rows:
        _tell_nothing(axes, pen)
        return
    for number, (kind, told, marker, colour) in enumerate(kinds):
        values = [facts[kind] for facts, _ in rows]
        bars = _bars(values, np.array([ends[kind] for _, ends in rows]).reshape(-1, 2))
        heights = places + 0.22 * (number - (len(kinds) - 1) / 2)
        style = {"color": colour, "marker": marker, "linestyle": "none", "markersize": 4, "capsize": 2, "elinewidth": 1}
        axes.errorbar(values, heights, xerr=bars, label=pen.say(told), **style)
    axes.set_yticks(places, names)
    least = _floor(min(facts[kind], ends[kind][0]) for facts, ends in rows for kind, *_ in kinds)
    axes.set(xlim=(least - 0.02 * (1 - least), 1 + 0.02 * (1 - least)), ylim=(len(rows) - 0.5, -0.5))
    axes.grid(axis="y", visible=False)
    figure.legend(loc="outside upper center", ncols=len(kinds))


def _tell_nothing(axes: Any, pen: Pen) -> None:
    """Say that there is nothing to draw."""
    axes.text(0.5, 0.5, pen.say("plot_nothing"), ha="center", va="center", transform=axes.transAxes)


def _bars(values: Sequence[float], ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far intervals reach to both sides of figures, as matplotlib wants it."""
    middle = np.array(values, dtype=float)
    return np.maximum([middle - ends[:, 0], ends[:, 1] - middle], 0.0)


def _floor(values: Iterable[float]) -> float:
    """Where the axis of some figures begins: at a tenth below them all."""
    return min(0.9, float(np.floor(10 * min(values, default=0.0))) / 10)


def _line(place: int) -> dict[str, Any]:
    """How the line in a place looks."""
    return {
        "linestyle": STROKES[place % len(STROKES)],
        "marker": MARKERS[place % len(MARKERS)],
        "markevery": 0.12,
        "markersize": 4,
        "linewidth": 1.3,
    }
