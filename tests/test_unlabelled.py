from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf import unlabelled
from newsclf.unlabelled import Unlabelled

TEXTS = st.lists(st.text(max_size=8), max_size=30)


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_same_texts_are_chosen_whatever_their_order_and_however_often_they_come(texts, random):
    shuffled = texts * 2
    random.shuffle(shuffled)
    assert Unlabelled.of(texts).texts == Unlabelled.of(shuffled).texts


def test_of_many_a_sample_is_chosen_that_grows_by_adding(monkeypatch):
    texts = [f"第{number}条新闻" for number in range(500)]
    monkeypatch.setattr(unlabelled, "MOST_TEXTS", 40)
    some = Unlabelled.of(texts)
    assert (len(some.texts), some.given) == (40, 500)
    monkeypatch.setattr(unlabelled, "MOST_TEXTS", 60)
    assert Unlabelled.of(iter(texts)).texts[:40] == some.texts


def test_characters_are_bounded_and_long_texts_cut(monkeypatch):
    monkeypatch.setattr(unlabelled, "MOST_CHARACTERS", 2_500)
    some = Unlabelled.of([char * 5_000 for char in "天地玄黄"])
    assert list(map(len, some.texts)) == [1_000, 1_000]


def test_what_says_nothing_is_left_out_and_counted():
    some = Unlabelled.of(["", "  ", None, "河水", "河水", "\ud800"])
    assert sorted(some.texts) == ["河水", "\ud800"]
    assert some.given == 6


def test_one_string_is_refused():
    with pytest.raises(ValueError, match="not one text"):
        Unlabelled.of("志愿者")


def test_facts_tell_the_texts_apart():
    one, other = Unlabelled.of(["河水", "列车"]).facts(), Unlabelled.of(["河水", "列车厢"]).facts()
    assert (one["texts"], one["given"]) == (2, 2)
    assert one["fingerprint"] != other["fingerprint"]
