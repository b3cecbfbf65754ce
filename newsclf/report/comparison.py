"""The comparison of two models as a page in HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsclf import __version__
from newsclf.disagreement import Answer, Disagreement
from newsclf.messages import language, message
from newsclf.report.highlights import Piece, highlighted
from newsclf.report.looks import Look, looks_of, style_of
from newsclf.report.templates import page
from newsclf.scoring import Model
from newsclf.themes import OTHER


@dataclass(frozen=True)
class Row:
    """A figure of both models, and where its difference and the ends of its interval lie on a scale from 0 to 100."""

    name: str
    look: Look | None
    facts: Mapping[str, Any]
    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Shown:
    """A model's answer on a text: its `look`, its `score`, whether it `is_right`, and the text in `pieces`."""

    look: Look
    score: float
    is_right: bool
    pieces: Sequence[Piece]
    closest: Look | None


def comparison_page(
    models: Sequence[Model],
    found: Mapping[str, Any],
    apart: Sequence[Disagreement],
    sentences: Sequence[str],
    inputs: Sequence[str],
) -> str:
    """The page of a comparison, in the language in use.

    Parameters
    ----------
    models : sequence of two Models
    found : mapping
        As `newsclf.comparison.compare` gives it.
    apart : sequence of Disagreement
    sentences : sequence of str
        What is to be said first.
    inputs : sequence of str
        Where the texts come from.
    """
    looks = looks_of({**models[1].theme_facts, **models[0].theme_facts}, language(), [*found["per_theme"], *models[1].themes])
    figures = {message(f"head_{name}"): figure for name, figure in found["figures"].items()}
    most = max((abs(end) for figure in _all(found) for end in figure["interval"]), default=0.0) or 1.0
    return page(
        "comparison.html",
        styles=("comparison.css",),
        extra_style=style_of(looks.values()),
        title=message("compared_title"),
        version=__version__,
        models=[model.name for model in models],
        inputs=inputs,
        sentences=sentences,
        rows=[_row(name, None, figure, most) for name, figure in figures.items()],
        themes=[_row(looks[key].name, looks[key], figure, most) for key, figure in _ordered(found["per_theme"], looks)],
        most=most,
        apart=[
            (one, looks.get(one.truth, looks[OTHER]), [_shown(one.text, answer, looks) for answer in one.answers])
            for one in apart
        ],
    )


def _all(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*found["figures"].values(), *found["per_theme"].values()]


def _ordered(per_theme: Mapping[str, Any], looks: Mapping[str, Look]) -> list[tuple[str, Any]]:
    return [(key, per_theme[key]) for key in looks if key in per_theme]


def _row(name: str, look: Look | None, figure: Mapping[str, Any], most: float) -> Row:
    middle, low, high = (50 + 50 * value / most for value in (figure["difference"], *figure["interval"]))
    return Row(name, look, figure, middle, low, high)


def _shown(text: str, answer: Answer, looks: Mapping[str, Look]) -> Shown:
    closest = looks[answer.account.theme] if answer.label == OTHER else None
    return Shown(looks[answer.label], answer.score, answer.is_right, highlighted(text, answer.account), closest)
