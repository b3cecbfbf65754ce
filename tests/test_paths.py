from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.errors import TrainingError
from newsclf.paths import depth_of, refuse_no_paths, upper

PARTS = st.lists(st.text("农畜工电 ·", min_size=1, max_size=4), min_size=1, max_size=5)


@given(PARTS, st.integers(1, 6), st.sampled_from(["/", "::", " > "]))
def test_a_label_is_cut_to_its_first_parts(parts, depth, separator):
    assert upper(separator.join(parts), separator, depth) == separator.join(parts[:depth])
    assert depth_of([separator.join(parts)], separator) == len(parts)


def test_no_labels_have_no_levels():
    assert depth_of([], "/") == 0


@pytest.mark.parametrize("label", ["农//畜", "/农", "农/", "农/ /畜", "/"])
def test_an_empty_part_is_refused_with_its_label(label):
    with pytest.raises(TrainingError) as caught:
        refuse_no_paths(["农/畜", label], "/")
    assert caught.value.evidence == {"reason": "empty_part", "theme": label, "separator": "/"}
    assert label in str(caught.value)


def test_labels_without_the_separator_are_refused():
    with pytest.raises(TrainingError, match="No label holds /") as caught:
        refuse_no_paths(["农", "工>电"], "/")
    assert caught.value.evidence["reason"] == "no_path"


def test_a_label_may_be_both_a_theme_and_above_others():
    refuse_no_paths(["农", "农/畜"], "/")
