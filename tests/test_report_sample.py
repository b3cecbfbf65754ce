from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets import record

from newsclf.report.sample import BANDS, Sample, band_of, level, stratum_of

ROWS = st.lists(
    st.tuples(st.sampled_from(["生态", "民生", "other"]), st.floats(0, 1), st.sampled_from(["甲", "乙"])), max_size=60
)


def records(rows):
    return [record(number, text, theme=theme, score=score) for number, (theme, score, text) in enumerate(rows, 1)]


def drawn(sample):
    return sorted(one["segment"] for one in sample.drawn())


def sample_of(found, most=10):
    sample = Sample(most)
    for one in found:
        sample.add(one)
    return sample


@given(rows=ROWS, cuts=st.lists(st.integers(0, 60)), order=st.randoms())
def test_samples_of_parts_merged_in_any_order_are_the_sample_of_all(rows, cuts, order):
    found = records(rows)
    ends = sorted({0, len(found), *(min(cut, len(found)) for cut in cuts)})
    parts = [sample_of(found[start:end]) for start, end in pairwise(ends)]
    order.shuffle(parts)
    merged = Sample(10)
    for part in parts:
        part.prune()
        merged.merge(part)
    assert drawn(merged) == drawn(sample_of(found))
    assert merged.counts == Counter(map(stratum_of, found))


@given(rows=ROWS)
def test_as_many_are_drawn_as_may_be_and_no_stratum_gets_two_more_than_one_that_has_more(rows):
    found = records(rows)
    sample = sample_of(found)
    given_each = Counter(stratum_of(one) for one in sample.drawn())
    assert given_each.total() == min(10, len(found))
    assert sample.is_drawn == (len(found) > 10)
    for stratum, count in given_each.items():
        assert all(given_each[other] >= count - 1 or given_each[other] == sample.counts[other] for other in sample.counts)
        assert count <= sample.counts[stratum]


def test_rare_themes_are_not_lost_among_many():
    found = records([("民生", 0.95, "甲")] * 1000 + [("生态", 0.95, "甲")] * 2)
    assert Counter(one["theme"] for one in sample_of(found).drawn()) == {"民生": 8, "生态": 2}


def test_memory_is_bounded_while_rows_come():
    sample = sample_of(records([(theme, score / 4, "甲") for theme in "甲乙丙" for score in range(4)] * 300))
    sample.prune()
    assert sum(map(len, sample.kept.values())) <= 10 + len(sample.counts)


def test_where_strata_are_more_than_rows_the_largest_give_one():
    sample = sample_of(records([(str(number), 0.95, "甲") for number in range(30)] + [("7", 0.95, "乙")]))
    themes = [one["theme"] for one in sample.drawn()]
    assert len(set(themes)) == len(themes) == 10
    assert "7" in themes


def test_abstentions_for_one_reason_are_alike_whatever_their_score():
    assert {stratum_of(record(score=score, theme="other", abstain=True, reason="too short")) for score in (0.1, 0.9)} == {
        ("other", "too short", 0)
    }


@pytest.mark.parametrize(("score", "band"), [(0, 0), (0.499, 0), (0.5, 1), (0.7, 2), (0.9, 3), (1, 3)])
def test_bands_of_confidence(score, band):
    assert band_of(score) == band
    assert len(BANDS) == 3


@pytest.mark.parametrize(
    ("counts", "most", "expected"),
    [([], 10, 0), ([3], 10, 3), ([20], 10, 10), ([1, 100], 10, 9), ([5, 5, 5], 10, 3), ([1] * 20, 10, 0)],
)
def test_level_is_the_most_that_every_stratum_can_give(counts, most, expected):
    assert level({("t", "", place): count for place, count in enumerate(counts)}, most) == expected
