"""Labels that are paths, learned at all levels: a topic's weights lean on those of the themes above it.

Beside each label, every theme above several of them is learned, as one more class: 畜牧学 of all texts of 畜牧学/兽医学 and
畜牧学/草学. A share of what a theme weighs, chosen on texts held out, is then added to what each label below it weighs. So a
topic of few texts learns from all texts of its theme, and a topic is rather taken for another of its theme than for one of
another theme. The sum of linear scores is a linear score: the model is one of labels like any other. (T. Evgeniou and M.
Pontil, "Regularized multi-task learning", 2004, have weights that are such sums; there they are learned in one.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.calibration import fit_rule, measured
from newsclf.linear import Linear
from newsclf.paths import depth_of, refuse_no_paths, upper
from newsclf.targets import Targets

SHARES: Final = (0.0, 0.25, 0.5)
"""What may be added of a theme's weights to those of the labels below it. With more, the top level gains little, and labels
of one theme are told apart worse."""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Which labels stand below which themes.

    Attributes
    ----------
    separator : str or None
        What parts the levels of a label; None when labels are plain names.
    names : tuple of str, length n_ancestors
        The themes that are learned beside the labels, each with a separator behind it: there may be a label of the same name. A
        theme above but one label says nothing new, and is none of them.
    above : ndarray of bool, shape (n_ancestors, n_themes)
        Which labels stand below each.
    """

    separator: str | None
    names: tuple[str, ...]
    above: NDArray[np.bool_]

    @classmethod
    def of(cls, targets: Targets, separator: str | None) -> Hierarchy:
        """That of the labels to learn.

        Raises
        ------
        TrainingError
            When a label has an empty part, or no label has the separator.
        """
        names = [str(theme) for theme in targets.classes]
        groups = _groups(names, separator) if separator else {}
        above = np.array([np.isin(np.arange(len(names)), places) for places in groups], dtype=bool)
        return cls(separator, tuple(groups.values()), above.reshape(-1, len(names)))

    def with_ancestors(self, targets: Targets) -> Targets:
        """What to learn: the labels, and behind them the themes above."""
        if not self.names:
            return targets
        having = [targets.indicator[:, below].any(axis=1) for below in self.above]
        names = np.array([*map(str, targets.classes), *self.names])
        return replace(targets, classes=names, indicator=np.column_stack([targets.indicator, *having]))

    def folded(self, scores: Floats, share: float) -> Floats:
        """Scores of the labels, shape (n_texts, n_themes), out of those of labels and themes above; a share of the latter."""
        themes = self.above.shape[1]
        return np.asarray(scores[:, :themes] + share * (scores[:, themes:] @ self.above))

    def linear(self, linear: Linear, share: float) -> Linear:
        """The same of weights."""
        return Linear(np.ascontiguousarray(self.folded(linear.coef.T, share).T), self.folded(linear.intercept[None], share)[0])

    def best_share(self, scores: Floats, shown: Targets, everyone: Targets) -> float:
        """The share with the best macro-F1 on texts held out, on the mean of all levels; of equal ones the smallest.

        Parameters
        ----------
        scores : ndarray of shape (n_shown, n_themes + n_ancestors)
            Of labels and themes above, by weights that have not seen the texts.
        shown, everyone : Targets
            The labels of these texts, and of all that were learned from.
        """
        if not self.names:
            return 0.0
        return max(SHARES, key=lambda share: self._macro_f1(self.folded(scores, share), shown, everyone))

    def _macro_f1(self, scores: Floats, shown: Targets, everyone: Targets) -> float:
        """The mean of all levels."""
        rule = fit_rule(scores, shown, everyone)
        facts = measured(rule, rule.probabilities(scores), shown, self.separator)
        return float(np.mean([level["macro_f1"] for level in (facts, *facts["levels"])]))


def _groups(names: list[str], separator: str) -> dict[tuple[int, ...], str]:
    """The themes above several labels, by the places of these."""
    refuse_no_paths(names, separator)
    groups: dict[tuple[int, ...], str] = {}
    for depth in range(1, depth_of(names, separator)):
        below: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            below.setdefault(upper(name, separator, depth), []).append(place)
        groups |= {tuple(places): name + separator for name, places in below.items() if len(places) > 1}
    return groups
