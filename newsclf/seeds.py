"""Weak labels: what a few words of each theme say of texts that nobody has labelled.

A text has the theme whose seed words stand in it most often. Where two themes have as many, or none has any, nothing is said.
A. Ratner et al., "Data programming: creating large training sets, quickly" (2016), has such labelling functions learned too; here
each word has one vote. The words stay in the texts that are learned from: with them taken out of half of the texts, models were
no better on our news (``training/results/curves.json``).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final

from newsclf.errors import TrainingError
from newsclf.text import normalise
from newsclf.theme_file import read_themes
from newsclf.themes import OTHER

MOST_OTHERS: Final = 3
"""Where ``other`` is asked for, there are at most so many times as many texts without a theme as with one."""

SeedWords = Mapping[str, Sequence[str]]
"""Theme to its words; ``other``, if it is there, to none."""


def read_seed_words(path: str | os.PathLike[str]) -> dict[str, list[str]]:
    """Read the seed words of a ``themes.toml`` (`newsclf.theme_file.read_themes`).

    A table ``[other]`` asks for texts without a theme; tables without seed words are left out otherwise.

    Raises
    ------
    MissingFileError, BinaryFileError, EncodingError, ThemesError
        See `newsclf.theme_file.read_themes`.
    TrainingError
        When no theme has seed words.
    """
    themes = read_themes(path)
    seeds = {label: list(theme.seed_words) for label, theme in themes.items() if theme.seed_words and label != OTHER}
    if not seeds:
        raise TrainingError(reason="no_seed_words", source=str(path))
    return seeds | ({OTHER: []} if OTHER in themes else {})


def weak_labels(texts: Iterable[str], seed_words: SeedWords) -> list[str | None]:
    """The theme that seed words say each text has.

    Parameters
    ----------
    texts : iterable of str
    seed_words : mapping of str to sequence of str
        With ``other`` among the themes, texts without any word have none.

    Returns
    -------
    labels : list of str or None
        None where the words do not say.
    """
    words = {theme: sorted({normalise(word) for word in some}) for theme, some in seed_words.items()}
    return [_weak_label(normalise(text), words) for text in texts]


def _weak_label(folded: str, words: SeedWords) -> str | None:
    hits = {theme: sum(map(folded.count, some)) for theme, some in words.items()}
    most = max(hits.values())
    if not most:
        return OTHER if OTHER in words and folded.strip() else None
    best = [theme for theme, count in hits.items() if count == most]
    return best[0] if len(best) == 1 else None


def fewer_others(texts: Sequence[str], labels: Sequence[str | None]) -> list[str | None]:
    """The same labels, of which no more than so many are ``other`` (`MOST_OTHERS`); which, hangs on the texts alone."""
    most = MOST_OTHERS * sum(label not in (None, OTHER) for label in labels)
    others = sorted((_digest(texts[row]), row) for row, label in enumerate(labels) if label == OTHER)
    left_out = {row for _, row in others[most:]}
    return [None if row in left_out else label for row, label in enumerate(labels)]


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
