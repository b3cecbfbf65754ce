from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.alike import Alike, alike_names

NAMES = st.dictionaries(st.text("生态太民abcd1 ", min_size=1, max_size=6), st.integers(1, 400), max_size=12)


def pairs(counts):
    return [(pair.name, pair.meant) for pair in alike_names(counts)]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("生态环报", "生态环保"),
        ("生态环", "生态环保"),
        ("生态环保护", "生态环保"),
        ("生态保环", "生态环保"),
        ("生太", "生态"),
        ("sprots", "sports"),
        ("sport", "sports"),
    ],
)
def test_a_rare_name_one_slip_from_another_is_perhaps_that(slip, meant):
    assert alike_names({slip: 2, meant: 300}) == [Alike(slip, 2, meant, 300)]


@pytest.mark.parametrize(("one", "other"), [("ＡＢ", "ab"), ("Ecology", "ecology"), ("生态 ", "生态"), ("　生态", "生态")])
def test_names_of_the_same_form_are_alike_however_frequent(one, other):
    assert pairs({one: 100, other: 300}) == [(one, other)]


def test_traditional_and_simplified_names_are_alike():
    pytest.importorskip("opencc")
    assert pairs({"國際新聞": 100, "国际新闻": 300}) == [("國際新聞", "国际新闻")]


@pytest.mark.parametrize(
    "counts",
    [
        {},
        {"生态": 1},
        {"生态": 200, "生活": 300},  # neither is rare
        {"甲": 1, "乙": 300},
        {"abc": 1, "abd": 300},
        {"类别1": 1, "类别2": 300},  # numbers are no slips
        {"生态环保": 1, "春运客流": 300},
        {"教育新闻": 1, "新闻教育": 300},
        {"，，，，": 1, "，，，": 300},
    ],
)
def test_other_names_are_not(counts):
    assert pairs(counts) == []


def test_a_slip_is_rare_beside_what_was_meant():
    assert pairs({"生态环报": 10, "生态环保": 501}) == [("生态环报", "生态环保")]
    assert pairs({"生态环报": 10, "生态环保": 499}) == []


def test_the_most_frequent_of_several_is_the_one_meant_and_the_likeliest_pairs_come_first():
    counts = {"体育新文": 1, "体育新闻": 90, "体育新事": 50, "財經": 4, "Sport ": 50, "sport": 80}
    assert pairs(counts) == [("Sport ", "sport"), ("体育新文", "体育新闻")]


@settings(deadline=None, max_examples=100)
@given(NAMES)
def test_a_name_is_perhaps_one_other_of_at_least_as_many_texts(counts):
    found = alike_names(counts)
    assert len({pair.name for pair in found}) == len(found)
    for pair in found:
        assert pair.name != pair.meant
        assert (pair.texts, pair.meant_texts) == (counts[pair.name], counts[pair.meant])
        assert pair.texts <= pair.meant_texts


def test_thousands_of_names_and_very_long_ones_take_no_time():
    counts = {f"新闻{chr(0x4E00 + place)}": 3 for place in range(2000)} | {"长" * 100_000: 1, "长" * 99_999: 500}
    start = time.perf_counter()
    alike_names(counts)
    assert time.perf_counter() - start < 5
