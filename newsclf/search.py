"""Settings for a classifier, chosen by cross-validation on labelled texts: which, and why.

The search is planned by the size of the data (`newsclf.settings`), never by the clock: so the same data and seed give the same
settings on any machine. Setting after setting, other values are tried beside the value so far, on the same folds; another value
is taken when its macro-F1 is higher by more than twice the standard error of the difference. So chance seldom decides, and
settings stay as they are where they do not matter.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix

from newsclf.bootstrap import Figure, draws_of_units, macro_f1_of, numbered
from newsclf.calibration import fit_rule
from newsclf.columns import Recipe
from newsclf.design import Tell
from newsclf.folds import Indices, splits
from newsclf.linear import fit_in_memory
from newsclf.settings import Plan
from newsclf.targets import Targets

SURE: Final = 2.0
"""So many standard errors must a gain be."""

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
        return asdict(self) | {"trials": [asdict(trial) for trial in self.trials]}


def search(
    recipe: Recipe,
    settings: Mapping[str, Any],
    planned: Plan,
    texts: Sequence[str],
    targets: Targets,
    groups: Sequence[Hashable] | None,
    dev: tuple[Sequence[str], Targets] | None,
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
    dev : tuple of (texts, targets), or None
        Texts to judge by, instead of those of each fold.
    seed : int
    tell : callable
        Told of work that is done, as a number of texts.
    """
    if not planned.others:
        return Found(dict(settings))
    rows = planned.rows.tolist()
    some, shown = [texts[row] for row in rows], targets.of(planned.rows)
    units = None if groups is None else [groups[row] for row in rows]
    if dev is None:
        bench = _Bench(recipe, some, shown, list(splits(shown, units, planned.folds, seed)), units, seed, tell)
    else:
        bench = _Bench(recipe, [*some, *dev[0]], shown.with_more(dev[1]), [_apart(len(some), len(dev[0]))], None, seed, tell)
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


def _apart(learned: int, dev: int) -> tuple[Indices, Indices]:
    """The one split into texts to learn from and, behind them, texts to judge by."""
    return np.arange(learned), np.arange(learned, learned + dev)


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
        parts: Sequence[tuple[Indices, Indices]],
        groups: Sequence[Hashable] | None,
        seed: int,
        tell: Tell,
    ) -> None:
        self._recipe, self._texts, self._targets, self._splits, self._seed, self._tell = recipe, texts, targets, parts, seed, tell
        self._shown = np.sort(np.concatenate([test for _, test in parts]))
        self._truth = targets.of(self._shown)
        self._units = numbered([groups[row] for row in self._shown]) if groups is not None else np.arange(len(self._shown))
        self._made: tuple[Recipe, csr_matrix] | None = None

    def value(self, settings: Mapping[str, Any], name: str) -> Any:
        """A setting as a value that can be compared with others."""
        if name == "min_df" and settings[name] == "auto":
            return with_settings(self._recipe, settings).needed(self._texts)
        return settings[name]

    def skip(self) -> None:
        """A value is not tried: the work is done already."""
        self._tell(sum(len(train) for train, _ in self._splits))

    def guess(self, settings: Mapping[str, Any]) -> Indices:
        """The primary labels that models with such settings give to texts that they have not seen."""
        matrix, truth = self._matrix(settings), self._targets.indicator
        scores = np.zeros(truth.shape)
        for train, test in self._splits:
            balanced = settings["class_weight"] == "balanced"
            linear = fit_in_memory(matrix[train], truth[train], settings["C"], self._seed, balanced)
            scores[test] = linear.scores(matrix[test])
            self._tell(len(train))
        rule = fit_rule(scores[self._shown], self._truth, self._truth)
        return rule.primary(rule.probabilities(scores[self._shown]))

    def macro_f1(self, guess: Indices) -> float:
        """The macro-F1 of such answers, over the labels that the texts have."""
        return self._figure(guess)(np.ones(len(guess), dtype=np.int64))

    def gain(self, before: Indices, after: Indices) -> tuple[float, float]:
        """By how much macro-F1 is higher, and the standard error of that (the bootstrap of paired answers)."""
        earlier, later = self._figure(before), self._figure(after)
        gains = [later(weights) - earlier(weights) for weights in draws_of_units(self._units, seed=self._seed)]
        return self.macro_f1(after) - self.macro_f1(before), float(np.std(gains))

    def _figure(self, guess: Indices) -> Figure:
        return macro_f1_of(self._truth.primary + 1, guess + 1)  # no theme is a label, too

    def _matrix(self, settings: Mapping[str, Any]) -> csr_matrix:
        recipe = with_settings(self._recipe, settings)
        features = [getattr(recipe, name) for name in _OF_FEATURES]
        if self._made is None or features != [getattr(self._made[0], name) for name in _OF_FEATURES]:
            self._made = recipe, recipe.learn(self._texts)[1]
        return self._made[1]
