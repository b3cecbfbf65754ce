"""The design matrix: the features of all texts that are learned from, in memory or, of many, on disk.

Up to `LARGE` texts the matrix stands in memory, every text is held out once, and the weights are exact. Beyond, so that time
grows as the texts do and memory far more slowly: terms are learned from a sample of the texts (`newsclf.sampling`), features are
made and put on disk block by block (`newsclf.blocks`), the solver starts from the weights of the sample and reads them block
by block (`newsclf.linear`), and no more texts are held out than are needed. The texts and their labels stay in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
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


class Design(Protocol):
    """What weights are learned from. As a context, it clears up behind itself."""

    columns: Columns

    def __enter__(self) -> Design: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...

    def linear(self) -> Linear:
        """Weights learned from all texts."""

    def held_out(self, groups: Sequence[Any] | None, folds: int) -> tuple[Indices, Floats]:
        """Some texts or all, rising, and their scores by weights that have not seen them (the vocabulary has)."""


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


class Whole:
    """All in memory."""

    def __init__(
        self,
        recipe: Recipe,
        texts: Sequence[str],
        targets: Targets,
        strength: float,
        seed: int,
        balanced: bool = True,
        tell: Tell = silent,
    ) -> None:
        self._targets, self._strength, self._seed, self._balanced, self._tell = targets, strength, seed, balanced, tell
        self.columns, self._matrix = recipe.learn(texts)
        tell(len(texts))

    def __enter__(self) -> Whole:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        pass

    def linear(self) -> Linear:
        """Weights learned from all texts."""
        return self._fit(self._matrix, self._targets.indicator)

    def held_out(self, groups: Sequence[Any] | None, folds: int) -> tuple[Indices, Floats]:
        """All texts that have a fold, each held out in one."""
        truth = self._targets.indicator
        scores, tested = np.zeros(truth.shape), np.zeros(len(truth), dtype=bool)
        for train, test in splits(self._targets, groups, folds, self._seed):
            scores[test] = self._fit(self._matrix[train], truth[train]).scores(self._matrix[test])
            tested[test] = True
        return np.flatnonzero(tested), scores[tested]

    def _fit(self, matrix: csr_matrix, truth: Which) -> Linear:
        linear = fit_in_memory(matrix, truth, self._strength, self._seed, self._balanced)
        self._tell(len(truth))
        return linear


class Streamed:
    """On disk, block by block."""

    def __init__(
        self,
        recipe: Recipe,
        texts: Sequence[str],
        targets: Targets,
        strength: float,
        seed: int,
        balanced: bool = True,
        tell: Tell = silent,
    ) -> None:
        self._targets, self._strength, self._seed, self._balanced, self._tell = targets, strength, seed, balanced, tell
        self._sample = sample(texts, targets.indicator, seed)
        self.columns, self._matrix = recipe.learn([texts[place] for place in self._sample], texts)
        self._blocks = Blocks()
        with ExitStack() as on_error:
            on_error.enter_context(self._blocks)
            for some in cut_into_blocks(texts):
                self._blocks.append(self.columns.matrix(some))
                tell(len(some))
            on_error.pop_all()

    def __enter__(self) -> Streamed:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._blocks.__exit__(kind, error, trace)

    def linear(self) -> Linear:
        """Weights learned from all texts."""
        return self._fit(np.ones(len(self._targets.indicator), dtype=bool))

    def held_out(self, groups: Sequence[Any] | None, folds: int) -> tuple[Indices, Floats]:
        """Some texts, held out part by part."""
        part = parts(self._targets, groups, folds, self._seed)
        kept, place = np.flatnonzero(part >= 0), np.cumsum(part >= 0) - 1
        scores = np.zeros((len(kept), self._targets.indicator.shape[1]))
        for number in range(int(part.max()) + 1):
            linear, last = self._fit(part != number), 0
            for block in self._blocks:
                first, last = last, last + block.shape[0]
                rows = np.flatnonzero(part[first:last] == number)
                scores[place[first + rows]] = linear.scores(block[rows])
        return kept, scores

    def _fit(self, learned: Which) -> Linear:
        kept, truth = learned[self._sample], self._targets.indicator
        start = fit_in_memory(self._matrix[kept], truth[self._sample[kept]], self._strength, self._seed, self._balanced)
        linear = fit_in_blocks(self._blocks, truth, learned, self._strength, start, self._balanced)
        self._tell(int(learned.sum()))
        return linear
