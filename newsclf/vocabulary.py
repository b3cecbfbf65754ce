"""Which terms texts have: their characters, and the runs of characters and words that stand in enough of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Counts, Places
from newsclf.characters import DIGIT, MAX_ASTRAL, UNKNOWN, Alphabet, Codes
from newsclf.features import is_term
from newsclf.trie import FIRST, build


def frequent(texts: Iterable[Iterable[str]], min_df: int) -> set[str]:
    """What stands in so many texts."""
    return {item for item, count in Counter(item for items in texts for item in set(items)).items() if count >= min_df}


def present(words: Iterable[str], batches: Iterable[Codes], characters: str) -> set[str]:
    """Which of some words stand in texts, given in batches, in the codes of an alphabet."""
    given = sorted(words)
    if not given:
        return set()
    trie = build(given, characters)
    reached = {int(state) for written in batches for _, states in trie.matches(written.codes) for state in np.unique(states)}
    return {word for word, state in zip(given, trie.states(given).tolist(), strict=True) if state in reached}


def alphabet(folded: Sequence[str], min_df: int, words: Iterable[str]) -> Alphabet:
    """The characters that terms can have, the frequent ones first: the trie then is smaller."""
    texts_with = Counter(char for text in folded for char in set(text) if is_term(char))
    wanted = {char for char, count in texts_with.items() if count >= min_df}.union(*words)
    characters = sorted(wanted - {DIGIT}, key=lambda char: (-texts_with[char], char))
    astral = [char for char in characters if char > "\uffff"]
    return Alphabet(DIGIT + "".join(char for char in characters if char not in set(astral[MAX_ASTRAL:])))


def frequent_grams(written: Codes, characters: str, min_df: int, longest: int) -> list[str]:
    """The runs of one to so many characters that stand in so many texts."""
    codes, letters = written.codes, FIRST + len(characters)
    text = np.repeat(np.arange(len(written.starts)), written.lengths)
    grams: list[str] = []
    places = np.flatnonzero(codes > UNKNOWN)
    keys = codes[places]
    for size in range(1, longest + 1):
        frequent, member = _distinct(keys, text[places], min_df)
        spelled = [frequent // letters**power % letters - FIRST for power in reversed(range(size))]
        grams += [
            "".join(map(characters.__getitem__, gram)) for gram in zip(*(column.tolist() for column in spelled), strict=True)
        ]
        # A longer run that is frequent begins with a frequent one (R. Agrawal and R. Srikant, "Fast algorithms for mining
        # association rules", 1994).
        following = codes[np.minimum(places + size, len(codes) - 1)]
        goes_on = member & (following > UNKNOWN)
        keys, places = keys[goes_on] * letters + following[goes_on], places[goes_on]
    return grams


def _distinct(keys: Counts, text: Places, min_df: int) -> tuple[Counts, NDArray[np.bool_]]:
    """The keys that stand in so many texts, rising, and which of the given ones are among them."""
    order = np.argsort(keys, kind="stable")  # so that a key's texts stand in order, too
    changes = np.diff(keys[order], prepend=-1) != 0
    inverse = np.empty(len(keys), dtype=np.intp)
    inverse[order] = np.cumsum(changes) - 1
    distinct = keys[order][changes]
    first_in_text = changes | (np.diff(text[order], prepend=-1) != 0)
    texts_with = np.bincount(inverse[order][first_in_text], minlength=len(distinct))
    enough = texts_with >= min_df
    return distinct[enough], enough[inverse]
