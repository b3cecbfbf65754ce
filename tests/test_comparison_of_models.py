from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from newsclf.comparison import compare, mcnemar

THEMES = ["甲", "乙", "丙"]


def judged(truth, primary, themes=THEMES, known=None):
    """As `newsclf.evaluation.judged` gives it, of labels as columns, -1 for none."""
    model = SimpleNamespace(name="m", themes=tuple(known or themes))
    columns = np.arange(len(themes))
    truth, primary = np.asarray(truth, dtype=np.intp), np.asarray(primary, dtype=np.intp)
    return SimpleNamespace(
        model=model,
        themes=list(themes),
        truth=truth,
        primary=primary,
        had=truth[:, None] == columns,
        named=primary[:, None] == columns,
    )


def noisy(random, truth, wrong):
    """The truth, some of it replaced by chance."""
    return np.where(random.random(len(truth)) < wrong, random.integers(-1, 3, len(truth)), truth)


def pair(seed, first=0.3, second=0.3, n=80):
    random = np.random.default_rng(seed)
    truth = random.integers(-1, 3, n)
    return judged(truth, noisy(random, truth, first)), judged(truth, noisy(random, truth, second))


CODES = st.lists(st.tuples(*[st.integers(-1, 2)] * 3), min_size=1, max_size=30)


@settings(deadline=None, max_examples=40)
@given(CODES)
def test_the_other_way_round_differences_have_the_other_sign(rows):
    truth, one, other = (np.array(column) for column in zip(*rows, strict=True))
    there = compare(judged(truth, one), judged(truth, other), permutations=50, draws=20)
    back = compare(judged(truth, other), judged(truth, one), permutations=50, draws=20)
    for name, figure in there["figures"].items():
        assert figure["difference"] == pytest.approx(-back["figures"][name]["difference"])
        assert figure.get("p") == back["figures"][name].get("p")
    assert there["only"]["first"] == back["only"]["second"]
    assert there["only"]["p"] == back["only"]["p"]


def test_the_other_way_round_intervals_of_groups_are_turned():
    one, other = pair(7)
    groups = list(range(len(one.truth)))
    there, back = compare(one, other, groups, permutations=10), compare(other, one, groups, permutations=10)
    for name, figure in there["figures"].items():
        assert figure["interval"] == pytest.approx([-end for end in reversed(back["figures"][name]["interval"])])


def test_texts_drawn_by_kinds_have_about_the_intervals_of_texts_drawn_one_by_one():
    one, other = pair(8, second=0.2, n=300)
    alone, singly = compare(one, other, permutations=1), compare(one, other, list(range(300)), permutations=1)
    for name, figure in alone["figures"].items():
        assert figure["interval"] == pytest.approx(singly["figures"][name]["interval"], abs=0.02)


@settings(deadline=None, max_examples=40)
@given(CODES)
def test_groups_of_one_text_each_change_nothing(rows):
    truth, one, other = (np.array(column) for column in zip(*rows, strict=True))
    alone = compare(judged(truth, one), judged(truth, other), permutations=50, draws=20)
    grouped = compare(
        judged(truth, one), judged(truth, other), [str(number) for number in range(len(truth))], permutations=50, draws=20
    )
    for name, figure in grouped["figures"].items():  # the draws of intervals are others
        drawn = {"interval": None, "unseen": None}
        assert figure | drawn == pytest.approx(alone["figures"][name] | drawn)
    assert (alone["groups"], grouped["groups"]) == (None, len(truth))
    assert grouped["only"]["p"] is None


def test_a_model_differs_from_itself_in_nothing():
    one, _ = pair(1)
    found = compare(one, one, permutations=50, draws=20)
    assert all((figure["difference"], figure["interval"]) == (0, [0, 0]) for figure in found["figures"].values())
    assert found["figures"]["macro_f1"]["p"] == found["only"]["p"] == 1


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 0), (3, 9), (40, 40), (400, 333), (0, 30)])
def test_mcnemar_is_the_exact_binomial_test(first, second):
    expected = binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar(first, second) == pytest.approx(expected, rel=1e-6)


def test_where_there_is_no_difference_chance_is_seldom_taken_for_one():
    found = [compare(*pair(seed), permutations=99, draws=200)["figures"]["macro_f1"] for seed in range(100)]
    assert 0.0 < np.mean([figure["p"] <= 0.05 for figure in found]) <= 0.11
    assert 0.87 <= np.mean([figure["interval"][0] <= 0 <= figure["interval"][1] for figure in found]) <= 0.99


def test_groups_that_are_swapped_whole_are_not_taken_for_many_texts():
    alarms = []
    for seed in range(60):
        one, other = pair(seed, n=20)
        wide = [judged(np.repeat(side.truth, 10), np.repeat(side.primary, 10)) for side in (one, other)]
        groups = np.repeat(np.arange(20), 10).tolist()
        alarms.append(compare(*wide, groups, permutations=99, draws=200)["figures"]["accuracy"]["p"] <= 0.05)
    assert np.mean(alarms) <= 0.12


def test_a_difference_that_is_there_is_found():
    found = compare(*pair(3, first=0.5, second=0.1, n=300), permutations=500, draws=200)
    assert found["figures"]["macro_f1"]["p"] == 1 / 501
    assert found["figures"]["macro_f1"]["interval"][0] > 0
    assert found["only"]["p"] < 1e-6
    assert found["per_theme"]["甲"]["difference"] > 0


def test_figures_are_those_of_each_model_alone():
    one, other = pair(5)
    figures = compare(one, other, permutations=10, draws=20)["figures"]
    assert figures["accuracy"]["first"] == pytest.approx(np.mean(one.truth == one.primary))
    assert figures["accuracy"]["second"] == pytest.approx(np.mean(other.truth == other.primary))


def test_models_of_other_themes_are_compared_on_what_the_texts_have():
    truth = [0, 1, 2, -1]
    one = judged(truth, truth)
    other = judged([0, 1, 2, -1], [0, 1, -1, -1], themes=["甲", "乙", "丙"], known=["甲", "乙"])
    found = compare(one, other, permutations=10, draws=20)
    assert found["unknown"] == [[], ["丙"]]
    assert found["per_theme"]["丙"] | {"interval": None} == {
        "first": 1.0, "second": 0.0, "difference": -1.0, "interval": None, "support": 1,
    }  # fmt: skip


def test_no_texts_have_no_difference():
    found = compare(judged([], []), judged([], []), permutations=10, draws=20)
    assert found["figures"]["macro_f1"]["difference"] == 0
    assert found["per_theme"] == {}
