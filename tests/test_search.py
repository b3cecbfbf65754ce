from __future__ import annotations

import numpy as np
import pytest

from newsclf import ThemeClassifier
from newsclf.columns import Recipe
from newsclf.search import search, with_settings
from newsclf.settings import FIRST, Plan, plan
from newsclf.targets import read_targets


@pytest.fixture(scope="module")
def texts(corpus):
    return [row["text"] for row in corpus[:400:4]]


@pytest.fixture(scope="module")
def targets(corpus):
    return read_targets([row["theme"] for row in corpus[:400:4]])


def _search(texts, targets, others, **changed):
    told = []
    planned = Plan(np.arange(len(texts)), 3, others)
    settings = {**FIRST, **changed}
    found = search(Recipe(), settings, planned, texts, targets, None, None, 0, told.append)
    return found, planned, sum(told)


def test_what_helps_is_taken_and_what_does_not_is_left(texts, targets):
    found, _, _ = _search(texts, targets, {"C": (2.0,), "grams": (3, 2)}, C=1e-6, class_weight=None)
    assert found.settings["C"] == 2.0
    by_name = {(trial.setting, trial.value): trial for trial in found.trials}
    assert by_name["C", 2.0].taken
    assert by_name["C", 2.0].gain > 2 * by_name["C", 2.0].error > 0
    assert all(trial.taken == (trial.gain > 2 * trial.error) for trial in found.trials)
    assert found.macro_f1 == pytest.approx([trial.macro_f1 for trial in found.trials if trial.taken][-1])


def test_a_value_that_is_in_use_is_not_tried_again_and_all_work_is_told(texts, targets):
    found, planned, told = _search(texts, targets, {"min_df": (1, 2), "grams": (3,)})
    assert [(trial.setting, trial.value) for trial in found.trials] == [("min_df", 2)]  # "auto" is 1 of so few characters
    assert told == planned.work


def test_the_same_data_and_seed_find_the_same(texts, targets):
    others = {"C": (0.5,), "idf": (0.5,)}
    assert _search(texts, targets, others)[0] == _search(texts, targets, others)[0]


def test_without_anything_to_try_settings_stay(texts, targets):
    found, _, told = _search(texts, targets, {})
    assert (found.settings, found.trials, told) == (dict(FIRST), (), 0)


def test_settings_of_features_go_into_the_recipe():
    recipe = with_settings(Recipe(words=False), {**FIRST, "grams": 2, "idf": 0.5})
    assert (recipe.words, recipe.grams, recipe.idf, recipe.min_df) == (False, 2, 0.5, "auto")


def test_a_classifier_searches_for_what_is_left_to_it_and_notes_what_it_found(texts, corpus):
    themes = [row["theme"] for row in corpus[:400:4]]
    shares = []
    given = {"vectors": None, "grams": 2, "min_df": 1, "idf": 1.0, "class_weight": "balanced"}
    classifier = ThemeClassifier(C="auto", **given).fit(texts, themes, progress=shares.append)
    assert {trial.setting for trial in classifier.search_.trials} == {"C"}
    assert classifier.training_["search"]["texts"] == len(texts)
    assert classifier.training_["parameters"]["C"] == classifier.search_.settings["C"]
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1.0


def test_quick_tries_nothing(texts, corpus):
    classifier = ThemeClassifier(effort="quick", vectors=None).fit(texts, [row["theme"] for row in corpus[:400:4]])
    assert classifier.search_.trials == ()


def test_a_group_is_on_one_side_of_every_split_of_the_search(texts, targets):
    """Copies of texts, told to be groups, do not make settings look good that learn texts by heart."""
    twice, both = texts * 2, read_targets(list(np.array([*targets.classes, "other"])[targets.primary]) * 2)
    planned = Plan(np.arange(len(twice)), 3, {"grams": (2,)})
    alone = search(Recipe(), FIRST, planned, twice, both, None, None, 0, lambda _: None)
    grouped = search(Recipe(), FIRST, planned, twice, both, list(range(len(texts))) * 2, None, 0, lambda _: None)
    assert alone.macro_f1 > grouped.macro_f1 + 0.1


def test_a_plan_is_for_the_texts_that_there_are(texts, targets):
    planned = plan(texts, targets, "standard", list(FIRST), 0)
    assert planned.rows.tolist() == list(range(len(texts)))
    assert planned.work == (planned.folds - 1) * len(texts) * (1 + sum(map(len, planned.others.values())))


def test_dev_texts_judge_where_there_are_some(texts, targets):
    """Texts that are learned from, too, are known by heart: those held out are not."""
    planned = Plan(np.arange(len(texts)), 3, {"C": (8.0,)})
    judged, alone = (
        search(Recipe(), FIRST, planned, texts, targets, None, dev, 0, lambda _: None) for dev in ((texts, targets), None)
    )
    assert judged.macro_f1 > 0.95 > alone.macro_f1
