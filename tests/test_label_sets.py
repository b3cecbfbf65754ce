from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics as sk

from newsclf.label_sets import set_metrics

THEMES = ("生态", "民生", "春运")
PAIRS = st.integers(1, 12).flatmap(lambda texts: st.tuples(*[hnp.arrays(bool, (texts, 3))] * 2))


@settings(deadline=None, max_examples=80)
@given(PAIRS)
def test_figures_are_those_of_scikit_learn(pair):
    truth, guess = pair
    found = set_metrics(THEMES, truth, guess)
    there = np.flatnonzero(truth.any(axis=0))
    empty = ~truth.any(axis=1) & ~guess.any(axis=1)
    for name, score in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
        assert found["micro"][name] == pytest.approx(score(truth, guess, average="micro", zero_division=0))
        if len(there):
            macro = score(truth, guess, labels=there, average="macro", zero_division=0)
            assert found["macro"][name] == pytest.approx(macro)
        of_others = score(truth[~empty], guess[~empty], average="samples", zero_division=0) if not empty.all() else 0.0
        assert found["samples"][name] == pytest.approx(empty.mean() + (1 - empty.mean()) * of_others)
    assert found["exact"] == pytest.approx(sk.accuracy_score(truth, guess))
    assert found["hamming_loss"] == pytest.approx(sk.hamming_loss(truth, guess))
    assert found["macro_f1"] == found["macro"]["f1"]


def test_a_text_without_theme_that_is_answered_none_is_right():
    nothing, one = np.zeros((1, 3), bool), np.array([[True, False, False]])
    assert set_metrics(THEMES, nothing, nothing)["samples"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert set_metrics(THEMES, nothing, nothing)["exact"] == 1.0
    for truth, guess in ((nothing, one), (one, nothing)):
        assert set_metrics(THEMES, truth, guess)["samples"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_the_mean_size_of_sets_is_told():
    truth, guess = np.array([[1, 1, 0], [0, 0, 0]], bool), np.array([[1, 1, 1], [1, 0, 0]], bool)
    assert set_metrics(THEMES, truth, guess)["cardinality"] == {"truth": 1.0, "answer": 2.0}


def test_no_texts_give_zeros():
    found = set_metrics(THEMES, np.zeros((0, 3), bool), np.zeros((0, 3), bool))
    assert (found["exact"], found["hamming_loss"], found["samples"]["f1"], found["macro_f1"]) == (0.0, 0.0, 0.0, 0.0)
    assert found["per_theme"]["生态"].support == 0
