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
from typing import Any, Final

from newsclf.lazy import attribute

SEGMENTER: Final = "jieba 0.42.1"
"""Whose cut `cut` gives. A model's manifest records it: another segmenter would give other features."""

_JOINERS: Final = frozenset("-+#&._%")
_JIEBA_ASCII: Final = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_RARE_HAN: Final = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")
"""Han characters that jieba's pattern does not know: it gives them out one by one."""

_WORD: Final = re.compile(r"\w")


Dictionary = tuple[tuple[str, int], ...]
"""Words added to jieba's dictionary, in their normal form, each with its frequency (`newsclf.dictionary`)."""


class Tokenizer:
    """Jieba's cut, with a dictionary of its own: nobody else's added words change it, nor its words anybody else's cut.

    Threads may share it.

    Parameters
    ----------
    dictionary : sequence of (word, frequency)
    """

    def __init__(self, dictionary: Dictionary = ()) -> None:
        self._jieba: Any = attribute("rjieba", "Jieba")()  # scoring does without: it comes late
        for word, frequency in dictionary:
            self._jieba.add_word(word, frequency, None)

    def cut(self, text: str) -> list[str]:
        """Cut text into tokens exactly as ``jieba.lcut(text)`` does; joined, they are the text again."""
        tokens: list[str] = []
        for place, part in enumerate(_RARE_HAN.split(text)):
            if place % 2:
                tokens.append(part)
                continue
            for token in self._jieba.cut(part):
                if len(token) > 1 and not _JOINERS.isdisjoint(token) and not self._jieba.has_word(token):
                    tokens += _repair(token)
                else:
                    tokens.append(token)
        return tokens

    def words(self, text: str) -> list[str]:
        """The words of a text: its tokens less punctuation and white space."""
        return [token for token in self.cut(text) if is_word(token)]


@cache
def tokenizer(dictionary: Dictionary = ()) -> Tokenizer:
    """The tokenizer for a dictionary; those who ask for the same one share it."""
    return Tokenizer(dictionary)


def cut(text: str) -> list[str]:
    """Cut text into tokens with jieba's own dictionary (see `Tokenizer.cut`)."""
    return tokenizer().cut(text)


def _repair(token: str) -> list[str]:
    """Split a run of ASCII as jieba does where its dictionary does not know the whole: ``F-16`` → ``F``, ``-``, ``16``."""
    return [part for part in _JIEBA_ASCII.split(token) if part]


def is_word(token: str) -> bool:
    """Whether a token holds a letter, a digit or a Han character: what counts as a word for features."""
    return bool(_WORD.search(token))


def words(text: str) -> list[str]:
    """The words of a text, with jieba's own dictionary (see `Tokenizer.words`)."""
    return tokenizer().words(text)
