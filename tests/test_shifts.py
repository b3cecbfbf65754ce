from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.shifts import discoveries, holm, log_odds_ratio, stability


def test_log_odds_rise_with_the_share_and_with_how_much_is_known_of_it():
    before, after = np.array([10.0, 10.0, 1.0, 0.0]), np.array([10.0, 40.0, 4.0, 3.0])
    found = log_odds_ratio(before, after, 100, 100)
    assert found[0] == pytest.approx(0)
    assert found[1] > found[2] > found[0]
    assert np.isfinite(found).all()
    assert log_odds_ratio(after, before, 100, 100) == pytest.approx(-found)


def test_in_two_samples_of_the_same_few_words_have_risen_or_fallen():
    rng = np.random.default_rng(0)
    shares = 0.03 + rng.random(2000) * 0.1
    found = log_odds_ratio(rng.binomial(500, shares) * 1.0, rng.binomial(500, shares) * 1.0, 500, 500)
    assert (np.abs(found) > 1.96).mean() < 0.06


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_chances_of_all_tests_are_no_smaller_and_keep_their_order(chances):
    found = holm(chances)
    assert all(one <= all_together <= 1 for one, all_together in zip(chances, found, strict=True))
    assert [found[place] for place in np.argsort(chances, kind="stable")] == sorted(found)


def test_of_what_chance_does_hardly_anything_is_a_discovery_and_much_of_the_rest():
    rng = np.random.default_rng(0)
    assert sum(discoveries(rng.random(500), 0.01).any() for _ in range(200)) <= 8
    found = discoveries(np.concatenate([rng.random(500), np.full(50, 1e-5)]), 0.05)
    assert found[500:].all()
    assert found.sum() <= 60
    assert discoveries(np.array([0.011, 0.02, 0.6]), 0.03).tolist() == [True, True, False]
    assert discoveries(np.empty(0), 0.05).tolist() == []


def test_holms_example():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_stability_of_the_same_numbers_is_nought():
    some = np.random.default_rng(0).random(1000)
    assert stability(some, some) == pytest.approx(0, abs=1e-6)
    assert stability(some, some**3) > 0.25
    assert stability(np.ones(5), np.ones(9)) == 0
