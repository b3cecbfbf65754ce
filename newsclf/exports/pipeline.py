"""A model as a scikit-learn pipeline of stock parts: raw texts in, themes out, without newsclf.

The parts are set, not fitted: every number in them is the model's own. Three things are less than obvious. Terms are counted
by `CountVectorizer` with characters and a fixed vocabulary, which finds a term wherever it stands. A model is a sum over the
terms of a text, so that all sums come from one matrix product (`TruncatedSVD` with components of ours). A sum is divided by
the length of the text by `Normalizer("max")`: beside the sums, made so small that none is the largest, stand the two
candidates for the length (see `newsclf.weights.unit_length`), of which the larger counts.
"""

from __future__ import annotations

import re
from functools import partial
from operator import methodcaller
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import VotingClassifier
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer, LabelEncoder, Normalizer, StandardScaler
from sklearn.svm import LinearSVC

from newsclf.arrays import Floats
from newsclf.exports.terms import Terms, terms_of
from newsclf.lexicon import ROOT_SCALE
from newsclf.scoring import Model
from newsclf.text import DIGITS, SPACE_BESIDE_HAN, folding_table
from newsclf.themes import OTHER


def pipeline_of(model: Model) -> Pipeline:
    """A model as a pipeline.

    Parameters
    ----------
    model : Model

    Returns
    -------
    Pipeline
        ``predict`` gives the primary theme of raw texts. A model that always names a theme has ``predict_proba``, shape
        (n_texts, n_themes); one that may answer ``other`` has ``decision_function``, how far each probability is above its
        threshold (where it is not negative, the theme is accepted), and ``pipeline[:-1].transform``, the probabilities.
    """
    terms = terms_of(model)
    layout = _Layout(model, terms)
    steps = [*_normal_form(), ("sums", _sums(terms, layout)), ("features", _features(layout)), *_logits(model, layout)]
    return Pipeline([*steps, *_labels(model)])


class _Layout:
    """Which columns the sums have, and what they were made smaller by: powers of two, so that no digit is lost."""

    def __init__(self, model: Model, terms: Terms) -> None:
        n_themes, n_groups = terms.unit.shape[1], terms.member.shape[1]
        has_density = bool(terms.density.size)
        self.root_of_longest = float(np.sqrt(model.weights.longest))
        long = terms.squares > 0
        self.unit = _smaller((np.abs(terms.unit[long]).max(axis=1) / terms.squares[long]).max(initial=0.0) * self.root_of_longest)
        self.density = _smaller(_most_at_a_place(terms, np.abs(terms.density).max(axis=1, initial=0.0)))
        self.groups = _smaller(_most_at_a_place(terms, np.ones(len(terms.terms))))
        widths = [n_themes, 1, 1, n_themes * has_density, n_groups]
        ends = np.cumsum(widths).tolist()
        self.sums, self.length, self.long, self.densities, self.hits = (
            list(range(end - width, end)) for end, width in zip(ends, widths, strict=True)
        )
        self.characters = [ends[-1]] if has_density or n_groups else []


def _smaller(largest: float) -> float:
    """A power of two that makes whatever is no larger smaller than 1."""
    return float(2.0 ** -(np.ceil(np.log2(max(largest, 1.0))) + 1))


def _most_at_a_place(terms: Terms, sizes: Floats) -> float:
    """No more than this can be added at one place of a text, where one term of each length can begin."""
    lengths = np.array(list(map(len, terms.terms)))
    return float(sum(sizes[lengths == length].max() for length in set(lengths.tolist())))


def _normal_form() -> list[tuple[str, Any]]:
    """`newsclf.text.normalise`, but for traditional characters, step by step."""
    steps = {
        "fold": methodcaller("translate", folding_table()),
        "spaces": partial(re.sub, SPACE_BESIDE_HAN, ""),
        "numbers": partial(re.sub, DIGITS, "0"),
    }
    each = [(name, FunctionTransformer(partial(map, step))) for name, step in steps.items()]
    return [*each, ("texts", FunctionTransformer(list))]


def _sums(terms: Terms, layout: _Layout) -> FeatureUnion:
    longest = max(map(len, terms.terms))
    vocabulary = np.array(terms.terms)  # an array takes skops less time than a list, and is read when it is first needed
    count = CountVectorizer(analyzer="char", ngram_range=(1, longest), lowercase=False, vocabulary=vocabulary)
    squares = terms.squares[:, None]
    parts = [
        terms.unit * layout.unit,
        squares,
        squares / layout.root_of_longest,
        terms.density * layout.density,
        terms.member * layout.groups,
    ]
    found = [("terms", Pipeline([("count", count), ("weigh", _product(np.hstack(parts).T))]))]
    if layout.characters:
        letters = HashingVectorizer(token_pattern=r"\w", lowercase=False, n_features=1, norm=None, alternate_sign=False)
        found.append(("characters", Pipeline([("count", letters), ("weigh", _product(np.ones((1, 1))))])))
    return FeatureUnion(found)


def _product(matrix: Floats) -> TruncatedSVD:
    """What multiplies features by a matrix of shape (n_out, n_in)."""
    product = TruncatedSVD(len(matrix))
    product.components_, product.n_features_in_ = np.ascontiguousarray(matrix), matrix.shape[1]
    return product


def _features(layout: _Layout) -> ColumnTransformer:
    """The blocks of `newsclf.extraction.TermFeatures`, multiplied by their weights, each column times the layout's factor."""
    n_themes = len(layout.sums)
    root = ColumnTransformer(
        [
            ("sums", "passthrough", layout.sums),
            ("length", FunctionTransformer(np.sqrt), [n_themes]),
            ("long", "passthrough", [n_themes + 1]),
        ]
    )
    blocks = [("unit", Pipeline([("root", root), ("divide", Normalizer("max"))]), layout.sums + layout.length + layout.long)]
    if layout.densities:
        blocks.append(("density", Normalizer("max"), layout.densities + layout.characters))
    if layout.hits:
        roots = Pipeline([("divide", Normalizer("max")), ("root", FunctionTransformer(np.sqrt))])
        blocks.append(("groups", roots, layout.hits + layout.characters))
    width = len(layout.sums + layout.length + layout.long + layout.densities + layout.hits + layout.characters)
    return ColumnTransformer(blocks).fit(np.ones((1, width)))


def _logits(model: Model, layout: _Layout) -> list[tuple[str, Any]]:
    """Scores, calibrated: log-odds."""
    themes, nothing = np.eye(len(model.themes)), np.zeros((len(model.themes), 1))
    parts = [themes / layout.unit, nothing, nothing]
    if layout.densities:
        parts += [themes / layout.density, nothing]
    if layout.hits and model.weights.groups:
        parts += [ROOT_SCALE / np.sqrt(layout.groups) * model.weights.groups.coef.T, nothing]
    scaler = StandardScaler(with_std=False).fit(nothing.T)
    scaler.mean_ = -(model.rule.slope * model.intercept + model.rule.offset)
    return [("scores", _product(model.rule.slope[:, None] * np.hstack(parts))), ("calibrate", scaler)]


def _labels(model: Model) -> list[tuple[str, Any]]:
    if model.rule.answers_other:
        return [("probabilities", FunctionTransformer(expit)), ("labels", _furthest_above(model))]
    return [("labels", _most_probable(model))]


def _furthest_above(model: Model) -> LinearSVC:
    """What takes the theme whose probability is furthest above its threshold; ``other`` when none reaches it."""
    thresholds, themes = model.rule.thresholds, np.eye(len(model.themes))
    labels = LinearSVC()
    if len(themes) == 1:
        labels.classes_ = np.array([OTHER, *model.themes])
        labels.coef_, labels.intercept_ = themes, -np.nextafter(thresholds, 0)
    else:
        labels.classes_ = np.array([*model.themes, OTHER])
        just_below = -np.finfo(np.float64).tiny  # so that what is not negative is a theme that was reached
        labels.coef_, labels.intercept_ = np.vstack([themes, np.zeros(len(themes))]), np.append(-thresholds, just_below)
    labels.n_features_in_ = len(themes)
    return labels


def _most_probable(model: Model) -> VotingClassifier:
    """What takes the most probable theme. Of one voter with a sigmoid per theme, so that probabilities stay independent."""
    themes = np.eye(len(model.themes))
    sigmoids = OneVsRestClassifier(LogisticRegression()).fit(themes, themes.astype(int))
    for sigmoid, row in zip(sigmoids.estimators_, themes, strict=True):
        sigmoid.coef_, sigmoid.intercept_ = row[None], np.zeros(1)
    labels = VotingClassifier([("sigmoids", sigmoids)], voting="soft")
    labels.estimators_, labels.le_ = [sigmoids], LabelEncoder()
    labels.classes_ = labels.le_.classes_ = np.array(model.themes)
    return labels
