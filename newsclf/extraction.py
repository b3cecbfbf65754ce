"""What a classifier learns from: the terms of texts, counted and weighted as a scikit-learn transformer does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.base import BaseEstimator, TransformerMixin

from newsclf.arrays import Floats, Places
from newsclf.characters import Codes
from newsclf.errors import TrainingError
from newsclf.features import LONGEST_GRAM, MAX_GRAM, folded_word_terms, is_term
from newsclf.lanes import HIGHEST
from newsclf.lexicon import membership, roots
from newsclf.text import normalise
from newsclf.tokens import Dictionary
from newsclf.trie import build
from newsclf.vocabulary import alphabet, frequent, frequent_grams, handed_on, present
from newsclf.weights import Weights, lay_out, rounded, unit_length

_FULL_LENGTH: Final = 0.97
"""So large a share of the texts counts in full; how long they are bounds the length of others (`newsclf.weights.unit_length`)."""

WORD_WEIGHT: Final = 2.0
"""A run of characters that is also a jieba word counts twice: as the one and as the other."""

UNIT_LENGTH: Final = 1.4
"""The length of a text's vector in the unit block; what densities are measured against."""

_BATCH: Final = 2000


@dataclass(frozen=True, eq=False)
class Counted:
    """What was counted in texts.

    Attributes
    ----------
    terms : csr_matrix of shape (n_texts, n_terms)
        How often each term occurs.
    characters : ndarray of shape (n_texts,)
        The letters and Han characters, a number counting as one; 1 for none.
    """

    terms: csr_matrix
    characters: Floats

    def first(self, number: int) -> Counted:
        """The same of the first so many texts."""
        return Counted(self.terms[:number], self.characters[:number])


class TermFeatures(TransformerMixin, BaseEstimator):
    """Texts to TF-IDF of terms, and densities of some words.

    Terms are the runs of one to a few characters of the texts they are learned from, and the words of two characters and more
    that jieba cuts there. Later a term counts wherever it stands.

    A text has up to three blocks of features. Unit: the occurrences of each term times its weight, over the root of the sum of
    the squared weights of all occurrences. That is TF-IDF of unit length (Salton and Buckley 1988) in which a repeated term is
    taken for so many different ones: so both sums are sums over the places of a text. Density: the occurrences of a word over
    the number of letters and Han characters. Roots: the square roots of the densities of groups of words (`newsclf.lexicon`).

    Parameters
    ----------
    min_df : int, default=1
        A term must occur in so many texts.
    words : bool, default=True
        Whether jieba's words are terms, too.
    grams : int, default=3
        Runs of up to so many characters are terms, from 1 to 4.
    idf : float, default=1.0
        The power of the inverse document frequency in what a term counts for: less than 1 evens terms out.
    dictionary : sequence of (word, frequency), default=()
        Words added to jieba's dictionary (`newsclf.dictionary.settle`). Those that stand in any of the texts are terms.
    density_words : sequence of str, default=()
        The words of the second block, each once and in its normal form (`newsclf.lexicon.lexicon_words`).
    groups : mapping of str to sequence of str, optional
        The groups of the third block; their words must be density words, too.

    Attributes
    ----------
    alphabet_ : Alphabet
    trie_ : Trie
    terms_ : list of str
        Those of the unit block, in the order of its columns; then density words that are not among them.
    states_ : ndarray of intp, shape (n_terms,)
        The state of each term in the trie.
    weight_ : ndarray of shape (n_unit,)
        What a term counts for in the unit block: a power of its inverse document frequency, for a word times the root of
        `WORD_WEIGHT`.
    density_ : ndarray of intp, shape (n_density_words,)
        Which terms the columns of the density block are.
    square_ : ndarray of shape (n_unit,)
        What an occurrence of it adds to the square of the length: the square of the weight, unless others were dropped.
    longest_ : float
        The square of the length up to which texts count in full: 97 of 100 texts are no longer (`newsclf.weights.unit_length`).
    texts_with_ : ndarray of int64, shape (n_unit,)
        In how many texts each term of the unit block occurs.
    """

    def __init__(
        self,
        *,
        min_df: int = 1,
        words: bool = True,
        grams: int = MAX_GRAM,
        idf: float = 1.0,
        dictionary: Dictionary = (),
        density_words: Sequence[str] = (),
        groups: Mapping[str, Sequence[str]] | None = None,
    ):
        self.min_df = min_df
        self.words = words
        self.grams = grams
        self.idf = idf
        self.dictionary = dictionary
        self.density_words = density_words
        self.groups = groups

    def fit(self, X: Iterable[str], y: Any = None) -> TermFeatures:
        """Learn terms and their weights from raw texts.

        Raises
        ------
        TrainingError
            When no term occurs often enough.
        ValueError
            When a parameter is wrong.
        """
        self.fit_counts(list(X))
        return self

    def fit_counts(self, texts: Sequence[str], others: Sequence[str] = ()) -> Counted:
        """Do as `fit`, and return what was counted in the texts; words of the dictionary may stand in others, too."""
        if not isinstance(self.min_df, int) or self.min_df < 1:
            raise ValueError(f"min_df must be a whole number from 1 on, got {self.min_df!r}")
        if self.grams not in range(1, LONGEST_GRAM + 1):
            raise ValueError(f"grams must be a whole number from 1 to {LONGEST_GRAM}, got {self.grams!r}")
        folded = [normalise(text) for text in texts]
        added = {word for word, _ in self.dictionary if is_term(word)}
        cuts = (folded_word_terms(text, self.dictionary) for text in folded)
        words = frequent(cuts, self.min_df) if self.words else set()
        self.alphabet_ = alphabet(folded, self.min_df, added.union(self.density_words))
        written = self.alphabet_.write_folded(folded)
        grams = frequent_grams(written, self.alphabet_.characters, self.min_df, self.grams)
        known = set(self.alphabet_.characters)
        batches = chain([written], (self.alphabet_.write(batch)[0] for batch in _batches(others)))  # none without a dictionary
        words |= present(added, batches, self.alphabet_.characters)
        several = {word for word in words if len(word) > 1 and known.issuperset(word)}
        unit = sorted(several.union(grams))
        if not unit:
            raise TrainingError(reason="no_words", rows=len(texts))
        self._place(unit)
        self._member = membership(self.groups or {}, self.density_words)
        counted = self._count(written)
        self._looked_up = np.bincount(self.trie_.deepest(written.codes), minlength=len(self.trie_))
        self.texts_with_ = np.asarray(counted.terms[:, : len(unit)].getnnz(axis=0), dtype=np.int64)
        inverse = np.log((1 + len(texts)) / (1 + self.texts_with_)) + 1
        self._weigh(inverse**self.idf, np.array([term in several for term in unit]))
        self.longest_ = max(
            1.0, float(np.quantile(counted.terms[:, : len(unit)] @ self.weight_**2, _FULL_LENGTH, method="higher"))
        )
        return counted

    def _place(self, unit: Sequence[str]) -> None:
        """Give the terms of the unit block, and density words that are not among them, their columns and states."""
        self.terms_ = [*unit, *sorted(set(self.density_words).difference(unit))]
        self.trie_ = build(self.terms_, self.alphabet_.characters)
        self.states_ = self.trie_.states(self.terms_)
        place = {term: column for column, term in enumerate(self.terms_)}
        self.density_ = np.array([place[word] for word in self.density_words], dtype=np.intp)

    def reduced(self, kept: NDArray[np.bool_]) -> TermFeatures:
        """The same with fewer terms in the unit block; what texts have of the others still counts for their length.

        Parameters
        ----------
        kept : ndarray of bool, shape (n_unit,)
            Which terms to keep. They keep their weights; `newsclf.vocabulary.handed_on` says what becomes of the length.
        """
        few, columns = copy(self), np.flatnonzero(kept)
        few._place([self.terms_[column] for column in columns])
        few.weight_, few.texts_with_ = self.weight_[kept], self.texts_with_[kept]
        states = self.states_[columns]
        squares = np.zeros((len(few.trie_), 1))
        squares[few.states_[: len(columns)], 0] = handed_on(
            self.trie_, np.multiply(self._squares, self._square_scale), self._looked_up, states
        )[states]
        few._set_squares(squares)
        few.square_ = few._squares[few.states_[: len(columns)]] * few._square_scale
        few._looked_up = np.bincount(self.trie_.within(few.trie_), self._looked_up, len(few.trie_)).astype(np.int64)
        return few

    def _weigh(self, idf: Floats, twice: NDArray[np.bool_]) -> None:
        """Set the weights, rounded as they will be stored, so that the compiled model has the same."""
        squares = np.zeros((len(self.trie_), 1))
        states = self.states_[: len(idf)]
        squares[states, 0] = idf**2 * np.where(twice, WORD_WEIGHT, 1.0)
        self._set_squares(squares)
        self.weight_ = np.sqrt(self._squares[states] * self._square_scale)
        self.square_ = self.weight_**2

    def _set_squares(self, squares: Floats) -> None:
        numbers, scale = rounded(self.trie_, squares, HIGHEST)
        self._squares, self._square_scale = numbers[:, 0], float(scale[0])

    def transform(self, X: Iterable[str]) -> csr_matrix:
        """The features of raw texts, shape (n_texts, n_unit + n_density_words + n_groups): the blocks side by side."""
        parts = [hstack(self.blocks(self.count(batch)), format="csr") for batch in _batches(list(X))]
        width = len(self.weight_) + sum(self._member.shape)
        return csr_matrix(vstack([csr_matrix((0, width)), *parts], format="csr"))

    def count(self, texts: Sequence[str]) -> Counted:
        """Count the learned terms in raw texts."""
        return self._count(self.alphabet_.write(texts)[0])

    def blocks(self, counted: Counted) -> tuple[csr_matrix, csr_matrix, csr_matrix]:
        """The three blocks of the features of texts; the last two may be without columns."""
        unit, words = counted.terms[:, : len(self.weight_)], csr_matrix(counted.terms[:, self.density_])
        length = unit_length(unit @ self.square_, self.longest_)
        length[length == 0] = 1.0
        of_groups = roots(words @ self._member, counted.characters)
        density = diags(1 / counted.characters) @ words
        return csr_matrix(diags(1 / length) @ unit @ diags(self.weight_)), csr_matrix(density), csr_matrix(of_groups)

    def compiled(self, unit: Floats, density: Floats, groups: Floats, narrow: bool = False) -> tuple[Weights, Floats]:
        """The weights for scoring without scikit-learn.

        Parameters
        ----------
        unit : ndarray of shape (n_unit, n_themes)
            What a feature of each term weighs.
        density : ndarray of shape (n_density_words, n_themes)
        groups : ndarray of shape (n_groups, n_themes)
        narrow : bool
            Whether to round weights to eight bits.

        Returns
        -------
        weights : Weights
        coef : ndarray of shape (n_unit + n_density_words + n_groups, n_themes)
            The same numbers, side by side, as rounding left them.
        """
        of_states = np.zeros((2 if len(density) else 1, len(self.trie_), unit.shape[1]))
        unit_states, density_states = self.states_[: len(unit)], self.states_[self.density_]
        of_states[0, unit_states] = unit * self.weight_[:, None]
        of_states[1:, density_states] = density
        pairs = np.zeros(len(self.trie_), dtype=bool)
        pairs[self.states_[self._pairs()]] = True
        own_groups = dict(zip(density_states.tolist(), map(np.flatnonzero, self._member), strict=True)) if len(groups) else {}
        weights = lay_out(self.trie_, of_states, self._squares, self._square_scale, self.longest_, pairs, self._looked_up, narrow)
        if self.groups:
            weights = weights.with_groups(self.trie_, tuple(self.groups), own_groups, groups)
        parents = self.trie_.parents()
        rounded_unit = weights.own(unit_states, parents[unit_states])[0][0] / self.weight_[:, None]
        rounded_density = weights.own(density_states, parents[density_states])[0][-1]
        return weights, np.concatenate([rounded_unit, rounded_density, groups])

    def known_shares(self, counted: Counted) -> Floats:
        """Of each text that was learned from: the pairs of characters that would be known without it, over its characters."""
        pairs = self._pairs()
        others = pairs[self.texts_with_[pairs] > self.min_df]
        return np.asarray(counted.terms[:, others].sum(axis=1)).ravel() / counted.characters

    def _pairs(self) -> Places:
        """The terms of two characters."""
        return np.array([place for place, term in enumerate(self.terms_[: len(self.weight_)]) if len(term) == 2], dtype=np.intp)

    def _count(self, written: Codes) -> Counted:
        column = np.full(len(self.trie_), -1, dtype=np.intp)
        column[self.states_] = np.arange(len(self.terms_))
        parts, ends = [csr_matrix((0, len(self.terms_)), dtype=np.float64)], np.append(written.starts[1:], len(written.codes))
        for first in range(0, len(written.starts), _BATCH):
            last = min(first + _BATCH, len(written.starts)) - 1
            codes = written.codes[written.starts[first] : ends[last]]
            text = np.repeat(np.arange(last - first + 1), written.lengths[first : last + 1])
            found = [(text[places], column[states]) for places, states in self.trie_.matches(codes)]
            rows, columns = (np.concatenate(side) for side in zip(*found, strict=True))
            rows, columns = rows[columns >= 0], columns[columns >= 0]
            parts.append(csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(last - first + 1, len(self.terms_))))
        characters = np.add.reduceat(np.append(written.codes > 0, False), written.starts, dtype=np.float64)
        return Counted(csr_matrix(vstack(parts, format="csr")), np.maximum(characters, 1.0))


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(texts), _BATCH):
        yield texts[first : first + _BATCH]
