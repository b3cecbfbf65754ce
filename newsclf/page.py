"""A whole page: its segments and what a model says of each."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from newsclf.reflow import segment
from newsclf.scoring import Model
from newsclf.segments import Label, Segment
from newsclf.shipped import load
from newsclf.themes import OTHER


@dataclass(frozen=True)
class LabelledSegment(Segment):
    """A segment of a page with its label.

    Attributes
    ----------
    label : Label
        What the model says; by-lines abstain.
    """

    label: Label


def label_page(text: str, model: Model | None = None, *, context: bool = True) -> list[LabelledSegment]:
    """Cut a page into segments and label each.

    Parameters
    ----------
    text : str
        The page as it comes out of a PDF.
    model : Model, optional
        By default the shipped one.
    context : bool, default=True
        Whether segments too short to judge alone may lean on their article (`newsclf.context`).

    Returns
    -------
    list of LabelledSegment
        In page order.
    """
    segments = segment(text)
    articles = [item.article if context and item.kind != "byline" else None for item in segments]
    labels = (model or load()).label_many([item.text for item in segments], articles)
    return [
        LabelledSegment(**asdict(item), label=_without_theme(label) if item.kind == "byline" else label)
        for item, label in zip(segments, labels, strict=True)
    ]


def _without_theme(label: Label) -> Label:
    """A by-line names people, not a theme."""
    score = 1.0 - max(label.scores.values())
    return replace(label, theme=OTHER, score=score, themes=(), abstain=True, reason="byline")
