"""The context of an article: a segment too short to judge alone leans on the segments around it.

A short segment in which no theme is found (a heading, a quotation, "他说……") is judged again with the odds of its article:
its log-odds become the mean of its own and of its article's. The article's are the mean over the segments that stand by
themselves. A segment with a theme of its own never leans, nor does one that is long enough to speak for itself, and one
that is surely about something else stays so. ``training.evaluate`` measures the rule.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.decisions import Rule, han_characters

SHORT: Final = 30
"""A segment with at most so many Han characters may lean."""

SHARE: Final = 0.5
"""How much of a leaning segment's log-odds comes from its article."""

_EDGE: Final = 1e-6


def lean(
    rule: Rule,
    probabilities: Floats,
    texts: Sequence[str],
    articles: Sequence[Hashable | None],
    judged: NDArray[np.bool_],
    share: float = SHARE,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Let short segments without a theme lean on their articles.

    Parameters
    ----------
    rule : Rule
        What decides.
    probabilities : ndarray of shape (n_texts, n_themes)
        Of each segment by its own text.
    texts : sequence of str, length n_texts
    articles : sequence of length n_texts
        Which article each belongs to; None for none.
    judged : ndarray of bool, shape (n_texts,)
        False for segments on which the model abstains: they neither lean nor hold up others.
    share : float
        How much of a leaning segment's log-odds comes from its article.

    Returns
    -------
    probabilities : ndarray of shape (n_texts, n_themes)
        Changed for those that leaned.
    leaned : ndarray of bool, shape (n_texts,)
    """
    short = np.array([len(text) <= SHORT or han_characters(text) <= SHORT for text in texts], dtype=bool)
    in_article = np.array([article is not None for article in articles], dtype=bool)
    undecided = short & judged & in_article & ~rule.accepted(probabilities).any(axis=1)
    clipped = np.clip(probabilities, _EDGE, 1 - _EDGE)
    odds = np.log(clipped / (1 - clipped))
    around = _article_odds(odds, articles, ~short & judged & in_article)
    result, leaned = probabilities.copy(), np.zeros(len(texts), dtype=bool)
    for row in map(int, np.flatnonzero(undecided)):
        article = around.get(articles[row])
        if article is not None:
            result[row] = 1 / (1 + np.exp(-((1 - share) * odds[row] + share * article)))
            leaned[row] = True
    return result, leaned


def _article_odds(odds: Floats, articles: Sequence[Hashable | None], standing: NDArray[np.bool_]) -> dict[Hashable, Floats]:
    """The mean log-odds of each article's segments that stand by themselves."""
    rows: dict[Hashable, list[int]] = {}
    for row in map(int, np.flatnonzero(standing)):
        rows.setdefault(articles[row], []).append(row)
    return {article: odds[places].mean(axis=0) for article, places in rows.items()}
