"""Settings for a classifier, chosen by cross-validation on labelled texts: which, and why.

The search is planned by the size of the data (`newsclf.settings`), never by the clock: so the same data and seed give the same
settings on any machine. Setting after setting, other values are tried beside the value so far, on the same folds; another value
is taken when its macro-F1 is higher by more than twice the standard error of the difference. So chance seldom decides, and
settings stay as they are where they do not matter.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from newsclf.calibration import fit_rule
from newsclf.columns import Recipe
from newsclf.design import Tell
from newsclf.duplicates import numbered
from newsclf.folds import Indices, splits
from newsclf.linear import fit_in_memory
from newsclf.settings import Plan
from newsclf.targets import Targets

SURE: Final = 2.0
"""So many standard errors must a gain be."""

_RESAMPLES: Final = 200
_OF_FEATURES: Final = ("grams", "min_df", "idf", "vectors_weight")


@dataclass(frozen=True)
class Trial:
    """Another value of a setting, beside the value so far.

    Attributes
    ----------
    setting : str
    value : object
    macro_f1 : float
        Out of fold.
    gain, error : float
        How much higher that is than with the value so far, and the standard error of this difference.
    taken : bool
    """

    setting: str
    value: Any
    macro_f1: float
    gain: float
    error: float
    taken: bool


@dataclass(frozen=True)
class Found:
    """What the search chose, and what it saw."""

    settings: dict[str, Any]
    texts: int = 0
    folds: int = 0
    macro_f1: float = 0.0
    trials: tuple[Trial, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON values, for a manifest."""
        return asdict(self)


def search(
    recipe: Recipe,
    settings: Mapping[str, Any],
    planned: Plan,
    texts: Sequence[str],
    targets: Targets,
    groups: Sequence[Hashable] | None,
    seed: int,
    tell: Tell,
) -> Found:
    """Try other settings, one after another.

    Parameters
    ----------
    recipe : Recipe
        With the features that are not settings.
    settings : mapping
        The settings to start from.
    planned : Plan
    texts, targets, groups
        All of them, as in `newsclf.ThemeClassifier.fit`.
    seed : int
    tell : callable
        Told of work that is done, as a number of texts.
    """
    if not planned.others:
        return Found(dict(settings))
    rows = planned.rows.tolist()
    units = None if groups is None else [groups[row] for row in rows]
    bench = _Bench(recipe, [texts[row] for row in rows], targets.of(planned.rows), units, planned.folds, seed, tell)
    best, guess = dict(settings), bench.guess(settings)
    trials: list[Trial] = []
    for name, values in planned.others.items():
        for value in values:
            if value == bench.value(best, name):
                bench.skip()
                continue
            other = {**best, name: value}
            answers = bench.guess(other)
            gain, error = bench.gain(guess, answers)
            trials.append(Trial(name, value, bench.macro_f1(answers), gain, error, gain > SURE * error))
            if trials[-1].taken:
                best, guess = other, answers
    return Found(best, len(rows), planned.folds, bench.macro_f1(guess), tuple(trials))


def with_settings(recipe: Recipe, settings: Mapping[str, Any]) -> Recipe:
    """A recipe with those settings that are about features."""
    return replace(recipe, **{name: settings[name] for name in _OF_FEATURES})


class _Bench:
    """Texts on which settings are tried. Features are made anew only when they change."""

    def __init__(
        self,
        recipe: Recipe,
        texts: Sequence[str],
        targets: Targets,
        groups: Sequence[Hashable] | None,
        folds: int,
        seed: int,
        tell: Tell,
    ) -> None:
        self._recipe, self._texts, self._targets, self._folds, self._seed, self._tell = recipe, texts, targets, folds, seed, tell
        self._splits = list(splits(targets, groups, folds, seed))
        self._tested = np.isin(np.arange(len(texts)), np.concatenate([test for _, test in self._splits]))
        self._units = np.arange(len(texts)) if groups is None else numbered(groups)
        self._made: tuple[Recipe, csr_matrix] | None = None

    def value(self, settings: Mapping[str, Any], name: str) -> Any:
        """A setting as a value that can be compared with others."""
        if name == "min_df" and settings[name] == "auto":
            return with_settings(self._recipe, settings).needed(self._texts)
        return settings[name]

    def skip(self) -> None:
        """A value is not tried: the work is done already."""
        self._tell(self._folds * len(self._texts))

    def guess(self, settings: Mapping[str, Any]) -> Indices:
        """The primary labels that models with such settings give to texts that they have not seen."""
        matrix, truth = self._matrix(settings), self._targets.indicator
        scores = np.zeros(truth.shape)
        for train, test in self._splits:
            balanced = settings["class_weight"] == "balanced"
            linear = fit_in_memory(matrix[train], truth[train], settings["C"], self._seed, balanced)
            scores[test] = linear.scores(matrix[test])
            self._tell(len(self._texts) * self._folds // len(self._splits))
        rule = fit_rule(scores[self._tested], self._targets.of(np.flatnonzero(self._tested)), self._targets)
        return np.where(self._tested, rule.primary(rule.probabilities(scores)), self._targets.primary)  # some are always learned

    def macro_f1(self, guess: Indices) -> float:
        """The macro-F1 of such answers, over the labels that the texts have."""
        return float(next(self._figures(guess, [np.ones(len(guess))])))

    def gain(self, before: Indices, after: Indices) -> tuple[float, float]:
        """By how much macro-F1 is higher, and the standard error of that (the bootstrap of paired answers)."""
        random, drawn = np.random.default_rng(self._seed), int(self._units.max()) + 1
        weights = [
            np.bincount(random.integers(drawn, size=drawn), minlength=drawn)[self._units].astype(float) for _ in range(_RESAMPLES)
        ]
        pairs = zip(self._figures(before, weights), self._figures(after, weights), strict=True)
        return self.macro_f1(after) - self.macro_f1(before), float(np.std([later - earlier for earlier, later in pairs]))

    def _figures(self, guess: Indices, weights: Sequence[NDArray[np.float64]]) -> Iterator[float]:
        truth = self._targets.primary + 1
        labels, hit = len(self._targets.classes) + 1, truth == guess + 1
        for weight in weights:
            there = np.bincount(truth, weight, labels)
            both = there + np.bincount(guess + 1, weight, labels)
            yield float((2 * np.bincount(truth[hit], weight[hit], labels)[there > 0] / both[there > 0]).mean())

    def _matrix(self, settings: Mapping[str, Any]) -> csr_matrix:
        recipe = with_settings(self._recipe, settings)
        features = [getattr(recipe, name) for name in _OF_FEATURES]
        if self._made is None or features != [getattr(self._made[0], name) for name in _OF_FEATURES]:
            self._made = recipe, recipe.learn(self._texts)[1]
        return self._made[1]
