from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.blocks import LexiconBlock, TermBlock, VectorBlock
from newsclf.features import read
from newsclf.lexicon import DENSITY_SCALE, LOG_SCALE, Lexicon

TEXTS = ["", "。", "春运首日加开列车，志愿者在车站引路。", "河道污水治理，水清了，河道两岸水鸟多了。", "\ud800水", "ＡＢＣ 12.5%"]


def test_shares_of_terms_are_sublinear_tf_idf_of_unit_length():
    block = TermBlock("words", {"水": 0, "河": 1}, np.array([3.0, 4.0], np.float32), np.array([[1.0], [10.0]], np.float32))
    assert block.term_shares(["水", "山", "河"], 0) == pytest.approx([0.6, 0.0, 8.0])
    twice = (1 + np.log(2)) * 3
    assert block.term_shares(["水", "水"], 0) == pytest.approx([0.5, 0.5])
    assert sum(block.term_shares(["水", "水", "河"], 0)) == pytest.approx((twice * 1 + 4 * 10) / np.hypot(twice, 4))
    assert block.term_shares([], 0) == []


def test_a_lexicon_scores_density_by_hand():
    block = LexiconBlock(Lexicon({"water": ["水", "河道"], "road": ["车票"]}), np.array([[2.0], [7.0], [3.0], [9.0]], np.float32))
    score = 2 * LOG_SCALE * np.log1p(2) / np.sqrt(4) + 3 * DENSITY_SCALE * 2 / 4
    assert block.scores([read("河道水清"), read("。")]).ravel().tolist() == pytest.approx([score, 0.0])
    assert list(block.shares(read("河道水清"), 0)) == [(2, 3, pytest.approx(score / 2)), (0, 2, pytest.approx(score / 2))]


def test_vectors_score_the_weighted_mean_of_known_words():
    block = VectorBlock({"河": 0, "山": 1}, np.array([1, 3], np.float32), np.array([[4.0], [8.0]], np.float32))
    assert block.scores([read("河，山。"), read("河"), read("")]).ravel().tolist() == pytest.approx([7.0, 4.0, 0.0])
    assert list(block.shares(read("河，山。"), 0)) == [(0, 1, pytest.approx(1.0)), (2, 3, pytest.approx(6.0))]


def test_vectors_score_the_mean_however_often_words_are_repeated(vectors):
    block = VectorBlock(vectors.vocabulary, vectors.weight, vectors.by_word(np.ones((12, 2), np.float32)))
    once, twice, nothing = block.scores([read("志愿者"), read("志愿者，志愿者。"), read("。")])
    assert once == pytest.approx(twice)
    assert nothing.tolist() == [0.0, 0.0]


@settings(deadline=None, max_examples=60)
@given(text=st.one_of(st.sampled_from(TEXTS), st.lists(st.sampled_from(TEXTS)).map("".join)), theme=st.integers(0, 3))
def test_the_shares_of_every_block_add_up_to_its_scores(model, text, theme):
    assert set(model.blocks) == {"words", "grams", "lexicon", "vectors"}
    reading = read(text)
    for block in model.blocks.values():
        total = sum(share for _, _, share in block.shares(reading, theme))
        assert total == pytest.approx(block.scores([reading])[0, theme], abs=1e-9)
