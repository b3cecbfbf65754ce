from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from newsclf.lanes import HIGHEST, LANES, pack, sums

RUNS = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@given(lengths=RUNS, width=st.integers(1, 3), data=st.data())
def test_sums_of_lanes_are_the_sums_of_their_numbers(lengths, width, data):
    numbers = data.draw(arrays.arrays(np.uint16, (width, sum(lengths), LANES)))
    starts = np.cumsum(lengths) - lengths
    expected = [part.astype(np.int64).sum(axis=1).ravel().tolist() for part in np.split(numbers, starts[1:], axis=1)]
    assert sums(pack(numbers), starts).tolist() == expected


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537, 200_000])
def test_the_largest_numbers_do_not_overflow(length):
    numbers = np.full((1, length + 2, LANES), HIGHEST, dtype=np.uint16)
    assert sums(pack(numbers), np.array([0, 1, length + 1])).tolist() == [[n * HIGHEST] * LANES for n in (1, length, 1)]


def test_no_runs_have_no_sums():
    assert sums(np.zeros((2, 0), dtype=np.uint64), np.zeros(0, dtype=np.intp)).shape == (0, 8)


def test_packing_copies_nothing():
    numbers = np.zeros((1, 3, LANES), dtype=np.uint16)
    assert np.shares_memory(pack(numbers), numbers)
