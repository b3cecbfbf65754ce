"""What a page in HTML shows of one text: pieces by weight, scores beside their thresholds, words for and against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from newsclf.explanation import Explanation, Share, explain
from newsclf.report.highlights import Piece, pieces
from newsclf.report.looks import Look
from newsclf.scoring import Model
from newsclf.themes import OTHER

LONGEST: Final = 4000
"""So many characters of a text are shown."""

MOST_SCORES: Final = 8
"""Of more themes, only the most probable have a bar, and those that are named."""

MOST_WORDS: Final = 6


@dataclass(frozen=True)
class Score:
    """A theme's probability: `look`, `value`, `threshold`, and whether the theme `is_named`."""

    look: Look
    value: float
    threshold: float
    is_named: bool


@dataclass(frozen=True)
class Words:
    """The words that speak for one theme and against it, the strongest first."""

    look: Look
    speak_for: tuple[Share, ...]
    against: tuple[Share, ...]


@dataclass(frozen=True)
class Shown:
    """A text with its label.

    Attributes
    ----------
    record : mapping
        The label record.
    anchor : str
        By which it can be cited.
    look : Look
        Of the primary theme.
    named : tuple of Score
        What stands beside the text: the named themes, the primary first; else the primary alone, which may be ``other``. None
        for an abstention.
    scores : tuple of Score
        For the bars.
    pieces : list of Piece
    left_out : int
        How many characters at the end are not shown.
    words : tuple of Words
        Of each named theme; where none is, of the theme that came closest.
    is_closest : bool
        Whether the words are of such a theme.
    """

    record: Mapping[str, Any]
    anchor: str
    look: Look
    named: tuple[Score, ...]
    scores: tuple[Score, ...]
    pieces: list[Piece]
    left_out: int
    words: tuple[Words, ...]
    is_closest: bool

    @property
    def css(self) -> str:
        """The classes of all themes by which the text can be found."""
        return " ".join(score.look.css for score in self.named) or "none"


def show(model: Model, record: Mapping[str, Any], anchor: str, looks: Mapping[str, Look]) -> Shown:
    """What to show of a label record.

    Parameters
    ----------
    model : Model
        The one that made it.
    record : mapping
    anchor : str
    looks : mapping of str to Look
        Of all themes of the model, and of ``other``.
    """
    text, themes = record["text"], record["themes"]
    accounts = [] if record["abstain"] else [explain(model, text, theme) for theme in themes or (_closest(model, record),)]
    marked = accounts[0].spans if accounts and record["theme"] == accounts[0].theme else ()
    cut = pieces(text, marked, LONGEST)
    return Shown(
        record=record,
        anchor=anchor,
        look=looks[record["theme"]],
        named=_named(model, record, looks),
        scores=_scores(model, record, looks),
        pieces=cut,
        left_out=len(text) - sum(len(piece.text) for piece in cut),
        words=tuple(_words(account, looks) for account in accounts),
        is_closest=bool(accounts) and accounts[0].theme != record["theme"],
    )


def _closest(model: Model, record: Mapping[str, Any]) -> str:
    """The primary theme; for ``other``, the one that came closest to its threshold."""
    if record["theme"] != OTHER:
        return str(record["theme"])
    margins = {theme: record["scores"][theme] - model.rule.thresholds[place] for place, theme in enumerate(model.themes)}
    return max(margins, key=margins.__getitem__)


def _named(model: Model, record: Mapping[str, Any], looks: Mapping[str, Look]) -> tuple[Score, ...]:
    if record["abstain"]:
        return ()
    if record["theme"] == OTHER:
        return (Score(looks[OTHER], record["score"], 0.0, True),)
    return tuple(_score(model, record, looks, theme) for theme in record["themes"] or (record["theme"],))


def _scores(model: Model, record: Mapping[str, Any], looks: Mapping[str, Look]) -> tuple[Score, ...]:
    """All themes in their order, or of many those that matter."""
    order = sorted(record["scores"], key=lambda theme: -record["scores"][theme])
    wanted = {*order[:MOST_SCORES], *record["themes"]}
    return tuple(_score(model, record, looks, theme) for theme in looks if theme in wanted)


def _score(model: Model, record: Mapping[str, Any], looks: Mapping[str, Look], theme: str) -> Score:
    threshold = float(model.rule.thresholds[model.rule.column(theme)])
    return Score(looks[theme], record["scores"][theme], threshold, theme in record["themes"])


def _words(account: Explanation, looks: Mapping[str, Look]) -> Words:
    shares: Sequence[Share] = account.shares
    speak_for = tuple(share for share in shares[:MOST_WORDS] if share.share > 0)
    against = tuple(share for share in reversed(shares[-MOST_WORDS:]) if share.share < 0)
    return Words(looks[account.theme], speak_for, against)
