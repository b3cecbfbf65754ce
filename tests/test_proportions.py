from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from newsclf.proportions import difference, share


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilson_is_scipys(counts):
    found, reference = share(*counts), binomtest(*counts).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-9)
    assert found.low <= found.share <= found.high


def test_newcombes_example():
    """Table II (a) of Newcombe 1998: 56 of 70 against 48 of 80."""
    assert difference(share(48, 80), share(56, 70)) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_of_nothing_nothing_is_known():
    assert (share(0, 0).low, share(0, 0).high) == (0, 1)
    assert difference(share(3, 9), share(3, 9))[0] == 0
