from __future__ import annotations

import numpy as np
import pytest

from newsclf.cooccurrence import learn_vectors

RIVER = ["河道治理，污水排放，水质改善。", "污水处理，水质监测，河道清淤。", "水质达标，河道整治，污水截流。"] * 12
TRAIN = ["春运列车，车站候车，车票预售。", "车站加开列车，春运车票热销。", "列车进站，旅客持车票候车，春运平稳。"] * 12


def nearness(vectors, one, other):
    first, second = vectors.of([one, other])
    return first @ second / np.linalg.norm(first) / np.linalg.norm(second)


def test_words_of_the_same_stories_are_near_each_other():
    vectors = learn_vectors(RIVER + TRAIN, dimensions=4)
    assert nearness(vectors, "污水", "水质") > 0.3 > -0.3 > nearness(vectors, "污水", "列车")
    assert nearness(vectors, "列车", "车票") > 0.3


def test_the_same_texts_give_the_same_vectors():
    one, other = (learn_vectors(RIVER + TRAIN, dimensions=4) for _ in range(2))
    assert one.vocabulary == other.vocabulary
    assert (one.rows == other.rows).all()
    assert (one.scale == other.scale).all()


def test_the_vocabulary_is_the_frequent_words():
    vectors = learn_vectors([*RIVER, "罕见"], dimensions=4, max_words=3)
    assert len(vectors.vocabulary) == 3
    assert vectors.rows.shape == (3, 3)
    assert vectors.rows.dtype == np.int8
    assert "罕见" not in vectors.vocabulary


def test_a_rarer_word_weighs_more():
    vectors = learn_vectors([*RIVER, *TRAIN * 3], dimensions=4)
    assert vectors.weight[vectors.vocabulary["污水"]] > vectors.weight[vectors.vocabulary["列车"]]


@pytest.mark.parametrize("texts", [[], [""], ["水"], ["春运列车"] * 2])
def test_too_little_text_is_refused(texts):
    with pytest.raises(ValueError, match="at least two words"):
        learn_vectors(texts)
