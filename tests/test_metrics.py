from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from newsclf.metrics import confusion_matrix, expected_calibration_error, macro_f1_interval, report

LABELS = st.sampled_from(["生态", "民生", "春运", "other"])
PAIRS = st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=40)
JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def make_report(truth, guess):
    nothing = np.zeros((len(truth), 0), bool)
    return report(truth, guess, (), nothing, nothing, np.zeros((len(truth), 0)))


@settings(deadline=None, max_examples=60)
@given(PAIRS)
def test_figures_are_those_of_scikit_learn(pairs):
    truth, guess = map(list, zip(*pairs, strict=True))
    found = make_report(truth, guess)
    labels = sorted({*truth, *guess})
    each = np.array(sk.precision_recall_fscore_support(truth, guess, labels=labels, zero_division=0)).T
    assert [[m.precision, m.recall, m.f1, m.support] for m in found.per_theme.values()] == pytest.approx(each)
    assert list(found.per_theme) == labels
    had = sorted(set(truth))
    assert found.macro_f1 == pytest.approx(sk.f1_score(truth, guess, labels=had, average="macro", zero_division=0))
    assert found.accuracy == pytest.approx(sk.accuracy_score(truth, guess))
    assert found.n == len(pairs)


@settings(deadline=None, max_examples=60)
@given(PAIRS)
def test_the_confusion_is_that_of_scikit_learn(pairs):
    truth, guess = map(list, zip(*pairs, ("民生", "春运"), strict=True))
    confusion = make_report(truth, guess).confusion
    assert confusion["labels"] == sorted({*truth, *guess})
    assert confusion["matrix"] == sk.confusion_matrix(truth, guess).tolist()


def test_confusion_has_a_row_per_truth_and_a_column_per_answer():
    assert confusion_matrix(["a", "a", "b"], ["b", "a", "b"], ["a", "b", "c"]).tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0]]


def test_a_label_only_answered_is_shown_but_no_part_of_the_macro_average():
    found = make_report(["生态", "生态"], ["生态", "春运"])
    assert found.per_theme["春运"].support == 0
    assert found.per_theme["春运"].f1 == 0.0
    assert found.macro_f1 == pytest.approx(2 / 3)


def test_perfect_answers_score_one():
    found = make_report(["生态", "other"], ["生态", "other"])
    assert (found.accuracy, found.macro_f1) == (1.0, 1.0)


def test_no_texts_give_a_report_of_zeros():
    found = report([], [], ("生态",), np.zeros((0, 1), bool), np.zeros((0, 1), bool), np.zeros((0, 1)))
    assert (found.n, found.accuracy, found.macro_f1, found.per_theme) == (0, 0.0, 0.0, {})
    assert found.calibration_error == {"生态": 0.0}


def test_calibration_is_measured_theme_by_theme():
    accepted = np.array([[True, True], [True, False]])
    found = report(["a", "a"], ["a", "a"], ("a", "b"), accepted, accepted, np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert found.calibration_error == {"a": 0.0, "b": 1.0}


def test_a_report_is_frozen_and_json():
    found = make_report(["生态", "other"], ["other", "other"])
    with pytest.raises(FrozenInstanceError):
        found.n = 3
    values = json.loads(json.dumps(found.as_dict()))
    assert values == found.as_dict()
    assert values["per_theme"]["other"] == {"precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3), "support": 1}


@pytest.mark.parametrize(
    ("probabilities", "truth", "bins", "error"),
    [
        ([], [], 15, 0.0),
        ([1.0, 1.0, 0.0], [1, 1, 0], 15, 0.0),
        ([0.0, 1.0], [1, 0], 15, 1.0),
        ([0.8] * 4, [1, 1, 1, 0], 1, 0.05),
        ([0.25] * 4, [0, 0, 0, 1], 1, 0.0),
        # bins of two: |0.3 - 1| / 2 and |1.7 - 1| / 2 do not cancel
        ([0.1, 0.9, 0.2, 0.8], [1, 1, 0, 0], 2, (0.7 + 0.7) / 4),
        ([0.1, 0.9, 0.2, 0.8], [1, 1, 0, 0], 1, 0.0),
        ([0.6], [1], 15, 0.4),
    ],
)
def test_calibration_error_of_cases_done_by_hand(probabilities, truth, bins, error):
    found = expected_calibration_error(np.array(probabilities, float), np.array(truth, bool), bins)
    assert found == pytest.approx(error)


@settings(deadline=None, max_examples=60)
@given(JUDGED)
def test_calibration_error_is_a_share_and_at_least_the_overall_bias(judged):
    probabilities, truth = (np.array(column) for column in zip(*judged, strict=True))
    error = expected_calibration_error(probabilities, truth)
    assert abs(probabilities.mean() - truth.mean()) - 1e-9 <= error <= 1 + 1e-9


def test_sets_are_judged_theme_by_theme():
    truth = np.array([[1, 1], [1, 0], [0, 0], [0, 1]], dtype=bool)
    guess = np.array([[1, 1], [1, 1], [0, 0], [0, 0]], dtype=bool)
    sets = report(["a", "a", "other", "b"], ["a", "a", "other", "other"], ("a", "b"), truth, guess, np.zeros((4, 2))).sets
    assert (sets["per_theme"]["a"].f1, sets["per_theme"]["a"].support) == (1.0, 2)
    assert (sets["per_theme"]["b"].precision, sets["per_theme"]["b"].recall) == (0.5, 0.5)
    assert (sets["macro_f1"], sets["exact"]) == (0.75, 0.5)


def test_levels_are_the_figures_of_labels_cut_to_their_first_parts():
    themes = ("农/畜", "农/草", "工/电")
    truth, guess = ["农/畜", "农/畜", "农/草", "工/电", "other"], ["农/畜", "农/草", "农/草", "农/畜", "other"]
    sets = [np.array([[label == theme for theme in themes] for label in labels]) for labels in (truth, guess)]
    plain, found = (report(truth, guess, themes, *sets, np.zeros((5, 3)), separator) for separator in (None, "/"))
    assert plain.levels == []
    assert (found.macro_f1, found.accuracy) == (plain.macro_f1, plain.accuracy) == (pytest.approx(13 / 24), 0.6)
    (level,) = found.levels
    assert (level.depth, level.accuracy) == (1, 0.8)
    assert {name: (theme.support, round(theme.f1, 3)) for name, theme in level.per_theme.items()} == {
        "农": (3, 0.857), "工": (1, 0.0), "other": (1, 1.0)
    }  # fmt: skip
    assert level.macro_f1 == pytest.approx((6 / 7 + 0 + 1) / 3)
    assert (level.sets["exact"], list(level.sets["per_theme"])) == (0.8, ["农", "工"])


def test_labels_of_three_parts_have_two_upper_levels():
    labels = ["农/畜/兽", "农/畜/牧", "农", "工/电"]
    nothing = np.zeros((4, 0), bool)
    levels = report(labels, labels[::-1], (), nothing, nothing, np.zeros((4, 0)), "/").levels
    assert [list(level.per_theme) for level in levels] == [["农", "工"], ["农", "农/畜", "工/电"]]


def test_a_theme_that_the_model_does_not_know_has_no_calibration_error():
    sets = np.array([[True, False], [False, True]])
    found = report(["a", "b"], ["a", "a"], ("a", "b"), sets, sets, np.array([[1.0], [0.0]]))
    assert found.calibration_error == {"a": 0.0}
    assert list(found.sets["per_theme"]) == ["a", "b"]


CODES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=40)


@settings(deadline=None, max_examples=40)
@given(CODES)
def test_the_interval_is_the_same_every_time_and_in_order(rows):
    truth, guess, units = np.array(rows).T
    low, high = macro_f1_interval(truth, guess, units, resamples=20)
    assert 0 <= low <= high <= 1
    assert (low, high) == macro_f1_interval(truth, guess, units, resamples=20)


def test_the_interval_holds_the_figure_and_narrows_with_more_texts():
    truth = np.arange(4000) % 4
    guess = np.where(np.random.default_rng(1).random(4000) < 0.7, truth, 0)
    width = {}
    for number in (100, 4000):
        low, high = macro_f1_interval(truth[:number], guess[:number])
        assert low < sk.f1_score(truth[:number], guess[:number], average="macro") < high
        width[number] = high - low
    assert width[4000] < width[100] / 3


def test_the_interval_is_wider_when_texts_hang_together():
    truth = np.arange(400) % 2
    guess = np.where(np.arange(400) // 40 % 3 == 0, 1 - truth, truth)  # an article is right or wrong as a whole
    low, high = macro_f1_interval(truth, guess)
    low_of_articles, high_of_articles = macro_f1_interval(truth, guess, np.arange(400) // 40)
    assert high_of_articles - low_of_articles > 2 * (high - low)


def test_a_perfect_or_empty_answer_has_no_width():
    assert macro_f1_interval(np.array([0, 1, 1]), np.array([0, 1, 1])) == (1.0, 1.0)
    assert macro_f1_interval(np.array([], dtype=int), np.array([], dtype=int)) == (0.0, 0.0)
