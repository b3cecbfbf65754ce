from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.inspection import Contradiction, inspect
from newsclf.targets import read_targets

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


def look(texts, labels, groups=None):
    return inspect(texts, read_targets(labels), groups)


def texts_of(number):
    return [HAN[place % 24] + HAN[place // 24] + "新闻" for place in range(number)]


def test_counts_lengths_and_shares():
    found = look(["河" * 2, "水" * 4, "车" * 6, "票" * 40], ["生态", "生态", "春运", "春运"])
    assert (found.texts, found.kind, found.classes) == (4, "single", {"春运": 2, "生态": 2})
    assert (found.median_length, found.long_length) == (6, 40)
    assert (found.largest_share, found.imbalance) == (0.5, 1.0)
    assert (found.copies, found.contradictory, found.units, found.torn) == (0, 0, None, 0)


def test_of_one_label_each_other_is_a_class():
    found = look(texts_of(8), ["生态"] * 2 + ["other"] * 6)
    assert found.classes == {"生态": 2, "other": 6}
    assert (found.imbalance, found.tiny) == (3.0, {"生态": 2, "other": 6})


def test_of_several_labels_a_text_without_is_no_class():
    found = look(texts_of(6), [["生态"], ["生态", "民生"], ["民生"], [], [], ["生态"]])
    assert (found.kind, found.classes) == ("several", {"民生": 2, "生态": 3})
    assert found.tiny == {"民生": 2, "生态": 3}


def test_a_matrix_of_themes_is_looked_at_like_collections():
    found = look(texts_of(4), np.array([[1, 0], [0, 1], [1, 1], [0, 0]]))
    assert (found.kind, found.classes) == ("several", {"0": 2, "1": 2})


def test_copies_are_counted_once_each_and_are_units():
    found = look(["河水清。", "河水 清", "车票", "河水清"], ["生态", "生态", "春运", "春运"])
    assert (found.copies, found.copied) == (2, 1)
    assert found.units[0] == found.units[1] == found.units[3] != found.units[2]


def test_copies_with_other_labels_contradict():
    found = look(["河水清。", "河水清", "河水清！", "车票", "车票"], ["生态", "生态", "民生", "民生", "生态"])
    assert found.contradictory == 2
    assert found.contradictions == (
        Contradiction("河水清。", ("生态",), ("民生",)),
        Contradiction("车票", ("民生",), ("生态",)),
    )


def test_the_order_of_labels_is_no_contradiction_but_a_missing_one_is():
    texts = ["河", "河", "水", "水"]
    found = look(texts, [["生态", "民生"], ["民生", "生态"], ["生态"], []])
    assert found.contradictions == (Contradiction("水", ("生态",), ()),)


def test_no_more_than_a_few_contradictions_are_shown():
    found = look(texts_of(20) * 2, ["生态"] * 20 + ["民生"] * 20)
    assert (found.contradictory, len(found.contradictions)) == (20, 5)


def test_a_class_of_many_copies_of_few_texts_is_tiny():
    found = look(["河水"] * 20 + texts_of(20), ["生态"] * 20 + ["春运"] * 20)
    assert found.tiny == {"生态": 1}


def test_slips_in_labels_are_told():
    found = look(texts_of(12), ["生态环保"] * 8 + ["生态环报"] * 2 + ["民生"] * 2)
    assert [(pair.name, pair.meant) for pair in found.alike] == [("生态环报", "生态环保")]


def test_groups_grow_by_copies_and_stay_themselves_without():
    texts, labels, groups = texts_of(40), ["生态", "民生"] * 20, [place // 2 for place in range(40)]
    assert look(texts, labels, groups).units is groups
    texts[2] = texts[0] + "！"
    assert len(set(look(texts, labels, groups).units)) == 19


@pytest.mark.parametrize("texts", [["", "", "", ""], ["！", "？", "…", "　"], ["\ud800", "\x00", "\u200b", "\ufeff"]])
def test_texts_without_letters_are_empty_and_nothing_breaks(texts):
    found = look(texts, ["甲", "乙"] * 2)
    assert found.empty == 4
    assert found.copies == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["河", "水", "车", ""]), st.sampled_from(["甲", "乙"])), max_size=20))
def test_counts_agree_with_each_other(rows):
    rows = [*rows, ("山", "甲"), ("石", "甲"), ("树", "乙"), ("木", "乙")]
    found = look([text for text, _ in rows], [label for _, label in rows])
    assert sum(found.classes.values()) == found.texts == len(rows)
    assert found.copied <= found.copies or found.copies == 0
    assert found.contradictory <= found.copied
    assert (found.units is None) == (found.copies == 0)
    assert found.torn == 0
