from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from newsclf.bayes import learn_themes

TRUTH = np.array([[True, False], [False, True]])


def rows(*cells: list[float]) -> csr_matrix:
    return csr_matrix(np.array(cells, dtype=np.float64))


def test_a_term_that_no_label_has_is_learned_from_the_company_it_keeps():
    labelled = rows([1, 0, 0, 0], [0, 1, 0, 0])
    unlabelled = rows(*[[0.7, 0, 0.7, 0]] * 200, *[[0, 0.7, 0, 0.7]] * 200)
    weights = learn_themes(labelled, TRUTH, unlabelled)
    assert weights[2, 0] > weights[2, 1]
    assert weights[3, 1] > weights[3, 0]


def test_texts_of_no_theme_teach_none():
    labelled = rows([1, 0, 0], [0, 1, 0])
    weights = learn_themes(labelled, TRUTH, rows(*[[0, 0, 1]] * 300))
    assert (weights[2] <= 0).all()
    assert weights[0, 0] > weights[0, 1]


def test_without_unlabelled_texts_it_is_naive_bayes_against_all():
    weights = learn_themes(rows([1, 0], [0, 1]), TRUTH, csr_matrix((0, 2)))
    assert weights[0, 0] > 0 > weights[1, 0]
    assert weights[0, 0] == pytest.approx(weights[1, 1])


def test_a_theme_without_texts_is_like_all():
    weights = learn_themes(rows([1, 0], [0, 1]), np.array([[True, False], [False, False]]), csr_matrix((0, 2)))
    assert np.allclose(weights[:, 1], 0)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(0, 40), st.integers(1, 5))
def test_weights_are_finite_whatever_the_texts(seed, labelled, unlabelled, themes):
    random = np.random.default_rng(seed)
    matrix = csr_matrix(random.random((labelled + unlabelled, 7)) * (random.random((labelled + unlabelled, 7)) < 0.3))
    weights = learn_themes(matrix[:labelled], random.random((labelled, themes)) < 0.4, matrix[labelled:])
    assert weights.shape == (7, themes)
    assert np.isfinite(weights).all()
