"""A compiled model unfolded: its terms as strings, and what each weighs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsclf.arrays import Floats, Places
from newsclf.scoring import Model


@dataclass(frozen=True, eq=False, repr=False)
class Terms:
    """What the terms of a model add to its scores, per occurrence.

    Attributes
    ----------
    terms : list of str
        In the order of their lengths, then of their characters.
    unit : ndarray of shape (n_terms, n_themes)
        The weights in the unit block (`newsclf.weights`).
    squares : ndarray of shape (n_terms,)
        What is added to the square of the text's length.
    density : ndarray of shape (n_terms, n_themes or 0)
        The weights in the density block, where the model has one.
    member : ndarray of shape (n_terms, n_groups)
        Ones for the groups of words that a term is in.
    """

    terms: list[str]
    unit: Floats
    squares: Floats
    density: Floats
    member: Floats


def terms_of(model: Model) -> Terms:
    """The terms of a model that weigh anything."""
    states, spelled = _spelled(model)
    weights, squares = model.weights.own(states, (parents := model.trie.parents())[states])
    member = _member(model, states, parents)
    used = (squares > 0) | weights.any(axis=(0, 2)) | member.any(axis=1)
    density = weights[1] if len(weights) > 1 else np.empty((len(states), 0))
    terms = [spelled[state] for state in states[used].tolist()]
    return Terms(terms, weights[0][used], squares[used], density[used], member[used])


def _spelled(model: Model) -> tuple[Places, dict[int, str]]:
    spelled = model.trie.spellings()
    states = sorted(spelled, key=lambda state: (len(spelled[state]), spelled[state]))
    return np.array(states, dtype=np.intp), spelled


def _member(model: Model, states: Places, parents: Places) -> Floats:
    groups, places = model.weights.groups, model.weights.places
    if groups is None:
        return np.empty((len(states), 0))
    member = np.zeros((len(states), len(groups.names)))
    for row, (here, before) in enumerate(zip(places[states].tolist(), places[parents[states]].tolist(), strict=True)):
        member[row, groups.own(here, before)] = 1.0
    return member
