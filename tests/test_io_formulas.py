from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.io.formulas import disarmed

ARMED = [
    "=cmd|' /C calc'!A0",
    "+河",
    "-1+2",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\r=1",
    "\n",
    " =1",
    "\u3000＝1",
    "-",
]


@pytest.mark.parametrize("cell", ARMED)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell):
    assert disarmed(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-5", "+3.5", "-1e5", "河=水", "", " 河", "'=1", "1-2", None, 5, -5, 1.5, True, ["=1"]])
def test_numbers_and_all_else_are_left_alone(cell):
    assert disarmed(cell) is cell


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("=+-@＝＋－＠ \t\r\n\u30000河1.'") | st.characters(), max_size=6))
def test_a_disarmed_cell_stays_as_it_is_and_only_an_apostrophe_is_put_before(cell):
    found = disarmed(cell)
    assert found in (cell, "'" + cell)
    assert disarmed(found) == found
