from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.dates import read_date

FORMS = ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日", "{0.year}/{0.month}/{0.day}"]
BEHIND = ["", " 10:00:00", "T08:30", "　星期五"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(FORMS), st.sampled_from(BEHIND))
def test_a_date_is_read_in_every_form_with_a_time_behind_it_or_without(day, form, behind):
    assert read_date(form.format(day) + behind) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (20240105, (2024, 1, 5)),
        ("２０２４年１月５日", (2024, 1, 5)),
        ("2024-1", (2024, 1, 1)),
        ("2024年12月", (2024, 12, 1)),
        ("2024.1.5", (2024, 1, 5)),
        (datetime.datetime(2024, 1, 5, 7), (2024, 1, 5)),
    ],
)
def test_other_cells_that_are_dates(cell, day):
    assert read_date(cell) == datetime.date(*day)


@pytest.mark.parametrize(
    "cell", [None, "", "昨天", "2024", "2024-13-01", "2024-02-30", "2024-1/5", "1-5-2024", "202401055", 5, "2024-00-01"]
)
def test_anything_else_is_none(cell):
    assert read_date(cell) is None
