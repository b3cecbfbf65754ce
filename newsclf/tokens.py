"""Text to jieba words.

rjieba is jieba's algorithm and dictionary in Rust: no second of dictionary loading, no cache file, no noise. It cuts
every Han text as jieba 0.42.1 does; in runs of ASCII it joins what jieba splits, and `_repair` splits those again.
``tests/test_tokens.py`` holds the two equal. One difference is known: where the same character stands three times in a
row, two cuts (一|一一, 一一|一) can be equally likely but for the last bit of a sum, and the two may then choose differently.
Training and scoring both cut here, so that a model never meets both.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import rjieba

SEGMENTER: Final = "jieba 0.42.1"
"""Whose cut `cut` gives. A model's manifest records it: another segmenter would give other features."""

_JOINERS: Final = frozenset("-+#&._%")
_JIEBA_ASCII: Final = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_RARE_HAN: Final = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
"""Han characters that jieba's pattern does not know: it gives them out one by one."""

_WORD: Final = re.compile(r"\w")


@cache
def _tokenizer() -> rjieba.Jieba:
    """Our own tokenizer: nobody else's added words can change our cut, nor ours theirs."""
    return rjieba.Jieba()


def cut(text: str) -> list[str]:
    """Cut text into tokens exactly as ``jieba.lcut(text)`` does; joined, they are the text again."""
    tokens: list[str] = []
    for place, part in enumerate(_RARE_HAN.split(text)):
        if place % 2:
            tokens.append(part)
            continue
        for token in _tokenizer().cut(part):
            if len(token) > 1 and not _JOINERS.isdisjoint(token) and not _tokenizer().has_word(token):
                tokens += _repair(token)
            else:
                tokens.append(token)
    return tokens


def _repair(token: str) -> list[str]:
    """Split a run of ASCII as jieba does where its dictionary does not know the whole: ``F-16`` → ``F``, ``-``, ``16``."""
    return [part for part in _JIEBA_ASCII.split(token) if part]


def is_word(token: str) -> bool:
    """Whether a token holds a letter, a digit or a Han character: what counts as a word for features."""
    return bool(_WORD.search(token))


def words(text: str) -> list[str]:
    """The words of a text: its tokens less punctuation and white space."""
    return [token for token in cut(text) if is_word(token)]
