"""Why a theme: every word's exact share of the score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from newsclf.arrays import Floats
from newsclf.features import token_spans
from newsclf.scoring import Model
from newsclf.text import normalise_aligned
from newsclf.tokens import tokenizer


@dataclass(frozen=True)
class Share:
    """A word of the text and its share of the score.

    Attributes
    ----------
    word : str
        As it stands in the text.
    start, end : int
        Where it first stands (str indices).
    share : float
        What it adds to (or takes from) the raw score, all its occurrences together.
    """

    word: str
    start: int
    end: int
    share: float


@dataclass(frozen=True)
class Explanation:
    """The exact account of one theme's score.

    Attributes
    ----------
    theme : str
    probability, threshold : float
    score : float
        The raw score; ``intercept`` plus the sum of all shares.
    intercept : float
        What the model gives every text.
    shares : tuple of Share
        The words, those that speak most for the theme first.
    spans : tuple of Share
        Each place where a word stands, in the order of the text, with what it adds there: they add up to the same.
    """

    theme: str
    probability: float
    threshold: float
    score: float
    intercept: float
    shares: tuple[Share, ...]
    spans: tuple[Share, ...] = ()

    def deciding(self, most: int = 5) -> tuple[str, ...]:
        """The words that speak most for the theme, at most ``most``."""
        return tuple(share.word for share in self.shares[:most] if share.share > 0)


def explain(model: Model, text: str, theme: str | None = None) -> Explanation:
    """Account for the score of a theme, word by word.

    The model is linear, so that the account is exact. A term of one to three characters gives each of its characters
    an equal part of its share; a word's share is that of its characters and its own.

    Parameters
    ----------
    model : Model
    text : str
    theme : str, optional
        Which theme; by default the primary one, or for ``other`` the theme that came closest.

    Raises
    ------
    ValueError
        When the model has no such theme.
    """
    scores = model.decision_function([text])
    probabilities = model.rule.probabilities(scores)[0]
    if theme is None:
        primary = int(model.rule.primary(probabilities[None])[0])
        column = primary if primary >= 0 else int(np.argmax(probabilities - model.rule.thresholds))
    else:
        column = model.rule.column(theme)
    spans = tuple(_spans(model, text, column))
    return Explanation(
        theme=model.themes[column],
        probability=float(probabilities[column]),
        threshold=float(model.rule.thresholds[column]),
        score=float(scores[0, column]),
        intercept=float(model.intercept[column]),
        shares=_of_words(spans),
        spans=spans,
    )


def character_shares(model: Model, text: str, theme: str) -> Floats:
    """What each character of a text adds to the raw score of a theme, shape (n_characters,): with the intercept, all of it.

    Parameters
    ----------
    model : Model
    text : str
    theme : str

    Raises
    ------
    ValueError
        When the model has no such theme.
    """
    folded, origins = normalise_aligned(text)
    shares = np.zeros(len(text))
    np.add.at(shares, np.asarray(origins[: len(folded)], dtype=np.intp), _by_character(model, folded, model.rule.column(theme)))
    return shares


def _spans(model: Model, text: str, column: int) -> list[Share]:
    """Every place where a word stands."""
    folded, origins = normalise_aligned(text)
    by_character = _by_character(model, folded, column)
    spans: list[Share] = []
    for start, end, is_word in token_spans(tokenizer(model.dictionary).cut(folded)):
        if not is_word:
            continue
        begin, share = origins[start], float(by_character[start:end].sum())
        if spans and spans[-1].start == begin:  # one character can fold to several words
            spans[-1] = replace(spans[-1], share=spans[-1].share + share)
            continue
        # One character can fold to several (⑴ to three): the word ends where the next character of the text begins.
        stop = next((origin for origin in origins[end:] if origin > begin), len(text))
        seen = text[begin:stop].strip()
        spans.append(Share(seen, begin, begin + len(seen), share))
    return spans


def _of_words(spans: Iterable[Share]) -> tuple[Share, ...]:
    """The places of each word together, where it first stands."""
    total: dict[str, Share] = {}
    for span in spans:
        first = total.get(span.word, replace(span, share=0.0))
        total[span.word] = replace(first, share=first.share + span.share)
    return tuple(sorted(total.values(), key=lambda item: (-item.share, item.start)))


def _by_character(model: Model, folded: str, column: int) -> Floats:
    """What each character of a normalised text adds to the score: an equal part of each term that it is in."""
    written = model.alphabet.write_folded([folded])
    change = np.zeros(len(written.codes) + 1)  # at each place: how much more there than at the place before
    for places, size, shares in model.weights.shares(model.trie, written, column):
        np.add.at(change, places, shares / size)
        np.add.at(change, places + size, -shares / size)
    return np.cumsum(change)[: len(folded)]
