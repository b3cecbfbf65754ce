"""What `newsclf.ThemeClassifier.fit` does: read the data, choose settings, learn weights and how to decide, tell the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclf.arrays import Floats
from newsclf.calibration import fit_rule, guessed_rule, measured
from newsclf.columns import Columns, Recipe
from newsclf.decisions import Rule
from newsclf.design import Design, HeldOut, design
from newsclf.folds import enough_groups
from newsclf.hierarchy import Hierarchy
from newsclf.linear import Linear
from newsclf.pruning import needed_pruning, words_within
from newsclf.search import Found, search, with_settings
from newsclf.semisupervised import FEW, METHOD, Helped
from newsclf.settings import FIRST, first, plan
from newsclf.shipped import shipped_vectors
from newsclf.targets import (
    Targets,
    facts_of,
    fingerprint_of,
    read_dev,
    read_groups,
    read_targets,
    read_texts,
    refuse_other_lengths,
)
from newsclf.unlabelled import Unlabelled
from newsclf.work import Work

_TOLD_ELSEWHERE: Final = ("dictionary", "lexicon", "vectors", "max_bytes")


@dataclass(frozen=True, eq=False)
class Data:
    """What is learned from: the arguments of `fit`, read.

    Attributes
    ----------
    texts : list of str
    targets : Targets
    groups : list, or None
    dev : tuple of (texts, targets), or None
    unlabelled : Unlabelled or None
    """

    texts: list[str]
    targets: Targets
    groups: list[Any] | None
    dev: tuple[list[str], Targets] | None
    unlabelled: Unlabelled | None

    @classmethod
    def read(cls, X: Any, y: Any, groups: Any, dev: tuple[Any, Any] | None, unlabelled: Any) -> Data:
        """Read them; see `newsclf.ThemeClassifier.fit` for what is refused."""
        texts, targets, units = read_texts(X), read_targets(y), read_groups(groups)
        refuse_other_lengths(len(texts), len(targets.indicator), units)
        tuned = None if dev is None else read_dev(*dev, targets)
        more = None if unlabelled is None or len(texts) > FEW else Unlabelled.of(unlabelled)
        return cls(texts, targets, units, tuned, more if more and more.texts else None)


@dataclass(frozen=True, eq=False)
class Learned:
    """What was learned.

    Attributes
    ----------
    columns : Columns
    linear : Linear
    narrow : bool
        Whether weights are rounded to eight bits.
    rule : Rule
    held_out : ndarray of intp, shape (n_held_out,)
    probabilities : ndarray of shape (n_shown, n_themes)
        Of the texts held out, or of the dev texts.
    measured : dict
        How good answers by these are.
    pruning : dict or None
        What was done for a bounded size.
    share : float
        How much of the weights of themes above was added (`newsclf.hierarchy`).
    """

    columns: Columns
    linear: Linear
    narrow: bool
    rule: Rule
    held_out: NDArray[np.intp]
    probabilities: Floats
    measured: dict[str, Any]
    pruning: dict[str, Any] | None
    share: float


def settle(parameters: Any, data: Data, work: Work) -> tuple[Found, Recipe]:
    """Choose what is "auto".

    Parameters
    ----------
    parameters : ThemeClassifier
        Anything with its parameters as attributes.
    data : Data
    work : Work
    """
    vectors = parameters.vectors
    if isinstance(vectors, str):
        words = words_within(parameters.max_bytes, len(data.targets.classes))
        vectors = None if words == 0 else shipped_vectors().most_frequent(words)
    recipe = Recipe(words=parameters.words, dictionary=parameters.dictionary, lexicon=parameters.lexicon, vectors=vectors)
    given, usual = {name: getattr(parameters, name) for name in FIRST}, first(len(data.texts))
    settings = {name: usual[name] if value == "auto" else value for name, value in given.items()}
    free = [name for name, value in given.items() if value == "auto" and (vectors or name != "vectors_weight")]
    seed = parameters.random_state
    planned = plan(data.texts, data.targets, parameters.effort, free, seed)
    work.expect(planned.work)
    found = search(recipe, settings, planned, data.texts, data.targets, data.groups, data.dev, seed, work)
    return found, with_settings(recipe, found.settings)


def learn(parameters: Any, data: Data, settings: dict[str, Any], recipe: Recipe, work: Work) -> Learned:
    """Learn with such settings; parameters as in `settle`."""
    targets, hierarchy = data.targets, Hierarchy.of(data.targets, parameters.hierarchy)
    with _design(parameters, data, settings, recipe, hierarchy.with_ancestors(targets), work) as matrix:
        pruning = needed_pruning(matrix.columns, targets, parameters.max_bytes)
        held_out = HeldOut.none() if data.dev else matrix.held_out(data.groups, parameters.folds, pruning)
        whole = matrix.linear()
        columns, linear = pruning.smaller(matrix, whole) if pruning else (matrix.columns, whole)
    if data.dev:
        held_out = HeldOut.of_dev(data.dev[0], (matrix.columns, whole), (columns, linear))
    shown, everyone = (data.dev[1], data.dev[1]) if data.dev else (targets.of(held_out.places), targets)
    if shown.indicator.any():
        share = hierarchy.best_share(held_out.pruned, shown, everyone)
        before, scores = (hierarchy.folded(some, share) for some in (held_out.scores, held_out.pruned))
        linear, rule = hierarchy.linear(linear, share), fit_rule(scores, shown, everyone)
    else:
        share, held_out, linear = 0.0, HeldOut.none(), hierarchy.linear(linear, 0.0)
        shown, before = targets.of(held_out.places), np.empty((0, len(targets.classes)))
        scores, rule = before, guessed_rule(linear.scores(columns.matrix(data.texts)), targets)
    probabilities = rule.probabilities(scores)
    report = measured(rule, probabilities, shown, parameters.hierarchy)
    made_small = pruning.facts(columns, before, report["macro_f1"], shown, everyone) if pruning else None
    narrow = pruning is not None and pruning.narrow
    return Learned(columns, linear, narrow, rule, held_out.places, probabilities, report, made_small, share)


def _design(parameters: Any, data: Data, settings: dict[str, Any], recipe: Recipe, learned: Targets, work: Work) -> Design:
    """The design matrix, with unlabelled texts where there are any."""
    balanced, given = settings["class_weight"] == "balanced", (settings["C"], parameters.random_state)
    if data.unlabelled:
        return Helped(recipe, data.texts, learned, *given, balanced, work, data.unlabelled.texts)
    return design(recipe, data.texts, learned, *given, balanced, work)


def training_facts(parameters: Any, data: Data, found: Found, recipe: Recipe, learned: Learned) -> dict[str, Any]:
    """What the manifest says of how a model was learned; parameters as in `settle`."""
    texts, targets, groups = data.texts, data.targets, data.groups
    facts = facts_of(texts, targets) | {
        "grouped": data.dev is None and groups is not None and enough_groups(targets, groups, parameters.folds),
        "parameters": _again(parameters, found.settings),
        "search": found.as_dict() | {"effort": parameters.effort},
        "features": recipe.widths(learned.columns),
    }
    if recipe.vectors and recipe.vectors_weight:
        facts["vectors"] = recipe.vectors.name
    if data.dev:
        facts["dev"] = {"fingerprint": _fingerprint(*data.dev), "texts": len(data.dev[0])}
    elif len(learned.held_out) < len(texts):
        facts["held_out"] = len(learned.held_out)
    if parameters.hierarchy:
        facts["share_of_ancestors"] = learned.share
    if data.unlabelled:
        facts["unlabelled"] = data.unlabelled.facts() | METHOD
    return facts


def _fingerprint(texts: Sequence[str], targets: Targets) -> str:
    return fingerprint_of(texts, targets.names())


def _again(parameters: Any, settings: dict[str, Any]) -> dict[str, Any]:
    """Parameters that give the same model again, without a search."""
    told = {name: value for name, value in parameters.get_params().items() if name not in _TOLD_ELSEWHERE}
    vectors = parameters.vectors
    return told | settings | {"effort": "quick", "vectors": vectors if isinstance(vectors, str) else vectors and vectors.name}
