from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from newsclf.calibration import (
    ENOUGH,
    HIGHEST,
    HIGHEST_FLOOR,
    LOWEST,
    best_threshold,
    fit_rule,
    fit_sigmoid,
    fit_sigmoids,
    guessed_rule,
    known_floor,
    measured,
    measured_interval,
)
from newsclf.targets import read_targets

SCORED = st.lists(st.tuples(st.floats(-100, 100), st.booleans()), min_size=2, max_size=40)
JUDGED = st.lists(st.tuples(st.integers(0, 100).map(lambda n: n / 100), st.booleans()), min_size=1, max_size=30)


def _probabilities(scores, truth):
    slope, offset = fit_sigmoid(scores, truth)
    return 1 / (1 + np.exp(-(slope * scores + offset)))


def test_a_known_sigmoid_is_found_again():
    random = np.random.default_rng(0)
    scores = random.normal(0, 2, 20_000)
    truth = random.random(20_000) < 1 / (1 + np.exp(-(1.5 * scores - 1)))
    assert fit_sigmoid(scores, truth) == pytest.approx((1.5, -1.0), abs=0.1)


def test_probabilities_sum_to_the_smoothed_count():
    scores, truth = np.array([-2.0, -1.0, -0.5, 0.3, 0.4, 2.0]), np.array([0, 0, 1, 0, 1, 1], bool)
    assert _probabilities(scores, truth).sum() == pytest.approx(3 * (4 / 5) + 3 * (1 / 5), abs=1e-3)


def test_perfect_separation_stays_finite_and_short_of_certain():
    scores, truth = np.array([-3.0, -2.0, 2.0, 3.0]), np.array([0, 0, 1, 1], bool)
    slope, offset = fit_sigmoid(scores, truth)
    assert np.isfinite([slope, offset]).all()
    assert _probabilities(scores, truth).tolist() == pytest.approx([0.25, 0.25, 0.75, 0.75], abs=0.1)


def test_inverted_scores_still_give_a_positive_slope():
    slope, _ = fit_sigmoid(np.array([3.0, 2.0, 1.0, -1.0, -2.0, -3.0]), np.array([0, 0, 0, 1, 1, 1], bool))
    assert slope > 0


def test_equal_scores_give_the_smoothed_base_rate():
    truth = np.array([1, 0, 0, 0], bool)
    assert _probabilities(np.zeros(4), truth).tolist() == pytest.approx([(2 / 3 + 3 / 5) / 4] * 4, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(SCORED)
def test_every_sigmoid_is_finite_and_keeps_the_order(scored):
    scores, truth = np.array([score for score, _ in scored]), np.array([yes for _, yes in scored])
    slope, offset = fit_sigmoid(scores, truth)
    assert slope > 0
    assert np.isfinite([slope, offset]).all()
    assert (np.diff(_probabilities(np.sort(scores), truth)) >= 0).all()


@settings(deadline=None, max_examples=60)
@given(JUDGED)
def test_a_threshold_stays_within_its_bounds(judged):
    probabilities, truth = _columns(judged)
    assert LOWEST <= best_threshold(probabilities, truth) <= HIGHEST
    assert 0.2 <= best_threshold(probabilities, truth, (0.2, 0.3)) <= 0.3


@settings(deadline=None, max_examples=60)
@given(JUDGED)
def test_no_other_threshold_has_a_better_f1(judged):
    probabilities, truth = _columns(judged)
    chosen = best_threshold(probabilities, truth, (0.0, 1.0))
    best = max(f1_score(truth, probabilities >= other, zero_division=0) for other in probabilities)
    assert f1_score(truth, probabilities >= chosen, zero_division=0) == pytest.approx(best)


@pytest.mark.parametrize(
    ("probabilities", "truth", "threshold"),
    [
        ([0.9, 0.48, 0.42, 0.1], [1, 1, 0, 0], 0.45),
        ([0.1, 0.42, 0.48, 0.9], [0, 0, 1, 1], 0.45),
        ([0.9, 0.8, 0.1], [1, 0, 0], HIGHEST),
        ([0.4, 0.3, 0.1], [1, 1, 0], LOWEST),
        ([0.45, 0.45, 0.1], [1, 0, 0], LOWEST),
        ([0.7], [1], LOWEST),
    ],
)
def test_the_threshold_lies_half_way_below_the_last_text_worth_accepting(probabilities, truth, threshold):
    assert best_threshold(np.array(probabilities), np.array(truth, bool)) == pytest.approx(threshold)


def _columns(judged):
    return np.array([probability for probability, _ in judged]), np.array([yes for _, yes in judged])


def test_scores_that_say_the_opposite_give_the_base_rate():
    scores, truth = np.array([-1.2, -1.1, -1, -0.9, -0.8, -0.7]), np.array([1, 1, 1, 0, 0, 0], dtype=bool)
    slope, offset = fit_sigmoid(scores, truth)
    assert 1 / (1 + np.exp(-(slope * scores + offset))) == pytest.approx(0.5, abs=0.01)


def test_the_floor_of_known_pairs_is_what_nearly_every_text_reaches():
    assert known_floor(np.full(50, 0.9)) == HIGHEST_FLOOR
    assert known_floor(np.zeros(50)) == 0.0
    assert known_floor(np.linspace(0.0, 1.0, 1001)) == pytest.approx(0.005)


def test_a_rule_of_all_texts_is_their_sigmoid_and_threshold():
    targets = read_targets(["生态", "民生", "生态", "other"] * 5)
    scores = np.random.default_rng(0).normal(size=(20, 2)) + targets.indicator
    rule = fit_rule(scores, targets, targets)
    assert rule.themes == tuple(targets.classes)
    assert [(a, b) for a, b in zip(rule.slope, rule.offset, strict=True)] == [
        (a, b) for a, b in zip(*fit_sigmoids(scores, targets.indicator), strict=True)
    ]
    probabilities = rule.probabilities(scores)
    assert rule.thresholds.tolist() == [best_threshold(probabilities[:, k], targets.indicator[:, k]) for k in range(2)]


def test_a_theme_that_is_shown_too_often_is_given_its_own_share():
    random = np.random.default_rng(0)
    everyone = read_targets(["春运"] * 1000 + ["other"] * 99_000)
    scores = random.normal(size=(100_000, 1)) + 2 * everyone.indicator
    some = np.sort(np.concatenate([np.arange(1000), 1000 + random.choice(99_000, 9000, replace=False)]))
    rule = fit_rule(scores[some], everyone.of(some), everyone)
    assert rule.probabilities(scores).mean() == pytest.approx(0.01, rel=0.1)
    assert fit_rule(scores[some], everyone.of(some), everyone.of(some)).probabilities(scores).mean() > 0.03


def test_the_interval_holds_what_is_measured():
    random = np.random.default_rng(0)
    targets = read_targets(["生态", "民生", "other"] * 100)
    scores = np.where(targets.indicator, 1.0, -1.0) + random.normal(0, 1, (300, 2))
    rule = fit_rule(scores, targets, targets)
    probabilities = rule.probabilities(scores)
    low, high = measured_interval(rule, probabilities, targets.primary, None)
    assert low < measured(rule, probabilities, targets)["macro_f1"] < high
    low_of_groups, high_of_groups = measured_interval(rule, probabilities, targets.primary, [place % 5 for place in range(300)])
    assert (low_of_groups, high_of_groups) != (low, high)


def _few_of_each(themes=6, of_each=8, seed=0):
    """Scores for so few texts of each theme that a sigmoid of its own would be chance."""
    truth = np.repeat(np.eye(themes, dtype=bool), of_each, axis=0)
    return np.random.default_rng(seed).normal(size=truth.shape) + 1.5 * truth, truth


def test_themes_with_few_texts_are_told_apart_by_their_scores_rather_than_by_chance():
    scores, truth = _few_of_each()
    slope, offset = fit_sigmoids(scores, truth)
    own = np.array([fit_sigmoid(*column) for column in zip(scores.T, truth.T, strict=True)]).T
    assert np.ptp(slope) < 0.2 * np.ptp(own[0])
    assert np.ptp(offset) < 0.2 * np.ptp(own[1])


def test_probabilities_of_themes_with_few_texts_still_sum_to_about_their_number():
    scores, truth = _few_of_each(themes=12)
    slope, offset = fit_sigmoids(scores, truth)
    assert (1 / (1 + np.exp(-(slope * scores + offset)))).sum() == pytest.approx(truth.sum(), rel=0.1)


def test_a_theme_with_enough_texts_has_its_own_sigmoid_whatever_the_others():
    random = np.random.default_rng(1)
    truth = np.zeros((400, 2), bool)
    truth[:ENOUGH, 0], truth[-5:, 1] = True, True
    scores = random.normal(size=truth.shape) + truth
    slope, offset = fit_sigmoids(scores, truth)
    assert (slope[0], offset[0]) == fit_sigmoid(scores[:, 0], truth[:, 0])
    assert (slope[1], offset[1]) != fit_sigmoid(scores[:, 1], truth[:, 1])


def test_inverted_scores_of_few_texts_still_give_positive_slopes_and_finite_offsets():
    scores, truth = _few_of_each()
    slope, offset = fit_sigmoids(-scores, truth)
    assert (slope > 0).all()
    assert np.isfinite(offset).all()


def test_a_theme_that_no_text_shown_has_is_judged_much_as_the_others():
    rng = np.random.default_rng(0)
    everyone = read_targets([["甲", "乙", "丙"][place % 3] for place in range(60)])
    rows = np.flatnonzero(~everyone.indicator[:, 0])
    shown, scores = everyone.of(rows), rng.normal(size=(len(rows), 3)) + 3 * everyone.indicator[rows]
    rule = fit_rule(scores, shown, shown)
    assert rule.slope[0] == pytest.approx(rule.slope[1], rel=0.5)
    assert rule.probabilities(np.array([[9.0, -9.0, -9.0]])).argmax() == 0  # so that it can still be given


@given(st.integers(2, 6), st.integers(0, 5), st.floats(0.01, 100), st.integers(0, 9))
def test_a_guess_keeps_order_and_is_never_certain(themes, others, scale, seed):
    targets = read_targets([f"主题{place}" for place in range(themes)] + ["other"] * others)
    scores = scale * (np.random.default_rng(seed).random(targets.indicator.shape) / 2 + targets.indicator)
    rule = guessed_rule(scores, targets)
    probabilities = rule.probabilities(scores)
    assert np.isfinite(probabilities).all()
    assert probabilities.max() < 0.97
    assert (probabilities.argmax(axis=1) == scores.argmax(axis=1))[:themes].all()
    assert rule.answers_other == bool(others)
