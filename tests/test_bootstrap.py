from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from newsclf.bootstrap import (
    accuracy_of,
    draws_of_kinds,
    draws_of_units,
    intervals,
    macro_f1_of,
    rate_intervals,
    rates_of,
    sets_macro_f1_of,
)

TRUTH, GUESS = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 1, 0, 3])
ONCE = np.ones(6, dtype=np.int64)


def test_figures_of_every_text_once_are_those_of_scikit_learn():
    assert accuracy_of(TRUTH, GUESS)(ONCE) == 0.5
    macro = f1_score(TRUTH, GUESS, labels=[0, 1, 2], average="macro", zero_division=0)
    assert macro_f1_of(TRUTH, GUESS)(ONCE) == pytest.approx(macro)
    sets = np.eye(4, dtype=bool)
    assert sets_macro_f1_of(sets[TRUTH], sets[GUESS])(ONCE) == pytest.approx(macro)


def test_a_text_drawn_twice_counts_twice():
    weights = np.array([2, 0, 1, 1, 1, 0])
    drawn = np.repeat(np.arange(6), weights)
    assert accuracy_of(TRUTH, GUESS)(weights) == pytest.approx(4 / 5)
    macro = f1_score(TRUTH[drawn], GUESS[drawn], average="macro", zero_division=0)
    assert macro_f1_of(TRUTH, GUESS)(weights) == pytest.approx(macro)


def test_sets_may_be_empty():
    nothing = np.zeros((6, 2), bool)
    assert sets_macro_f1_of(nothing, nothing)(ONCE) == 0.0


def test_texts_of_a_unit_are_drawn_together():
    for weights in draws_of_units(np.array([0, 1, 0, 1, 1]), resamples=20):
        assert weights[0] == weights[2]
        assert weights[1] == weights[3] == weights[4]
        assert weights[0] + weights[1] == 2


def test_as_many_texts_are_drawn_as_there_are_of_all_kinds():
    drawn = np.array(list(draws_of_kinds(np.array([90, 9, 1]), resamples=300)))
    assert set(drawn.sum(axis=1)) == {100}
    assert drawn.mean(axis=0) == pytest.approx([90, 9, 1], abs=1)


def test_kinds_give_the_interval_of_their_texts():
    truth, guess = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0])
    copies = np.array([300, 100, 250, 50])
    one_by_one = np.repeat(np.arange(4), copies)
    kinds = intervals({"f1": macro_f1_of(truth, guess)}, draws_of_kinds(copies))["f1"]
    texts = intervals({"f1": macro_f1_of(truth[one_by_one], guess[one_by_one])}, draws_of_units(np.arange(700)))["f1"]
    assert kinds == pytest.approx(texts, abs=0.015)
    assert kinds[1] - kinds[0] > 0.04


def test_no_texts_give_zeros():
    none = np.array([], dtype=np.intp)
    for draws in (draws_of_units(none), draws_of_kinds(none)):
        assert intervals({"accuracy": accuracy_of(none, none)}, draws) == {"accuracy": (0.0, 0.0)}


def test_intervals_of_themes_hold_their_figures_for_labels_and_for_sets():
    truth, guess = np.array([0, 0, 0, 1, 1, 2] * 10), np.array([0, 0, 1, 1, 1, 2] * 10)
    draws = list(draws_of_units(np.arange(60)))
    found = rate_intervals(rates_of(truth, guess, 4), draws, ["甲", "乙", "丙", "丁"])
    expected = {"甲": (1.0, 2 / 3, 0.8), "乙": (2 / 3, 1.0, 0.8), "丙": (1.0, 1.0, 1.0)}
    for theme, figures in expected.items():
        for (low, high), figure in zip(found[theme].values(), figures, strict=True):
            assert low <= figure <= high
    assert found["甲"]["recall"][0] < 2 / 3 < found["甲"]["recall"][1]
    assert found["丁"] == {"precision": [0.0, 0.0], "recall": [0.0, 0.0], "f1": [0.0, 0.0]}
    assert (
        rate_intervals(rates_of(np.eye(4, dtype=bool)[truth], np.eye(4, dtype=bool)[guess], 4), draws, ["甲", "乙", "丙", "丁"])
        == found
    )


def test_draws_without_a_text_of_a_theme_do_not_make_its_recall_nothing():
    truth = guess = np.array([0] * 30 + [1])
    found = rate_intervals(rates_of(truth, guess, 2), draws_of_units(np.arange(31)), ["多", "独"])
    assert found["独"]["recall"] == [1.0, 1.0]


def test_no_texts_have_intervals_of_nothing():
    nothing = np.empty(0, dtype=np.intp)
    found = rate_intervals(rates_of(nothing, nothing, 1), draws_of_units(nothing), ["甲"])
    assert found == {"甲": {"precision": [0.0, 0.0], "recall": [0.0, 0.0], "f1": [0.0, 0.0]}}
