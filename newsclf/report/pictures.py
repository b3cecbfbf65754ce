"""Which pictures an evaluation has, and how large they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from newsclf.errors import MissingExtraError
from newsclf.lazy import attribute
from newsclf.report import plots
from newsclf.report.fonts import fonts
from newsclf.report.looks import Look
from newsclf.report.pens import Pen, Picture

NAMES: Final = ("themes", "confusion", "reliability", "precision-recall", "coverage")
"""The pictures of every evaluation. Those of columns are ``by-1``, ``by-2`` …: a column may have any name."""

_WIDTH: Final = 6.4


def pen_of(looks: Mapping[str, Look]) -> Pen:
    """What draws pictures of such labels.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    try:
        attribute("matplotlib.figure", "Figure")
    except ImportError as error:
        raise MissingExtraError(what="report.html", extra="report") from error
    return Pen(looks, fonts())


def pictures(metrics: Mapping[str, Any], pen: Pen, several: bool) -> Iterator[Picture]:
    """Draw what `newsclf.evaluation.evaluate` found.

    Parameters
    ----------
    metrics : mapping
    pen : Pen
        Its looks are those of every label in the figures.
    several : bool
        Whether texts have sets of labels: figures of themes are then those of sets.
    """
    facts, ends = rates_of_themes(metrics, several)
    shown, curves = shown_themes(facts, pen), metrics["curves"]
    yield pen.picture("themes", partial(plots.themes, pen=pen, shown=shown, facts=facts, ends=ends), _tall(len(shown)))
    order = [label for label in pen.looks if label in metrics["confusion"]["labels"]]
    places = [metrics["confusion"]["labels"].index(label) for label in order]
    matrix = np.array(metrics["confusion"]["matrix"], dtype=np.int64).reshape(len(places), len(places))[np.ix_(places, places)]
    side = 2.6 + 0.36 * min(max(len(order), 5), plots.MOST_IN_MATRIX)
    yield pen.picture("confusion", partial(plots.confusion, pen=pen, labels=order, matrix=matrix), (side + 0.9, side))
    yield pen.picture("reliability", partial(plots.reliability, pen=pen, curve=curves["reliability"]), (4.8, 4.8))
    lines = curves["precision_recall"]
    yield pen.picture("precision-recall", partial(plots.precision_recall, pen=pen, curves=lines), (_WIDTH, 3.9))
    yield pen.picture("coverage", partial(plots.coverage, pen=pen, curve=curves["coverage"]), (_WIDTH, 3.9))
    for number, found in enumerate(metrics["by"].values(), 1):
        rows = rows_of(found, pen.say)
        yield pen.picture(f"by-{number}", partial(plots.by_value, pen=pen, rows=rows), _tall(len(rows)))


def rates_of_themes(metrics: Mapping[str, Any], several: bool) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Precision, recall and F1 of every theme, and their intervals."""
    if several:
        return metrics["sets"]["per_theme"], metrics["interval"]["sets_per_theme"]
    return metrics["per_theme"], metrics["interval"]["per_theme"]


def shown_themes(facts: Mapping[str, Any], pen: Pen) -> list[str]:
    """The themes that texts have, in their order; of many the weakest."""
    there = [label for label in pen.looks if label in facts and facts[label]["support"]]
    weakest = sorted(there, key=lambda label: facts[label]["f1"])[: plots.MOST_ROWS]
    return there if len(there) <= plots.MOST_ROWS else weakest


def rows_of(found: Mapping[str, Any], say: Callable[..., str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
    """The values of a column with their figures, and the rest together, in the words of ``say`` (`newsclf.messages.message`)."""
    rest = [(say("plot_rest", values=found["rest"]["values"]), found["rest"])] if found["rest"] else []
    return [*((one["value"] or say("plot_no_value"), one) for one in found["values"]), *rest]


def _tall(rows: int) -> tuple[float, float]:
    return _WIDTH, plots.height_of(rows)
