"""User dictionaries: words that jieba shall not cut apart.

The format is jieba's: one word a line, then perhaps a frequency and a part of speech, set off by spaces. A word without a
frequency gets the one at which jieba itself would leave it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from newsclf.errors import DictionaryError
from newsclf.features import is_term
from newsclf.lazy import attribute
from newsclf.text import normalise
from newsclf.tokens import Dictionary, tokenizer
from newsclf.trie import MAX_LENGTH

_JIEBA_RUN: Final = re.compile("[\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+")
"""What jieba looks up as a whole: it cuts at every other character."""

_LINE: Final = re.compile(r"\s*(?:(?P<word>\S{1,256})(?:\s+(?P<frequency>[0-9]{1,9}))?(?:\s+[A-Za-z]+)?\s*)?")
"""No word is longer: jieba adds one in time that grows with the square of its length."""

Reason = Literal["cut at", "too long", "no term", "outweighed"]


@dataclass(frozen=True)
class Finding:
    """What becomes of a word of a user dictionary.

    Attributes
    ----------
    word : str
        As the dictionary has it.
    tokens : tuple of str
        What it is cut into, in its normal form; one token when it comes out whole.
    reason : {"cut at", "outweighed", "too long", "no term"} or None
        Why it does not come out whole, or is of no use as a term though it does; None when all is well.
    detail : str
        The characters at which it is cut, or the frequency it would need.
    """

    word: str
    tokens: tuple[str, ...]
    reason: Reason | None = None
    detail: str = ""

    @property
    def whole(self) -> bool:
        """Whether it comes out whole."""
        return len(self.tokens) == 1


def read_dictionary(text: str, source: str) -> list[tuple[str, int | None]]:
    """Read a user dictionary: words with their frequencies, None where there is none.

    Raises
    ------
    DictionaryError
        When a line cannot be read; it names the line.
    """
    entries: list[tuple[str, int | None]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if found is None:
            raise DictionaryError(source=source, line=number, found=" ".join(line.split())[:60])
        if found["word"]:
            entries.append((found["word"], int(found["frequency"]) if found["frequency"] else None))
    return entries


def settle(entries: Iterable[tuple[str, int | None]]) -> Dictionary:
    """Words in their normal form with frequencies; jieba's own suggestion where none is given.

    A word given twice counts as it was given last.
    """
    words = {normalise(word): frequency for word, frequency in entries if word.strip()}
    if all(frequency is not None for frequency in words.values()):
        return tuple((word, frequency) for word, frequency in words.items() if frequency is not None)
    jieba, (frequencies, jieba.total) = attribute("jieba", "Tokenizer")(), _jieba_frequencies()
    jieba.FREQ, jieba.initialized = dict(frequencies), True
    for word, frequency in words.items():
        jieba.add_word(word, frequency)
    return tuple((word, int(jieba.FREQ[word])) for word in words)


@cache
def _jieba_frequencies() -> tuple[dict[str, int], int]:
    """Jieba's own dictionary, read as its `initialize` does, but without its log and its file in a shared temporary folder."""
    jieba = attribute("jieba", "Tokenizer")()
    frequencies, total = jieba.gen_pfdict(jieba.get_dict_file())
    return frequencies, total


def check(entries: Sequence[tuple[str, int | None]]) -> list[Finding]:
    """Say of every word whether it comes out whole, and if not, why."""
    dictionary = settle(entries)
    return [_finding(word, dictionary) for word, _ in entries]


def _finding(word: str, dictionary: Dictionary) -> Finding:
    folded = normalise(word)
    tokens = tuple(tokenizer(dictionary).cut(folded)) or ("",)
    if len(tokens) > 1:
        if others := "".join(dict.fromkeys(_JIEBA_RUN.sub("", folded))):
            return Finding(word, tokens, "cut at", others)
        return Finding(word, tokens, "outweighed", str(dict(settle([(word, None)]))[folded]))
    if len(folded) > MAX_LENGTH:
        return Finding(word, tokens, "too long", str(MAX_LENGTH))
    return Finding(word, tokens, None if is_term(folded) else "no term")
