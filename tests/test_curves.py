from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from newsclf.curves import MOST_THEMES, POINTS, coverage, curves_of, precision_recall, reliability

answers = st.lists(st.tuples(st.sampled_from(np.linspace(0, 1, 23).tolist()), st.booleans()), min_size=1, max_size=60)


def arrays(pairs):
    return np.array([value for value, _ in pairs]), np.array([yes for _, yes in pairs], dtype=bool)


@given(answers.filter(lambda pairs: any(yes for _, yes in pairs)))
def test_average_precision_is_that_of_scikit_learn(pairs):
    probabilities, truth = arrays(pairs)
    found = precision_recall(probabilities, truth)
    assert found["average_precision"] == pytest.approx(average_precision_score(truth, probabilities))
    assert found["recall"][-1] == 1.0
    assert found["recall"] == sorted(found["recall"])


@given(answers)
def test_coverage_ends_with_all_texts_and_each_point_is_what_its_threshold_gives(pairs):
    score, right = arrays(pairs)
    found = coverage(score, right)
    assert (found["coverage"][-1], found["accuracy"][-1]) == (1.0, pytest.approx(right.mean()))
    for share, accuracy, threshold in zip(*(found[name] for name in ("coverage", "accuracy", "threshold")), strict=True):
        kept = score >= threshold
        assert (share, accuracy) == (pytest.approx(kept.mean()), pytest.approx(right[kept].mean()))


@given(answers)
def test_bins_hold_all_texts_about_equally_many_and_intervals_hold_the_rates(pairs):
    bins = reliability(*arrays(pairs))["bins"]
    counts = [one["n"] for one in bins]
    assert sum(counts) == len(pairs)
    assert max(counts) - min(counts) <= 1
    for one in bins:
        low, high = one["interval"]
        assert 0 <= low <= one["rate"] + 1e-9
        assert one["rate"] <= high + 1e-9 <= 1 + 1e-8


def test_the_interval_of_a_rate_is_wilsons():
    (one,) = reliability(np.array([0.8] * 10), np.array([True] * 8 + [False] * 2), bins=1)["bins"]
    assert one["interval"] == pytest.approx([0.4902, 0.9433], abs=1e-3)
    assert reliability(np.array([0.8] * 10), np.array([True] * 8 + [False] * 2), bins=1)["error"] == pytest.approx(0)


def test_many_texts_and_themes_give_few_points():
    random = np.random.default_rng(3)
    probabilities, had = random.random((3000, 40)), random.random((3000, 40)) < 0.1
    had[:, 5] = False
    themes = [f"主题{number}" for number in range(40)]
    found = curves_of(themes, probabilities, had, probabilities.max(axis=1), had.any(axis=1))
    assert len(found["precision_recall"]) == MOST_THEMES
    assert set(found["average_precision"]) == set(themes) - {"主题5"}
    assert max(len(curve["recall"]) for curve in found["precision_recall"].values()) <= POINTS
    assert len(found["coverage"]["coverage"]) <= POINTS
    assert next(iter(found["precision_recall"])) == themes[int(had.sum(axis=0).argmax())]
    assert json.loads(json.dumps(found)) == found


def test_no_texts_give_empty_curves():
    nothing = np.empty(0)
    assert reliability(nothing, nothing.astype(bool)) == {"bins": [], "error": 0.0}
    assert coverage(nothing, nothing.astype(bool)) == {"coverage": [], "accuracy": [], "threshold": []}
