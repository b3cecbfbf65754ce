from __future__ import annotations

import numpy as np
import pytest

from newsclf.vectors import WordVectors


@pytest.fixture
def plain() -> WordVectors:
    rows = np.array([[100, 0], [0, 50], [-100, 0]], np.int8)
    return WordVectors({"水": 0, "河": 1, "山": 2}, np.array([1, 2, 1], np.float32), rows, np.array([0.5, 1], np.float32))


def test_values_are_the_weighted_mean_of_known_words(plain):
    values = plain.values([["水"], ["水", "河", "未知"], ["河", "河"]])
    assert values.tolist() == [
        pytest.approx([50, 0]),
        pytest.approx([50 / 3, 100 / 3]),
        pytest.approx([0, 50]),
    ]


def test_texts_without_known_words_have_zeros(plain):
    assert not plain.values([[], ["未知"], ["水", "山"]]).any()
    assert plain.values([]).shape == (0, 2)


def test_texts_in_many_batches_are_each_text_alone(plain):
    texts = [["水"], [], ["河", "水"], ["山"]] * 300
    assert (plain.values(texts) == np.concatenate([plain.values([text]) for text in texts])).all()


def test_weights_by_word_score_as_the_values_do(plain):
    coef = np.array([[1.0, -2.0], [0.5, 3.0]], np.float32)
    texts = [["水", "河"], ["河", "山", "山"]]
    folded = plain.by_word(coef)
    for text, value in zip(texts, plain.values(texts), strict=True):
        places = [plain.vocabulary[word] for word in text]
        assert np.average(folded[places], axis=0, weights=plain.weight[places]) == pytest.approx(value @ coef)
