from __future__ import annotations

import numpy as np

from newsclf.breakdown import MOST_VALUES, breakdown

TRUTH = np.array([0, 0, 1, 1, 2, 2])
GUESS = np.array([0, 1, 1, 1, 2, 0])


def test_each_value_has_the_figures_of_its_own_texts_the_most_frequent_first():
    found = breakdown(["晚报", "日报", "日报", "日报", "晚报", ""], TRUTH, GUESS)
    assert [(one["value"], one["n"], one["accuracy"]) for one in found["values"]] == [
        ("日报", 3, 2 / 3),
        ("晚报", 2, 1),
        ("", 1, 0),
    ]
    assert found["rest"] is None
    for one in found["values"]:
        for name in ("accuracy", "macro_f1"):
            low, high = one["interval"][name]
            assert low <= one[name] <= high


def test_values_behind_the_first_ones_are_pooled():
    values = [str(number // 2) for number in range(2 * MOST_VALUES)] + ["甲", "乙", "丙"]
    truth = np.zeros(len(values), dtype=np.intp)
    found = breakdown(values, truth, np.where(np.arange(len(values)) < len(values) - 1, 0, 1))
    assert len(found["values"]) == MOST_VALUES
    assert (found["rest"]["values"], found["rest"]["n"], found["rest"]["accuracy"]) == (3, 3, 2 / 3)


def test_units_are_drawn_whole():
    truth, guess = np.zeros(40, dtype=np.intp), np.repeat([0, 1], 20)
    alone, grouped = (
        breakdown(["报"] * 40, truth, guess, units)["values"][0]["interval"]["accuracy"]
        for units in (None, np.repeat([7, 3, 9, 4], 10))
    )
    assert np.diff(grouped) > np.diff(alone)


def test_no_texts_have_no_values():
    assert breakdown([], np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)) == {"values": [], "rest": None}
