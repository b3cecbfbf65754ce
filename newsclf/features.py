"""Text to the terms that features are made of: jieba words, and runs of one to three characters.

Training and scoring both call these functions, so that a term means the same to both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from newsclf.text import normalise
from newsclf.tokens import is_word, words

MAX_GRAM: Final = 3
_RUNS: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Reading:
    """A text as the blocks of features read it; each form is worked out once.

    Attributes
    ----------
    folded : str
        The text in the form of `newsclf.text.normalise`.
    """

    folded: str

    @cached_property
    def words(self) -> list[str]:
        """The jieba words, in order, with repeats."""
        return words(self.folded)

    @cached_property
    def grams(self) -> list[str]:
        """All runs of one to three characters, in order, with repeats; none crosses punctuation or a space."""
        return [self.folded[start:end] for start, end in gram_spans(self.folded)]


def read(text: str) -> Reading:
    """The reading of a raw text."""
    return Reading(normalise(text))


def word_terms(text: str) -> list[str]:
    """The jieba words of a raw text."""
    return read(text).words


def gram_terms(text: str) -> list[str]:
    """The runs of one to three characters of a raw text."""
    return read(text).grams


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


TERMS: Final[dict[str, Callable[[str], list[str]]]] = {"words": word_terms, "grams": gram_terms}
"""The blocks of TF-IDF features: name to the terms of a raw text."""
