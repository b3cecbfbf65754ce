from __future__ import annotations

import numpy as np
import pytest

from newsclf.vectors import WordVectors


@pytest.fixture
def plain() -> WordVectors:
    vocabulary = {"春运": 0, "的": 1, "列车": 2}
    rows = np.array([[1, 0], [100, 100], [0, 2]], dtype=np.int8)
    return WordVectors(vocabulary, np.array([2, 1, 3], np.float32), rows, np.array([0.5, 1], np.float32))


def test_words_of_one_character_do_not_count(plain):
    assert plain.words == ["春运", "列车"]
    assert plain.of(["的"]).tolist() == [[0, 0]]


def test_a_vector_is_the_row_times_scale_and_weight(plain):
    assert plain.of(["列车", "河水", "春运"]).tolist() == [[0, 6], [0, 0], [1, 0]]


def test_no_words_have_no_vectors(plain):
    assert plain.of([]).shape == (0, 2)
    assert repr(plain) == "<WordVectors: 3 words, 2 dimensions>"


def test_the_most_frequent_words_keep_their_vectors(vectors):
    few = vectors.most_frequent(10)
    assert list(few.vocabulary) == list(vectors.vocabulary)[:10]
    assert (few.of(few.words) == vectors.of(few.words)).all()
    assert vectors.most_frequent(None) is vectors.most_frequent(10**9) is vectors


def test_of_no_words_there_are_no_vectors(vectors):
    assert vectors.most_frequent(0).words == []
