"""Label records as a page in HTML: the texts in order with the words that decided, and what all inputs hold together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from newsclf import __version__
from newsclf.messages import language, message
from newsclf.report.highlights import STEPS
from newsclf.report.looks import Look, looks_of, style_of
from newsclf.report.sample import BANDS
from newsclf.report.segments import Shown, show
from newsclf.report.summary import MOST_REJECTS, MOST_SEGMENTS, Summary
from newsclf.report.templates import page
from newsclf.scoring import Model
from newsclf.themes import OTHER

MOST_INPUTS: Final = 100
"""So many inputs are listed."""

MOST_DECIDING: Final = 10
"""So many words are listed that decided for a theme."""

_ABSTAINED: Final = "none"
"""The class of texts on which the model abstains."""


@dataclass(frozen=True)
class Run:
    """Segments of one article that follow one another.

    Attributes
    ----------
    article : int or None
        None where there are no articles.
    is_continued : bool
        Whether earlier segments of the article stand elsewhere on the page.
    segments : tuple of Shown
    """

    article: int | None
    is_continued: bool
    segments: tuple[Shown, ...]


@dataclass(frozen=True)
class Section:
    """An input of which something is shown: its `source`, `anchor`, how many texts it has in `total`, and its `runs`."""

    source: str
    anchor: str
    total: int
    runs: tuple[Run, ...]

    @property
    def count(self) -> int:
        """How many texts are shown."""
        return sum(len(run.segments) for run in self.runs)


@dataclass(frozen=True)
class ThemeCount:
    """What there is of a theme among all texts.

    Attributes
    ----------
    look : Look or None
        None for abstentions.
    css : str
        By which the texts shown can be found.
    segments, characters : int
        Of texts whose primary theme it is.
    also : int
        For how many more texts it is named.
    shown : int
        How many texts shown are found by it.
    bands : tuple of int
        How many texts are in each band of confidence.
    words : tuple of str
        That decided most in the texts shown.
    """

    look: Look | None
    css: str
    segments: int
    characters: int
    also: int
    shown: int
    bands: tuple[int, ...]
    words: tuple[str, ...]


def labels_page(model: Model, summary: Summary) -> str:
    """A page of labels, in the language in use.

    Parameters
    ----------
    model : Model
        The one that made the labels.
    summary : Summary
        Of all labels.
    """
    looks = looks_of(model.theme_facts, language(), model.themes)
    sections = tuple(_sections(model, summary, looks))
    segments = [segment for section in sections for run in section.runs for segment in run.segments]
    return page(
        "labels.html",
        styles=("labels.css",),
        script="labels.js",
        extra_style=style_of(_seen(looks, summary, segments)),
        title=_title(summary),
        version=__version__,
        model=model.name,
        summary=summary,
        sections=sections,
        counts=tuple(_counts(summary, looks, segments)),
        bands=_bands(),
        steps=STEPS,
        shown=len(segments),
        is_sample=len(segments) < summary.total,
        cut_pages=summary.has_cut_pages,
        is_drawn=summary.sample.is_drawn,
        most_segments=MOST_SEGMENTS,
        inputs=list(summary.order)[:MOST_INPUTS],
        anchors={section.source: section.anchor for section in sections},
        most_rejects=MOST_REJECTS,
        other=OTHER,
    )


def _title(summary: Summary) -> str:
    sources = list(summary.order)
    return sources[0] if len(sources) == 1 else message("html_many", inputs=len(sources), first=sources[0])


def _sections(model: Model, summary: Summary, looks: Mapping[str, Look]) -> Iterator[Section]:
    for source, records in summary.shown().items():
        place = summary.order[source] + 1
        prefix = "" if len(summary.order) == 1 else f"d{place}-"
        segments = [show(model, record, f"{prefix}s{record['segment']}", looks) for record in records]
        yield Section(source, f"d{place}", summary.inputs[source].segments, tuple(_runs(segments)))


def _runs(segments: Sequence[Shown]) -> Iterator[Run]:
    seen: set[int] = set()
    for article, run in groupby(segments, key=lambda segment: segment.record["article"]):
        yield Run(article, article in seen, tuple(run))
        if article is not None:
            seen.add(article)


def _counts(summary: Summary, looks: Mapping[str, Look], segments: Sequence[Shown]) -> Iterator[ThemeCount]:
    """Themes that there are, and those of a small model that there are not; then abstentions."""
    shown = Counter(css for segment in segments for css in segment.css.split())
    words = _deciding(segments)
    for key, look in looks.items():
        bands = tuple(summary.segments[key, "", band] for band in range(len(BANDS) + 1))
        characters = sum(summary.characters[key, "", band] for band in range(len(BANDS) + 1))
        also = summary.also[key]
        if sum(bands) + also or len(looks) <= MOST_DECIDING:
            yield ThemeCount(look, look.css, sum(bands), characters, also, shown[look.css], bands, words.get(key, ()))
    abstained = [stratum for stratum in summary.segments if stratum[1]]
    if abstained:
        segments_of, characters_of = (sum(counts[one] for one in abstained) for counts in (summary.segments, summary.characters))
        yield ThemeCount(None, _ABSTAINED, segments_of, characters_of, 0, shown[_ABSTAINED], (), ())


def _deciding(segments: Sequence[Shown]) -> dict[str, tuple[str, ...]]:
    """The words of several characters that decided for each theme, all texts shown together."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for segment in segments:
        if not segment.is_closest:
            for words in segment.words:
                for share in (share for share in words.speak_for if len(share.word) > 1):
                    totals[words.look.key][share.word] += share.share
    return {key: tuple(sorted(total, key=lambda word: -total[word])[:MOST_DECIDING]) for key, total in totals.items()}


def _seen(looks: Mapping[str, Look], summary: Summary, segments: Sequence[Shown]) -> list[Look]:
    """The looks that the page needs."""
    if len(looks) <= MOST_DECIDING:
        return list(looks.values())
    used = {score.look.key for segment in segments for score in (*segment.scores, *segment.named)}
    used |= {words.look.key for segment in segments for words in segment.words}
    used |= {theme for theme, _, _ in summary.segments} | set(summary.also)
    return [look for key, look in looks.items() if key in used]


def _bands() -> tuple[str, ...]:
    limits = [f"{limit:.1f}" for limit in BANDS]
    between = [f"{low}–{high}" for low, high in pairwise(limits)]
    return (f"< {limits[0]}", *between, f"≥ {limits[-1]}")
