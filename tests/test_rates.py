from __future__ import annotations

import pytest

from newsclf.rates import macro, rates


@pytest.mark.parametrize(
    ("hits", "answered", "support", "found"),
    [(2, 4, 3, (0.5, 2 / 3, 4 / 7)), (0, 0, 3, (0, 0, 0)), (0, 2, 0, (0, 0, 0)), (0, 0, 0, (0, 0, 0)), (3, 3, 3, (1, 1, 1))],
)
def test_rates_of_counts_done_by_hand(hits, answered, support, found):
    of_theme = rates(hits, answered, support)
    assert (of_theme.precision, of_theme.recall, of_theme.f1) == pytest.approx(found)
    assert of_theme.support == support


def test_the_macro_average_is_over_the_themes_that_texts_have():
    themes = [rates(1, 1, 1), rates(0, 1, 1), rates(0, 5, 0)]
    assert macro(themes) == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_the_macro_average_of_no_themes_is_zero():
    assert macro([]) == macro([rates(0, 5, 0)]) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
