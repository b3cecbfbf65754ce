"""Models of a bounded size: which terms to drop, whether to round weights to eight bits, and what that costs.

What a term matters: the largest of its weights over the themes, times its inverse document frequency, times the root of the
number of texts that have it. (Largest weights alone, or times the frequency, kept less of the macro-F1 when few terms were
left.) The terms that are left are learned anew. What dropped terms add to the length of texts goes to their beginnings
(`newsclf.vocabulary.handed_on`), so that scores stay what they are.

What it costs is measured on texts that were held out: each fold chooses its terms by weights that have not seen them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from newsclf.arrays import Floats, Places
from newsclf.calibration import fit_rule, measured
from newsclf.columns import Columns
from newsclf.design import Design, Learn, Which
from newsclf.errors import ModelSizeError
from newsclf.extraction import TermFeatures
from newsclf.lexicon import lexicon_words
from newsclf.linear import Linear
from newsclf.targets import Targets
from newsclf.weights import MEASURES, block_width

DEFAULT: Final = 64_000_000
"""So many bytes a model has at most when nothing is said."""

_WORTH: Final = 0.75
"""Eight bits are worth their rounding when a term then takes at most so much of the bytes: for twelve themes or more."""

_NARROW_FROM: Final = 24  # lanes of two blocks from which eight bits are worth it
_OF_WORDS, _FEWEST_WORDS = 0.6, 10_000  # the share of the bytes for words, and how few are not worth it
_STATES_PER_WORD: Final = 1.6  # words of word vectors have beginnings in common

_HEADER: Final = 128  # of an array on disk
_PER_STATE: Final = 12  # base, check and place: three numbers of 32 bits
_CHAIN: Final = 32  # groups of a word of a lexicon and its beginnings

# What manifest and card hold, at most: plain facts, a theme's figures, and how often its name stands there.
_FACTS, _PER_THEME, _TIMES_NAMED = 8192, 800, 9
_PER_NAME, _PER_NUMBER, _PER_FLOAT = 16, 6, 26


def needed_pruning(columns: Columns, targets: Targets, max_bytes: int | Literal["auto"] | None) -> Pruning | None:
    """How to make a model small enough; None when it is.

    Raises
    ------
    ModelSizeError
        When it cannot be so small.
    ValueError
        When the number is none.
    """
    if max_bytes is None:
        return None
    if max_bytes != "auto" and (isinstance(max_bytes, bool) or not isinstance(max_bytes, int | np.integer) or max_bytes < 1):
        raise ValueError(f"max_bytes must be a whole number from 1 on, 'auto' or None, got {max_bytes!r}")
    features, texts = columns.features, _bytes_of_facts(columns, targets)
    asked = DEFAULT if max_bytes == "auto" else int(max_bytes)
    themes = len(targets.classes)
    if texts + _bytes_of_arrays(features, themes, narrow=False) <= asked:
        return None
    narrow = _per_state(features, themes, True) <= _WORTH * _per_state(features, themes, False)
    least = features.reduced(_always(features))
    smallest = texts + _bytes_of_arrays(least, themes, narrow)
    if max_bytes == "auto":
        asked = max(asked, smallest)
    if smallest > asked:
        raise ModelSizeError(asked=asked, smallest=smallest)
    return Pruning(columns, themes, asked, asked - texts, narrow)


def words_within(max_bytes: int | Literal["auto"] | None, themes: int) -> int | None:
    """How many words of word vectors a bounded model has room for beside its terms; None without a bound.

    It is none when few words would be known: the most frequent ones alone say little, and the others of a text then lack.
    """
    if not isinstance(max_bytes, int) and max_bytes != "auto":
        return None
    themes_take = 2 * (themes if max_bytes != "auto" and 2 * themes >= _NARROW_FROM else 2 * themes)
    asked = DEFAULT if max_bytes == "auto" else max_bytes
    words = int(_OF_WORDS * asked / (_STATES_PER_WORD * (_PER_STATE + 2 * MEASURES + themes_take)))
    return words if words >= _FEWEST_WORDS else 0


@dataclass(frozen=True, eq=False)
class Pruning:
    """How a model is made small enough.

    Attributes
    ----------
    columns : Columns
        Those of the whole model.
    themes : int
    asked : int
        Bytes of all files.
    room : int
        Bytes of its arrays.
    narrow : bool
        Whether weights are rounded to eight bits.
    """

    columns: Columns
    themes: int
    asked: int
    room: int
    narrow: bool

    def __call__(self, linear: Linear, learn: Learn, texts: Sequence[str]) -> Floats:
        """The scores that a smaller model gives to texts: those that it would give when compiled."""
        terms = self._kept(linear)
        columns = self.columns.reduced(terms)
        linear = self._learned(linear, learn, terms)
        return np.asarray(columns.features.transform(texts) @ columns.compiled(linear.coef, self.narrow)[1] + linear.intercept)

    def smaller(self, matrix: Design, linear: Linear) -> tuple[Columns, Linear]:
        """Columns and weights of the smaller model."""
        terms = self._kept(linear)
        columns = self.columns if terms.all() else matrix.reduced(terms)
        return columns, self._learned(linear, matrix.linear, terms)

    def facts(self, columns: Columns, before: Floats, f1: float, shown: Targets, targets: Targets) -> dict[str, Any]:
        """What was done, and macro-F1 on held-out texts, before (by such scores) and after."""
        rule = fit_rule(before, shown, targets)
        return {
            "max_bytes": self.asked,
            "terms": len(columns.features.weight_),
            "terms_of": len(self.columns.features.weight_),
            "bits": 8 if self.narrow else 16,
            "macro_f1_before": measured(rule, rule.probabilities(before), shown)["macro_f1"],
            "macro_f1": f1,
        }

    def _learned(self, linear: Linear, learn: Learn, terms: Which) -> Linear:
        return linear if terms.all() else learn(np.append(terms, np.ones(linear.coef.shape[1] - len(terms), dtype=bool)))

    def _kept(self, linear: Linear) -> Which:
        """The terms to keep: as many as there is room for."""
        features = self.columns.features
        order, fixed = _order(features, linear), _always(features)
        states = features.states_[: len(fixed)]
        number, kept = len(order), np.ones(len(fixed), dtype=bool)
        over = _bytes_of_arrays(features, self.themes, self.narrow) - self.room
        while over > 0:
            number -= -(-over // _per_state(features, self.themes, self.narrow))
            chosen = np.zeros(len(features.trie_), dtype=bool)
            chosen[order[: max(number, 0)]] = True
            kept = fixed | chosen[states]
            over = _bytes_of_arrays(features.reduced(kept), self.themes, self.narrow) - self.room
        return kept


def _always(features: TermFeatures) -> Which:
    """The terms that are kept whatever they weigh: single characters and the beginnings of density words, whose states stay."""
    fixed = np.zeros(len(features.trie_), dtype=bool)
    fixed[features.trie_.levels()[0]] = True
    states, parents = features.states_[features.density_], features.trie_.parents()
    while len(states):
        fixed[states] = True
        states = np.unique(parents[states[parents[states] > 0]])
    return fixed[features.states_[: len(features.weight_)]]


def _order(features: TermFeatures, linear: Linear) -> Places:
    """The states of the trie, those first that matter most; a state matters as much as any term that it is a beginning of."""
    terms = len(features.weight_)
    matters, parents = np.zeros(len(features.trie_)), features.trie_.parents()
    largest = np.max(np.abs(linear.coef[:, :terms]), axis=0)
    matters[features.states_[:terms]] = largest * features.weight_ * np.sqrt(features.texts_with_)
    levels = features.trie_.levels()
    for level in reversed(levels[1:]):
        np.maximum.at(matters, parents[level], matters[level])
    states = np.concatenate(levels)
    return states[np.argsort(-matters[states], kind="stable")]


def _per_state(features: TermFeatures, themes: int, narrow: bool) -> int:
    """Bytes of a state and its row."""
    blocks = 2 if len(features.density_) else 1
    row = blocks * themes + 2 * MEASURES if narrow else 2 * (blocks * block_width(themes) + MEASURES)
    return _PER_STATE + row + (2 if features.groups else 0)


def _bytes_of_arrays(features: TermFeatures, themes: int, narrow: bool) -> int:
    """Bytes of alphabet, trie and weights on disk."""
    trie = features.trie_
    rows = 2 + sum(map(len, trie.levels()))
    size = len(features.alphabet_.characters.encode()) + _PER_STATE * len(trie) + 5 * _HEADER
    size += rows * (_per_state(features, themes, narrow) - _PER_STATE)
    return size + (_HEADER + _CHAIN * (1 + len(lexicon_words(features.groups))) if features.groups else 0)


def _bytes_of_facts(columns: Columns, targets: Targets) -> int:
    """Bytes of manifest, card and dictionary, or some more: names and figures of themes, and the table of confusions."""
    features, themes = columns.features, len(targets.classes)
    names = sum(len(json.dumps(str(theme), ensure_ascii=False).encode("utf-8", "backslashreplace")) for theme in targets.classes)
    confusions = (themes + 1) ** 2 * (_PER_NUMBER + len(str(len(targets.indicator))))
    groups = sum(_PER_NAME + len(name.encode()) + themes * _PER_FLOAT for name in features.groups or ())
    dictionary = sum(_PER_NUMBER + len(word.encode()) + len(str(frequency)) for word, frequency in features.dictionary)
    return _FACTS + _TIMES_NAMED * names + themes * _PER_THEME + confusions + groups + dictionary
