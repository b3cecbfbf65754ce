import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.cli.bars import WIDTH, bars

VALUES = st.lists(st.floats(-1e6, 1e6), max_size=20)


@given(VALUES)
def test_every_value_has_a_bar_and_none_is_wider_than_allowed(values):
    drawn = bars(values)
    assert len(drawn) == len(values)
    assert all(len(bar) <= WIDTH + 2 for bar in drawn)


@given(VALUES)
def test_all_stand_on_one_line(values):
    assert len({bar.index("│") for bar in bars(values)}) <= 1


def test_positive_is_drawn_to_the_right_and_negative_to_the_left():
    right, left, nothing = bars([3.0, -1.0, 0.0], width=8)
    assert right == "  │██████"
    assert left == "░░│"
    assert nothing == "  │"


def test_parts_of_a_cell_are_drawn_in_eighths():
    assert bars([8.0, 4.5], width=8)[1] == "│████▌"


@pytest.mark.parametrize("values", [[], [0.0], [0.0, 0.0], [5e-324]])
def test_nothing_has_no_bar(values):
    assert bars(values) == ["│"] * len(values)
