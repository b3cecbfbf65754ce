from __future__ import annotations

import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf import sorting
from newsclf.errors import OutputError
from newsclf.sorting import in_order

LINES = st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12), max_size=30)


@given(lines=LINES, limit=st.sampled_from([0, 5, 40, 1000]))
def test_lines_are_sorted_whatever_is_put_aside(lines, limit):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "RUN_CHARACTERS", limit)
        assert list(in_order(iter(lines))) == sorted(lines)


def test_no_place_to_put_lines_aside_is_told_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    monkeypatch.setattr(sorting, "RUN_CHARACTERS", 1)
    with pytest.raises(OutputError) as caught:
        list(in_order(["aa", "bb", "cc"]))
    assert caught.value.target == str(tmp_path / "gone")
