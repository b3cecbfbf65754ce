"""What a term is: a run of a few characters, or a jieba word.

A term stands in a text wherever its characters do, also a word inside a longer one: words are learned from jieba's cut, and
found without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsclf.text import normalise
from newsclf.tokens import Dictionary, is_word, tokenizer
from newsclf.trie import MAX_LENGTH

MAX_GRAM: Final = 3
"""The longest run of characters that is a term without being a word, unless a recipe says otherwise."""

LONGEST_GRAM: Final = 4
"""No recipe has longer ones."""

_TERM: Final = re.compile(rf"\w{{1,{MAX_LENGTH}}}")


def is_term(text: str) -> bool:
    """Whether a normalised text can be a term: letters, digits and Han characters only, and no sentence."""
    return bool(_TERM.fullmatch(text))


def word_terms(text: str) -> list[str]:
    """The words of a raw text that can be terms, in order, with repeats."""
    return folded_word_terms(normalise(text))


def folded_word_terms(folded: str, dictionary: Dictionary = ()) -> list[str]:
    """The words of a normalised text that can be terms, cut with a dictionary."""
    return [word for word in tokenizer(dictionary).words(folded) if is_term(word)]


def token_spans(tokens: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Where tokens lie in the text they were cut from, and whether each is a word."""
    end = 0
    for token in tokens:
        start, end = end, end + len(token)
        yield start, end, is_word(token)
