from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.decisions import Rule, han_characters, suspect, unreadable
from newsclf.text import LETTER

THEMES = ("春运", "民生", "生态")
PROBABILITIES = st.lists(st.floats(0, 1), min_size=3, max_size=3)


def make_rule(thresholds=(0.5, 0.5, 0.5), answers_other=True, slope=(1, 1, 1), offset=(0, 0, 0)):
    numbers = [np.array(values, dtype=float) for values in (slope, offset, thresholds)]
    return Rule(THEMES, *numbers, answers_other)


def label(rule, *probabilities, reason=None):
    row = np.array(probabilities, dtype=float)
    return rule.labels(row[None], [reason])[0]


def test_probabilities_are_the_sigmoid_of_slope_and_offset():
    rule = make_rule(slope=(1, 2, 3), offset=(0, -2, 1))
    expected = [0.5, 1 / (1 + np.e**2), 1 / (1 + np.e**-1)]
    assert rule.probabilities(np.zeros((1, 3)))[0] == pytest.approx(expected)


def test_extreme_scores_neither_warn_nor_leave_the_unit_interval():
    probabilities = make_rule().probabilities(np.array([[1e9, -1e9, 0.0]]))
    assert probabilities[0].tolist() == pytest.approx([1.0, 0.0, 0.5])


def test_no_text_has_no_probabilities_and_no_primary():
    rule = make_rule()
    assert rule.probabilities(np.empty((0, 3))).shape == (0, 3)
    assert rule.primary(np.empty((0, 3))).tolist() == []


def test_a_theme_exactly_at_its_threshold_is_accepted():
    rule = make_rule((0.5, 0.55, 0.6))
    assert rule.accepted(np.array([[0.5, 0.55, 0.6]])).all()
    assert not rule.accepted(np.nextafter([[0.5, 0.55, 0.6]], 0)).any()
    assert label(rule, 0.0, 0.55, 0.0).theme == "民生"


def test_the_primary_has_the_largest_margin_not_the_largest_probability():
    assert label(make_rule((0.5, 0.6, 0.5)), 0.75, 0.8, 0.1).theme == "春运"


def test_themes_stand_in_the_order_of_their_margins():
    assert label(make_rule((0.5, 0.6, 0.5)), 0.75, 0.8, 0.9).themes == ("生态", "春运", "民生")


def test_of_equal_margins_the_first_column_comes_first():
    answer = label(make_rule(), 0.7, 0.9, 0.9)
    assert answer.theme == "民生"
    assert answer.themes == ("民生", "生态", "春运")


def test_none_passing_is_other_with_one_minus_the_largest():
    answer = label(make_rule(), 0.1, 0.4, 0.2)
    assert (answer.theme, answer.score, answer.themes) == ("other", pytest.approx(0.6), ())
    assert answer.scores == {"春运": 0.1, "民生": 0.4, "生态": 0.2}
    assert not answer.abstain


def test_a_model_without_other_names_the_most_probable():
    answer = label(make_rule((0.6, 0.5, 0.5), answers_other=False), 0.49, 0.4, 0.2)
    assert (answer.theme, answer.score, answer.themes) == ("春运", 0.49, ())


@pytest.mark.parametrize("answers_other", [True, False])
def test_abstaining_gives_other_no_themes_and_the_reason(answers_other):
    answer = label(make_rule(answers_other=answers_other), 0.9, 0.8, 0.1, reason="too short")
    assert (answer.theme, answer.themes, answer.abstain, answer.reason) == ("other", (), True, "too short")
    assert answer.score == pytest.approx(0.1)
    assert answer.scores["春运"] == 0.9


@settings(deadline=None, max_examples=60)
@given(PROBABILITIES, st.lists(st.floats(0.5, 0.6), min_size=3, max_size=3))
def test_theme_themes_and_score_agree(probabilities, thresholds):
    answer = label(make_rule(thresholds), *probabilities)
    passed = {theme for theme, p, least in zip(THEMES, probabilities, thresholds, strict=True) if p >= least}
    assert set(answer.themes) == passed
    assert answer.theme == (answer.themes[0] if passed else "other")
    assert answer.score == (answer.scores[answer.theme] if passed else 1 - max(probabilities))
    assert list(answer.scores) == list(THEMES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "too short"),
        (" \n\t　", "too short"),
        ("。，！？", "too short"),
        ("你好", "too short"),
        ("12345", "too short"),
        ("ab", "too short"),
        ("京A1", "too short"),
        ("\ud800\udfff", "too short"),
        ("清水河", None),
        ("清 水 河", None),
        ("𠀀𠀁𠀂", None),
        ("㐀㐁〇", None),
        ("A 股 B 股 H 股", None),
        ("志愿者用 GPS 定位。", None),
        ("abc", "not Chinese"),
        ("Volunteers clean the river.", "not Chinese"),
        ("北京 Winter Olympics", "not Chinese"),
        ("Волонтёры чистят реку", "not Chinese"),
        ("ボランティアはきれい", "not Chinese"),
        ("자원봉사자", "not Chinese"),
    ],
)
def test_unreadable_says_why(text, reason):
    assert unreadable(han_characters(text), len(LETTER.findall(text))) == reason


@given(han=st.integers(0, 50), others=st.integers(0, 200))
def test_what_is_not_suspect_is_readable(han, others):
    suspected = suspect(np.array([han]), np.array([han + others]))[0]
    assert suspected or unreadable(han, han + others) is None


PROBABILITIES = st.lists(st.lists(st.sampled_from([0.1, 0.3, 0.4, 0.45, 0.5, 0.9]), min_size=3, max_size=3), max_size=8)


@given(PROBABILITIES, st.booleans(), st.randoms())
def test_answers_as_arrays_are_those_of_the_records(rows, answers_other, chance):
    rule = Rule(("a", "b", "c"), np.ones(3), np.zeros(3), np.array([0.4, 0.45, 0.5]), answers_other)
    probabilities = np.array(rows).reshape(-1, 3)
    reasons = [chance.choice([None, "too short"]) for _ in rows]
    primary, named = rule.answers(probabilities, np.array([reason is None for reason in reasons], dtype=bool))
    for label, column, themes in zip(rule.labels(probabilities, reasons), primary.tolist(), named, strict=True):
        assert label.theme == ("other" if column < 0 else rule.themes[column])
        assert set(label.themes) == {rule.themes[place] for place in np.flatnonzero(themes)}
