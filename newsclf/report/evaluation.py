"""An evaluation as a page in HTML: figures with their intervals, pictures, and the worst errors with the words that decided."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from newsclf import __version__
from newsclf.evaluation import Judged
from newsclf.messages import language, message
from newsclf.report.looks import Look, looks_of, style_of
from newsclf.report.mistakes import Mistake, worst
from newsclf.report.pens import Picture
from newsclf.report.pictures import pen_of, pictures, rates_of_themes, rows_of
from newsclf.report.plots import MOST_IN_MATRIX, MOST_ROWS
from newsclf.report.templates import page
from newsclf.scoring import Model

SHARES: Final = (0.5, 0.8, 0.9, 0.95, 1.0)
"""Of these shares of the texts, the surest, the accuracy is told."""

MOST_PAIRS: Final = 10
"""So many pairs of labels are told that are confused most often."""

RATES: Final = ("precision", "recall", "f1")


@dataclass(frozen=True)
class Data:
    """What is told of the data.

    Attributes
    ----------
    texts : sequence of str
    sources : sequence of str
        The names of their files.
    places : sequence of (str, int)
        File and line of each text; empty where they are not known.
    several : bool
        Whether texts have sets of labels.
    grouped : bool
        Whether articles were drawn whole for the intervals.
    learned : bool
        Whether the model learned from these very data.
    """

    texts: Sequence[str]
    sources: Sequence[str] = ()
    places: Sequence[tuple[str, int]] = ()
    several: bool = False
    grouped: bool = False
    learned: bool = False


@dataclass(frozen=True)
class EvaluationReport:
    """A page in HTML, and its pictures."""

    html: str
    pictures: tuple[Picture, ...]


def evaluation_report(found: Judged, metrics: Mapping[str, Any], data: Data) -> EvaluationReport:
    """Draw and write what was found.

    Parameters
    ----------
    found : Judged
        The model's answers.
    metrics : mapping
        Their figures (`newsclf.evaluation.Judged.metrics`).
    data : Data

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    looks = looks_for(found.model, metrics)
    pen = pen_of(looks)
    drawn = tuple(pictures(metrics, pen, data.several))
    facts, ends = rates_of_themes(metrics, data.several)
    html = page(
        "evaluation.html",
        styles=("evaluation.css",),
        extra_style=style_of(looks.values()),
        title=message("report_title", model=found.model.name),
        model=found.model.name,
        version=__version__,
        metrics=metrics,
        data=data,
        looks=looks,
        pen=pen,
        coded=[label for label in looks if pen.is_coded(label)],
        pictures={picture.name: _figure(picture) for picture in drawn},
        themes=[(looks[label], facts[label], ends[label]) for label in looks if label in facts],
        rates=RATES,
        wholes=_wholes(metrics, data.several),
        pairs=_pairs(metrics["confusion"], looks),
        is_part=len(metrics["confusion"]["labels"]) > MOST_IN_MATRIX,
        in_matrix=MOST_IN_MATRIX,
        in_rows=MOST_ROWS if sum(fact["support"] > 0 for fact in facts.values()) > MOST_ROWS else 0,
        surest=list(_surest(metrics["curves"]["coverage"])),
        by={name: rows_of(broken, message) for name, broken in metrics["by"].items()},
        mistakes=[(mistake, _place(mistake, data)) for mistake in worst(found, data.texts)],
        wrong=int(found.wrong.sum()),
    )
    return EvaluationReport(html, drawn)


def looks_for(model: Model, metrics: Mapping[str, Any]) -> dict[str, Look]:
    """How every label looks that the figures know of."""
    labels = [*model.themes, *metrics["sets"]["per_theme"], *metrics["per_theme"]]
    return looks_of(model.theme_facts, language(), labels)


def _figure(picture: Picture) -> str:
    """A picture as an address that holds it: style within it is its own, and nothing is fetched."""
    return "data:image/svg+xml;base64," + b64encode(picture.svg).decode("ascii")


def _wholes(metrics: Mapping[str, Any], several: bool) -> list[tuple[str, float, Sequence[float]]]:
    """The figures of all themes together, each with its interval."""
    names = ("macro_f1", "accuracy", *(("sets_macro_f1",) if several else ()))
    values = {**metrics, "sets_macro_f1": metrics["sets"]["macro_f1"]}
    return [(name, values[name], metrics["interval"][name]) for name in names]


def _pairs(confusion: Mapping[str, Any], looks: Mapping[str, Look]) -> list[tuple[Look, Look, int]]:
    """True label, answer and count of what is confused most often."""
    labels = [looks[label] for label in confusion["labels"]]
    cells = ((count, row, at) for row, counts in enumerate(confusion["matrix"]) for at, count in enumerate(counts) if row != at)
    wrong = sorted((-count, row, at) for count, row, at in cells if count)[:MOST_PAIRS]
    return [(labels[row], labels[at], -count) for count, row, at in wrong]


def _surest(curve: Mapping[str, Sequence[float]]) -> Iterator[tuple[float, float, float]]:
    """Coverage, accuracy and threshold of the first point of the curve that covers each of `SHARES`."""
    seen = set()
    for share in SHARES:
        at = next((place for place, covered in enumerate(curve["coverage"]) if covered >= share - 1e-9), None)
        if at is not None and at not in seen:
            seen.add(at)
            yield curve["coverage"][at], curve["accuracy"][at], curve["threshold"][at]


def _place(mistake: Mistake, data: Data) -> str:
    """Where the text stands."""
    if not data.places:
        return message("report_row", row=mistake.row + 1)
    source, line = data.places[mistake.row]
    return message("report_line", source=source, line=line)
