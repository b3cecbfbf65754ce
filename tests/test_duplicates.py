from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.bootstrap import numbered
from newsclf.duplicates import bare, digests, kept_together, sets_of_copies, torn

TEXTS = st.lists(st.sampled_from(["河水清", "河水 清。", "车票", "車票", "", "！", "第1条", "第22条", "甲\ud800"]), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [("河水清。", "「河水　清」"), ("ＡＢＣ路", "abc路"), ("第1条", "第22条"), ("春运\n开始", "春运开始"), ("甲_乙", "甲乙")],
)
def test_copies_differ_in_spaces_punctuation_width_and_numbers_only(one, other):
    assert bare(one) == bare(other)
    assert sets_of_copies([one, other])[0].tolist() == [0, 0]


def test_other_characters_make_other_texts():
    assert len(set(sets_of_copies(["河水清", "河水青", "清水河"])[0].tolist())) == 3


def test_empty_texts_are_counted_and_copies_of_nothing():
    sets, empty = sets_of_copies(["", "！？", "　", "河"])
    assert (len(set(sets.tolist())), empty) == (4, 3)


def test_no_texts_have_no_sets():
    sets, empty = sets_of_copies([])
    assert (len(sets), empty) == (0, 0)
    assert kept_together(sets, None) is None
    assert torn(sets, None) == 0


@settings(deadline=None, max_examples=80)
@given(TEXTS)
def test_two_texts_are_in_one_set_if_their_bare_forms_are_one(texts):
    sets, empty = sets_of_copies(texts)
    forms = [bare(text) for text in texts]
    assert empty == forms.count("")
    assert set(sets.tolist()) == set(range(len(set(sets.tolist()))))
    for one, other in combinations(range(len(texts)), 2):
        assert (sets[one] == sets[other]) == (forms[one] == forms[other] != "")


def test_without_copies_groups_stay_as_they_are():
    groups = ["甲", "甲", "乙"]
    assert kept_together(np.arange(3), groups) is groups
    assert kept_together(np.arange(3), None) is None


def test_copies_within_a_group_ask_for_nothing():
    groups = ["甲", "甲", "乙"]
    assert kept_together(np.array([0, 0, 1]), groups) is groups


def test_copies_alone_are_groups():
    assert kept_together(np.array([0, 1, 0]), None) == [0, 1, 0]


def test_groups_with_copies_of_each_other_become_one():
    groups = [str(place // 2) for place in range(40)]
    sets = np.arange(40)
    sets[2], sets[5] = sets[1], sets[3]  # 0 – 1 – 2: a chain of three groups
    units = kept_together(numbered(sets.tolist()), groups)
    assert len(set(units)) == 18
    assert len(set(units[:6])) == 1


def test_one_group_is_none():
    assert kept_together(np.arange(3), ["甲"] * 3) is None
    assert kept_together(np.zeros(3, dtype=np.intp), None) is None


def test_a_sentence_of_every_article_makes_no_group_of_all_and_its_copies_are_counted():
    groups = [place // 4 for place in range(80)]
    sets = numbered([-1 if place % 4 == 0 else place for place in range(80)])
    assert kept_together(sets, groups) is groups
    assert torn(sets, groups) == 20


def test_beside_such_a_sentence_other_copies_still_stay_together():
    groups = [place // 4 for place in range(80)]
    copies = [-1 if place % 4 == 0 else place for place in range(80)]
    copies[5] = copies[1]
    units = kept_together(numbered(copies), groups)
    assert len(set(units)) == 19
    assert units[1] == units[5]
    assert torn(numbered(copies), units) == 20


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40))
def test_copies_and_groups_are_never_apart_unless_it_is_counted(rows):
    sets, groups = numbered([copy for copy, _ in rows]), [group for _, group in rows]
    units = kept_together(sets, groups)
    if units is not None:
        for one, other in combinations(range(len(rows)), 2):
            assert groups[one] != groups[other] or units[one] == units[other]
            assert sets[one] != sets[other] or units[one] == units[other] or torn(sets, units)


def test_copies_share_a_digest_and_texts_without_a_word_have_none():
    found = digests(["河道，清淤。", "河道 清淤", "河道清污", "", "。！"])
    assert found[0] == found[1] != found[2]
    assert found[3:].tolist() == [0, 0]
