from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from newsclf.projection import Projection


@pytest.fixture
def projection(lexicon, vectors) -> Projection:
    return Projection.of(lexicon, vectors)


def test_words_are_those_of_lexicon_and_vectors_each_once(projection, lexicon, vectors):
    assert set(projection.words) == {word for group in lexicon.values() for word in group} | set(vectors.words)
    assert len(set(projection.words)) == len(projection.words)


@pytest.mark.parametrize("seed", range(3))
def test_unfolded_weights_of_words_score_as_the_features_do(projection, seed):
    random = np.random.default_rng(seed)
    density = csr_matrix(random.random((5, len(projection.words))) * (random.random((5, len(projection.words))) < 0.05))
    features = projection.features(density)
    coef = random.normal(size=(features.shape[1], 4))
    assert density @ projection.unfolded(coef) == pytest.approx(features @ coef)


def test_scaled_vectors_make_a_typical_text_as_long_as_1(projection, corpus):
    random = np.random.default_rng(0)
    density = csr_matrix(random.random((31, len(projection.words))))
    lengths = np.linalg.norm(density @ projection.scaled(density).vectors, axis=1)
    assert np.median(lengths) == pytest.approx(1.0)


def test_without_lexicon_and_vectors_there_is_nothing_to_project():
    nothing = Projection.of(None, None)
    assert nothing.words == ()
    assert nothing.scaled(csr_matrix((3, 0))).features(csr_matrix((3, 0))).shape == (3, 0)
    assert nothing.unfolded(np.zeros((0, 4))).shape == (0, 4)
