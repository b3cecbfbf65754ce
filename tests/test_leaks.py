from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsclf.duplicates import bare
from newsclf.leaks import find_leaks

TEXTS = st.lists(st.sampled_from(["河水清", "河水 清。", "车票", "第1条", "第22条", "", "！", "山"]), max_size=8)


def test_copies_and_groups_of_other_tables_are_found():
    leaks = find_leaks(["河水，清", "车票开售", "山", "。"], ["甲", "乙", "丙", "丁"], ["河水清。", "！"], {"丙"})
    assert leaks.copies.tolist() == [True, False, False, False]
    assert leaks.grouped.tolist() == [False, False, True, False]
    assert leaks.fresh.tolist() == [False, True, False, True]


def test_without_groups_only_copies_leak():
    leaks = find_leaks(["河水清", "山"], [], ["河水清"], [])
    assert leaks.fresh.tolist() == [False, True]
    assert not leaks.grouped.any()


def test_no_texts_leak_nothing():
    assert find_leaks([], [], ["河水清"], ["甲"]).fresh.tolist() == []


@given(TEXTS, TEXTS)
def test_a_text_leaks_if_its_bare_form_stands_elsewhere(texts, elsewhere):
    known = {bare(text) for text in elsewhere} - {""}
    expected = np.array([bare(text) in known for text in texts], dtype=bool)
    assert (find_leaks(texts, [], elsewhere, []).copies == expected).all()
