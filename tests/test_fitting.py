from __future__ import annotations

import numpy as np
import pytest

from newsclf import ThemeClassifier, fitting
from newsclf.fitting import Data, learn, settle, training_facts
from newsclf.work import Work

TEXTS = [f"{word}{place}号" for place in range(12) for word in ("清理河道", "加开列车")]
THEMES = ["生态", "春运"] * 12


def _read(**given):
    usual = {"X": TEXTS, "y": THEMES, "groups": None, "dev": None, "unlabelled": None}
    return Data.read(**usual | given)


def _learned(classifier, data):
    work = Work(len(data.texts), classifier.folds, None)
    found, recipe = settle(classifier, data, work)
    return found, recipe, learn(classifier, data, found.settings, recipe, work)


def test_unlabelled_texts_are_left_alone_where_there_are_none_or_labels_enough(monkeypatch):
    assert _read(unlabelled=["河水", "列车"]).unlabelled is not None
    assert _read(unlabelled=[]).unlabelled is None
    monkeypatch.setattr(fitting, "FEW", len(TEXTS) - 1)
    assert _read(unlabelled=["河水", "列车"]).unlabelled is None


def test_texts_and_labels_of_different_number_are_refused():
    with pytest.raises(ValueError, match="24 texts, y has 2"):
        _read(y=["生态", "春运"])


def test_what_is_given_stays_and_what_is_auto_is_settled():
    found, recipe = settle(ThemeClassifier(C=7.0, grams=2, vectors=None), _read(), Work(1, 1, None))
    assert (found.settings["C"], found.settings["grams"], recipe.grams) == (7.0, 2, 2)
    assert "auto" not in {value for name, value in found.settings.items() if name != "min_df"}


def test_what_is_learned_is_what_the_estimator_keeps():
    classifier, data = ThemeClassifier(effort="quick", vectors=None), _read()
    found, recipe, learned = _learned(classifier, data)
    fitted = ThemeClassifier(effort="quick", vectors=None).fit(TEXTS, THEMES)
    assert learned.linear.coef.shape == (2, len(fitted.features_.weight_))
    assert (learned.probabilities == fitted.out_of_fold_probabilities_).all()
    assert training_facts(classifier, data, found, recipe, learned) == fitted.training_


def test_the_parameters_told_give_the_same_model_without_a_search():
    classifier, data = ThemeClassifier(vectors=None), _read()
    found, recipe, learned = _learned(classifier, data)
    told = training_facts(classifier, data, found, recipe, learned)["parameters"]
    assert told["effort"] == "quick"
    _, _, again = _learned(ThemeClassifier(**told), data)
    assert (again.linear.coef == learned.linear.coef).all()


def test_with_dev_texts_nothing_is_held_out():
    _, _, learned = _learned(ThemeClassifier(effort="quick", vectors=None), _read(dev=(TEXTS[:6], THEMES[:6])))
    assert learned.held_out.tolist() == []
    assert learned.probabilities.shape == (6, 2)


def test_where_nothing_can_be_held_out_nothing_is_measured():
    data = _read(X=TEXTS[:2], y=THEMES[:2])
    _, _, learned = _learned(ThemeClassifier(effort="quick", vectors=None), data)
    assert learned.measured["n"] == 0
    assert np.isfinite(learned.rule.probabilities(learned.linear.scores(learned.columns.matrix(data.texts)))).all()
