"""The design matrix: the features of all texts that are learned from, in memory or, of many, on disk.

Up to `LARGE` texts the matrix stands in memory, every text is held out once, and the weights are exact. Beyond, so that time
grows as the texts do and memory far more slowly: terms are learned from a sample of the texts (`newsclf.sampling`), features are
made and put on disk block by block (`newsclf.blocks`), the solver starts from the weights of the sample and reads them block
by block (`newsclf.linear`), and no more texts are held out than are needed. The texts and their labels stay in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from newsclf.arrays import Floats
from newsclf.blocks import Blocks, cut_into_blocks
from newsclf.columns import Columns, Recipe
from newsclf.folds import Indices, splits
from newsclf.linear import Linear, fit_in_blocks, fit_in_memory
from newsclf.sampling import parts, sample
from newsclf.targets import Targets

LARGE: Final = 50_000
"""More texts than these go the way of many."""

Which = NDArray[np.bool_]
Tell = Callable[[int], object]


def silent(_: int) -> None:
    """Nobody is told."""


Learn = Callable[[Which], Linear]
"""Weights of the columns that are kept, shape (n_columns,), learned from the same texts as others."""

Prune = Callable[[Linear, Learn, Sequence[str]], Floats]
"""Given what was learned from some texts: the scores that a smaller model, made of it, gives to others."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Texts that were held out.

    Attributes
    ----------
    places : ndarray of intp, shape (n_held_out,)
        Which, rising.
    scores : ndarray of shape (n_held_out, n_themes)
    pruned : ndarray of the same shape
        Their scores by smaller models; the same where nothing was pruned.
    """

    places: Indices
    scores: Floats
    pruned: Floats

    @classmethod
    def none(cls) -> HeldOut:
        """No texts."""
        return cls(np.empty(0, dtype=np.intp), np.empty((0, 0)), np.empty((0, 0)))

    @classmethod
    def of_dev(cls, texts: Sequence[str], *models: tuple[Columns, Linear]) -> HeldOut:
        """For texts that were not learned from at all: their scores by a model, and by the same made smaller."""
        whole, smaller = (linear.scores(columns.matrix(texts)) for columns, linear in models)
        return cls(np.empty(0, dtype=np.intp), whole, smaller)


class Design(Protocol):
    """What weights are learned from. As a context, it clears up behind itself."""

    columns: Columns

    def __enter__(self) -> Design: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def linear(self, kept: Which | None = None) -> Linear:
        """Weights learned from all texts; of some columns only, where it is said which are kept."""

    def reduced(self, terms: Which) -> Columns:
        """The columns with fewer terms."""

    def held_out(self, groups: Sequence[Any] | None, folds: int, prune: Prune | None = None) -> HeldOut:
        """Hold out some texts or all, part by part, and score them by weights that have not seen them (the vocabulary has)."""


def design(
    recipe: Recipe, texts: Sequence[str], targets: Targets, strength: float, seed: int, balanced: bool = True, tell: Tell = silent
) -> Design:
    """The design matrix of texts, made the way that suits their number.

    Parameters
    ----------
    recipe : Recipe
    texts : sequence of str
    targets : Targets
    strength : float
        C, the inverse strength of regularisation.
    seed : int
    balanced : bool
        Whether the texts with a theme weigh as much as those without it.
    tell : callable
        Told of work that is done, as a number of texts.
    """
    return (Whole if len(texts) <= LARGE else Streamed)(recipe, texts, targets, strength, seed, balanced, tell)


@dataclass(eq=False)
class Given:
    """What every design matrix is made of; see `design`."""

    recipe: Recipe
    texts: Sequence[str]
    targets: Targets
    strength: float
    seed: int
    balanced: bool = True
    tell: Tell = silent


@dataclass(eq=False)
class Whole(Given):
    """All in memory."""

    def __post_init__(self) -> None:
        self.columns, self._matrix = self.recipe.learn(self.texts)
        self.tell(len(self.texts))

    def __enter__(self) -> Whole:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def linear(self, kept: Which | None = None) -> Linear:
        """Weights learned from all texts."""
        return self._fit(self._matrix, self.targets.indicator, kept)

    def reduced(self, terms: Which) -> Columns:
        """The columns with fewer terms."""
        return self.columns.reduced(terms, self.texts)

    def held_out(self, groups: Sequence[Any] | None, folds: int, prune: Prune | None = None) -> HeldOut:
        """All texts that have a fold, each held out in one."""
        truth = self.targets.indicator
        scores, tested = np.zeros(truth.shape), np.zeros(len(truth), dtype=bool)
        pruned = np.zeros(truth.shape) if prune else scores
        for train, test in splits(self.targets, groups, folds, self.seed):
            learn = partial(self._fit, self._matrix[train], truth[train])
            linear = learn()
            scores[test] = linear.scores(self._matrix[test])
            tested[test] = True
            if prune:
                pruned[test] = prune(linear, learn, [self.texts[place] for place in test.tolist()])
        return HeldOut(np.flatnonzero(tested), scores[tested], pruned[tested])

    def _fit(self, matrix: csr_matrix, truth: Which, kept: Which | None = None) -> Linear:
        some = matrix if kept is None else matrix[:, kept]
        linear = fit_in_memory(some, truth, self.strength, self.seed, self.balanced)
        self.tell(len(truth))
        return linear


@dataclass(eq=False)
class Streamed(Given):
    """On disk, block by block."""

    def __post_init__(self) -> None:
        self._sample = sample(self.texts, self.targets.indicator, self.seed)
        self.columns, self._matrix = self.recipe.learn([self.texts[place] for place in self._sample], self.texts)
        self._blocks = Blocks()
        with ExitStack() as on_error:
            on_error.enter_context(self._blocks)
            for some in cut_into_blocks(self.texts):
                self._blocks.append(self.columns.matrix(some))
                self.tell(len(some))
            on_error.pop_all()

    def __enter__(self) -> Streamed:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._blocks.__exit__(kind, error, trace)

    def linear(self, kept: Which | None = None) -> Linear:
        """Weights learned from all texts."""
        return self._fit(np.ones(len(self.targets.indicator), dtype=bool), kept)

    def reduced(self, terms: Which) -> Columns:
        """The columns with fewer terms."""
        return self.columns.reduced(terms, [self.texts[place] for place in self._sample.tolist()])

    def held_out(self, groups: Sequence[Any] | None, folds: int, prune: Prune | None = None) -> HeldOut:
        """Some texts, held out part by part."""
        part = parts(self.targets, groups, folds, self.seed)
        shown, place = np.flatnonzero(part >= 0), np.cumsum(part >= 0) - 1
        scores = np.zeros((len(shown), self.targets.indicator.shape[1]))
        pruned = np.zeros(scores.shape) if prune else scores
        for number in range(int(part.max()) + 1):
            learn = partial(self._fit, part != number)
            linear, last = learn(), 0
            for block in self._blocks:
                first, last = last, last + block.shape[0]
                rows = np.flatnonzero(part[first:last] == number)
                scores[place[first + rows]] = linear.scores(block[rows])
            if prune:
                held_out = np.flatnonzero(part == number)
                pruned[place[held_out]] = prune(linear, learn, [self.texts[text] for text in held_out.tolist()])
        return HeldOut(shown, scores, pruned)

    def _fit(self, learned: Which, kept: Which | None = None) -> Linear:
        among, truth = learned[self._sample], self.targets.indicator
        some = self._matrix[among]
        blocks: Iterable[csr_matrix] = self._blocks
        if kept is not None:
            some, blocks = some[:, kept], _FewColumns(blocks, kept)
        start = fit_in_memory(some, truth[self._sample[among]], self.strength, self.seed, self.balanced)
        linear = fit_in_blocks(blocks, truth, learned, self.strength, start, self.balanced)
        self.tell(int(learned.sum()))
        return linear


@dataclass(frozen=True, eq=False)
class _FewColumns:
    """Some of the columns of blocks."""

    blocks: Iterable[csr_matrix]
    kept: Which

    def __iter__(self) -> Iterator[csr_matrix]:
        return (block[:, self.kept] for block in self.blocks)
