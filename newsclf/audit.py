"""Labels that are perhaps wrong: what a model that has not seen a text says of it, against what its label says.

Source: C. Northcutt, L. Jiang and I. Chuang, "Confident learning: estimating uncertainty in dataset labels" (2021). A class
counts as found in a text when its probability is at least as high as it is on average in the texts that have it as their label;
so classes of which a model is seldom sure are not doubted more often. Texts are ranked by how improbable the label given is: of
planted errors, that put more at the top than how much more probable the other class is (`training.labelling`). Where texts have
several themes, each theme is such a question, of having it and of not.

Probabilities come from weights that have seen neither the text nor one of its near-copies (`newsclf.calibration`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.duplicates import Indices, kept_together, sets_of_copies
from newsclf.estimator import ThemeClassifier
from newsclf.near_copies import first_alike, signatures
from newsclf.targets import Targets, read_groups, read_targets, read_texts, refuse_other_lengths
from newsclf.themes import OTHER

MOST_NEAR: Final = 50_000
"""Of more texts, only copies are known as such, no near-copies: these take memory."""

Doubt = Literal["other", "missing", "extra", "copy"]


@dataclass(frozen=True)
class Suspect:
    """A text whose label is perhaps wrong.

    Attributes
    ----------
    place : int
        Which of the texts it is, from 0 on.
    given, proposed : tuple of str
        The labels that it has, and those that it would have by the model; empty for no theme.
    given_probability, proposed_probability : float
        How probable, by a model that has not seen it, what is doubted is, and what it would be instead.
    doubt : {"other", "missing", "extra", "copy"}
        Another label is likelier; a theme is missing; it is one too many; or only a near-copy with other labels
        speaks against it.
    theme : str
        The theme in question.
    copy : int
        The place of the first near-copy with other labels; -1 where there is none.
    """

    place: int
    given: tuple[str, ...]
    proposed: tuple[str, ...]
    given_probability: float
    proposed_probability: float
    doubt: Doubt
    theme: str
    copy: int


@dataclass(frozen=True)
class Audit:
    """What was found.

    Attributes
    ----------
    suspects : list of Suspect
        The likeliest errors first.
    texts, judged : int
        How many texts there are, and how many were held out from a model: neither the only text of a theme is, nor, of very many
        texts, most.
    contradictory : int
        Texts with a near-copy that has other labels.
    """

    suspects: list[Suspect]
    texts: int
    judged: int
    contradictory: int


def audit(
    X: Any,
    y: Any,
    groups: Any = None,
    *,
    classifier: ThemeClassifier | None = None,
    progress: Callable[[float], None] | None = None,
) -> Audit:
    """Find labels that are perhaps wrong, by a model that is learned from the same texts in folds.

    Parameters
    ----------
    X, y, groups
        As for `newsclf.ThemeClassifier.fit`. Near-copies are in one fold, too.
    classifier : ThemeClassifier, optional
        How to learn; it is fitted. By default, without a search for settings.
    progress : callable, optional
        Told now and then which share of the work is done, from 0 to 1.

    Returns
    -------
    Audit

    Raises
    ------
    TrainingError, ValueError
        As `newsclf.ThemeClassifier.fit` does.
    """
    texts, targets, given = read_texts(X), read_targets(y), read_groups(groups)
    refuse_other_lengths(len(texts), len(targets.indicator), given)
    sets = _sets(texts)
    units = kept_together(sets, given)
    learner = ThemeClassifier(effort="quick") if classifier is None else classifier
    learner.fit(texts, y, units, progress=progress)
    copies = _contradicting(sets, targets)
    held_out, probabilities = learner.held_out_, learner.out_of_fold_probabilities_
    if not len(held_out):
        return Audit([], len(texts), 0, int((copies >= 0).sum()))
    judge = _one_label if targets.kind == "single" else _several_labels
    suspects = judge(targets, held_out, probabilities, copies)
    suspects.sort(key=lambda one: (one.given_probability, -one.proposed_probability, one.place))
    return Audit(suspects, len(texts), len(held_out), int((copies >= 0).sum()))


def _sets(texts: Sequence[str]) -> Indices:
    """A number for each text, the same for near-copies."""
    if len(texts) > MOST_NEAR:
        return sets_of_copies(texts)[0]
    earlier = first_alike(signatures(texts))
    return np.unique(np.where(earlier < 0, np.arange(len(texts)), earlier), return_inverse=True)[1]


def _contradicting(sets: Indices, targets: Targets) -> Indices:
    """For each text, its first near-copy with other labels; -1 where there is none."""
    found = np.full(len(sets), -1, dtype=np.intp)
    order = np.argsort(sets, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(sets[order])) + 1):
        if len(rows) > 1:
            labels = targets.indicator[rows]
            for row, own in zip(rows.tolist(), labels, strict=True):
                others = rows[(labels != own).any(axis=1)]
                found[row] = others[0] if len(others) else -1
    return found


def _one_label(targets: Targets, held_out: Indices, probabilities: Floats, copies: Indices) -> list[Suspect]:
    names = [str(theme) for theme in targets.classes]
    label = targets.primary[held_out]
    if targets.answers_other:
        names.append(OTHER)
        probabilities = np.column_stack([probabilities, 1 - probabilities.max(axis=1)])
        label = np.where(label < 0, len(names) - 1, label)
    rows = np.arange(len(label))
    own, confident = probabilities[rows, label], _self_confidence(probabilities, label)
    others = probabilities.copy()
    others[rows, label] = -1.0
    best = others.argmax(axis=1)
    sure = np.where(others >= confident, others, -1.0)
    found = sure.argmax(axis=1)
    suspicious = sure[rows, found] > own
    rival = np.where(suspicious, found, best)
    suspects = []
    for row in np.flatnonzero(suspicious | (copies[held_out] >= 0)).tolist():
        place, other = int(held_out[row]), int(rival[row])
        answer = other if others[row, other] > own[row] else int(label[row])
        doubt: Doubt = "other" if suspicious[row] else "copy"
        sets = (_as_labels(names[label[row]]), _as_labels(names[answer]))
        both = (float(own[row]), float(others[row, other]))
        suspects.append(Suspect(place, *sets, *both, doubt, names[other], int(copies[place])))
    return suspects


def _self_confidence(probabilities: Floats, label: Indices) -> Floats:
    """How probable each class is on average in the texts that have it; 1 for a class that none has."""
    counts = np.bincount(label, minlength=probabilities.shape[1])
    sums = np.bincount(label, probabilities[np.arange(len(label)), label], minlength=probabilities.shape[1])
    return np.where(counts > 0, sums / np.maximum(counts, 1), 1.0)


def _as_labels(name: str) -> tuple[str, ...]:
    return () if name == OTHER else (name,)


def _several_labels(targets: Targets, held_out: Indices, probabilities: Floats, copies: Indices) -> list[Suspect]:
    names = [str(theme) for theme in targets.classes]
    has = targets.indicator[held_out]
    with_it, without = (_mean_where(probabilities, has), _mean_where(1 - probabilities, ~has))
    other_way = np.where(has, 1 - probabilities, probabilities)
    doubted = (other_way >= np.where(has, without, with_it)) & (other_way > 0.5)
    worst = np.where(doubted, other_way, -1.0).argmax(axis=1)
    likeliest = np.where(doubted.any(axis=1), worst, other_way.argmax(axis=1))
    suspects = []
    for row in np.flatnonzero(doubted.any(axis=1) | (copies[held_out] >= 0)).tolist():
        place, column = int(held_out[row]), int(likeliest[row])
        kind: Doubt = "copy" if not doubted[row].any() else "extra" if has[row, column] else "missing"
        sets = (_names(names, has[row]), _names(names, has[row] ^ doubted[row]))
        other = float(other_way[row, column])
        suspects.append(Suspect(place, *sets, 1 - other, other, kind, names[column], int(copies[place])))
    return suspects


def _mean_where(values: Floats, which: NDArray[np.bool_]) -> Floats:
    """The mean of each column over some of its rows; 1 for none."""
    counts = which.sum(axis=0)
    return np.where(counts > 0, (values * which).sum(axis=0) / np.maximum(counts, 1), 1.0)


def _names(names: Sequence[str], which: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(name for name, yes in zip(names, which, strict=True) if yes)
