"""Text to the terms that TF-IDF counts: jieba words in one block, runs of one to three characters in another.

Training and scoring both call these functions, so that a term means the same to both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from newsclf.text import normalise
from newsclf.tokens import is_word, words

MAX_GRAM: Final = 3
_RUNS: Final = re.compile(r"\w+")


def word_terms(text: str) -> list[str]:
    """The jieba words of a raw text, in order, with repeats."""
    return words(normalise(text))


def gram_terms(text: str) -> list[str]:
    """All runs of one to three characters of a raw text; none crosses punctuation or a space."""
    folded = normalise(text)
    return [folded[start:end] for start, end in gram_spans(folded)]


def gram_spans(folded: str) -> Iterator[tuple[int, int]]:
    """Where the runs of `gram_terms` lie in a normalised text, in the same order."""
    for run in _RUNS.finditer(folded):
        for size in range(1, MAX_GRAM + 1):
            for place in range(run.start(), run.end() - size + 1):
                yield place, place + size


def token_spans(tokens: list[str]) -> Iterator[tuple[int, int, bool]]:
    """Where tokens lie in the text they were cut from, and whether each is a word of `word_terms`."""
    end = 0
    for token in tokens:
        start, end = end, end + len(token)
        yield start, end, is_word(token)


BLOCKS: Final[dict[str, Callable[[str], list[str]]]] = {"words": word_terms, "grams": gram_terms}
"""The blocks of features, by name, in the order in which they stand in the weights."""
