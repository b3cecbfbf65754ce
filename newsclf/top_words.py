"""The words that weigh most for a theme, whatever the text."""

from __future__ import annotations

from typing import Final

import numpy as np

from newsclf.arrays import Floats
from newsclf.scoring import Model
from newsclf.segments import WeighedWord
from newsclf.tokens import is_word, tokenizer

SAMPLE: Final = (
    "这座县城靠山临水，城里住着七万多人。去年秋天以来，县里修好了三条旧路，又在学校旁边新建了一个小公园。"
    "记者近日来到这里看到，早晨有人跑步，傍晚有人下棋，广场上的灯一直亮到九点。当地负责人说，今后还要把这些事情一件一件办好。"
)
"""A text as long as many a paragraph of a newspaper: what a word adds to a score hangs on how long the text is."""

_AT_ONCE: Final = 4096


def top_words(model: Model, theme: str, n: int = 20) -> list[WeighedWord]:
    """The words that speak most for a theme.

    A word's share is that of the word and of all terms within it, as `newsclf.explain` shows it, in a text as long as `SAMPLE`.
    What terms add that reach beyond the word is left out, so that shares in a text differ a little. Words are terms
    of the model that jieba does not cut apart, of two characters and more.

    Parameters
    ----------
    model : Model
    theme : str
    n : int
        How many words; negative for those that speak most against it.

    Returns
    -------
    list of WeighedWord
        The weightiest first.

    Raises
    ------
    ValueError
        When the model has no such theme.
    """
    column = model.rule.column(theme)
    words = _words(model)
    shares = np.concatenate([np.empty(0), *(_shares(model, some, column) for some in _parts(words))])
    order = np.argsort(-shares if n > 0 else shares, kind="stable")[: abs(n)]
    return [WeighedWord(words[place], float(shares[place])) for place in order.tolist()]


def _words(model: Model) -> list[str]:
    """The terms that are words of several characters, in the order of their characters."""
    cut = tokenizer(model.dictionary).cut
    spelled = sorted(set(model.trie.spellings().values()))
    return [term for term in spelled if len(term) > 1 and is_word(term) and cut(term) == [term]]


def _parts(words: list[str]) -> list[list[str]]:
    return [words[place : place + _AT_ONCE] for place in range(0, len(words), _AT_ONCE)]


def _shares(model: Model, words: list[str], column: int) -> Floats:
    """What each word adds to the score in a text of the sample's length."""
    weights = model.weights
    sample = weights.sums(model.trie, model.alphabet.write_folded([SAMPLE]))
    lengths, found = (
        weights.lengths(sample.squares, sample.characters),
        weights.sums(model.trie, model.alphabet.write_folded(words)),
    )
    shares = (found.blocks[:, :, column] / lengths.T).sum(axis=1)
    if weights.groups:
        characters = np.full(len(words), max(1.0, float(sample.characters[0])))
        shares += weights.groups.scores(found.hits, characters)[:, column]
    return np.asarray(shares)
