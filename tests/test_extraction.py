from __future__ import annotations

import numpy as np
import pytest

from newsclf.errors import TrainingError
from newsclf.extraction import columns, compiled, fit_features
from newsclf.features import read

TEXTS = ["志愿者清理河道污水", "春运列车加开，车票开售", "", "河道水清了，水鸟来了"]


@pytest.fixture
def fitted(lexicon, vectors):
    return fit_features(TEXTS, 1, lexicon, vectors)


def test_columns_are_one_after_another_and_all(fitted):
    union, matrix = fitted
    found = columns(union)
    assert list(found) == ["words", "grams", "lexicon", "vectors"]
    assert [column for place in found.values() for column in place] == list(range(matrix.shape[1]))


def test_blocks_without_lexicon_and_vectors_are_the_two_of_tf_idf():
    union, matrix = fit_features(TEXTS, 1, None, None)
    assert list(columns(union)) == ["words", "grams"]
    assert matrix.shape[0] == len(TEXTS)


def test_compiled_blocks_score_as_the_matrix_does(fitted):
    union, _ = fitted
    matrix = union.transform(TEXTS)
    coef = np.random.default_rng(0).normal(size=(3, matrix.shape[1])).astype(np.float32).astype(np.float64)
    readings = [read(text) for text in TEXTS]
    scores = sum(block.scores(readings) for block in compiled(union, coef).values())
    assert scores == pytest.approx(matrix @ coef.T, abs=1e-6)


def test_texts_without_terms_are_refused():
    with pytest.raises(TrainingError):
        fit_features(["", "。"], 1, None, None)
