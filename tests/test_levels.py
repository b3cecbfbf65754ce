import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsclf.levels import LEVELS, level_of, nearest


def test_levels_rise_are_symmetrical_and_fit_into_eight_bits():
    assert len(LEVELS) == 255
    assert (np.diff(LEVELS) > 0).all()
    assert (-LEVELS[::-1] == LEVELS).all()
    assert LEVELS[127] == 0
    assert LEVELS[-1] == 32767


@given(number=st.floats(-32767, 32767))
def test_the_nearest_level_is_the_nearest(number):
    found = LEVELS[nearest(np.array([number]))[0]]
    assert abs(found - number) == np.abs(LEVELS - number).min()


@given(number=st.floats(-40_000, 40_000))
def test_what_lies_beyond_goes_to_the_last_and_what_is_a_level_stays(number):
    level = LEVELS[nearest(np.array([number]))]
    assert nearest(level.astype(float)) == level_of(level)
    assert LEVELS[level_of(level)] == level


def test_errors_of_large_weights_are_small_for_their_size():
    numbers = np.linspace(3000, 32767, 1000)
    assert (np.abs(LEVELS[nearest(numbers)] - numbers) / numbers).max() < 0.03
