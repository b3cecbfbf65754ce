from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad
from scipy.sparse import csr_matrix, random_array

from newsclf import linear
from newsclf.linear import Linear, fit_in_blocks, fit_in_memory

C = 2.0


@pytest.fixture(scope="module")
def data():
    """Sparse features of 200 texts, and three themes of uneven size that depend on them."""
    random = np.random.default_rng(0)
    matrix = csr_matrix(random_array((200, 30), density=0.2, rng=random))
    scores = matrix @ random.normal(size=(30, 3)) + random.normal(0, 0.3, (200, 3)) - [0.5, 0.0, -0.5]
    return matrix, scores > 0


def blocks(matrix, size):
    return [matrix[first : first + size] for first in range(0, matrix.shape[0], size)]


def nothing(matrix, truth):
    return Linear(np.zeros((truth.shape[1], matrix.shape[1])), np.zeros(truth.shape[1]))


def everything(truth):
    return np.ones(len(truth), dtype=bool)


@pytest.fixture
def to_the_end(monkeypatch):
    """Both solvers carried on until nothing changes."""
    monkeypatch.setattr(linear, "STEPS", 1000)
    monkeypatch.setattr(linear, "_GAIN", 0.0)
    monkeypatch.setattr(linear, "_TOLERANCE", 1e-8)


@pytest.mark.usefixtures("to_the_end")
@pytest.mark.parametrize("size", [200, 64])
def test_both_solvers_end_at_the_same_weights(data, size):
    matrix, truth = data
    exact = fit_in_memory(matrix, truth, C, 0)
    found = fit_in_blocks(blocks(matrix, size), truth, everything(truth), C, nothing(matrix, truth))
    assert found.coef == pytest.approx(exact.coef, abs=1e-4)
    assert found.intercept == pytest.approx(exact.intercept, abs=1e-4)


@pytest.mark.usefixtures("to_the_end")
def test_texts_that_are_not_learned_do_not_matter(data):
    matrix, truth = data
    learned = np.arange(200) % 4 > 0
    some = fit_in_blocks(blocks(matrix, 50), truth, learned, C, nothing(matrix, truth))
    exact = fit_in_memory(matrix[learned], truth[learned], C, 0)
    assert some.coef == pytest.approx(exact.coef, abs=1e-4)


def test_the_same_texts_give_the_same_weights_to_the_last_bit(data):
    matrix, truth = data
    first, second = (fit_in_blocks(blocks(matrix, 64), truth, everything(truth), C, nothing(matrix, truth)) for _ in range(2))
    assert (first.coef == second.coef).all()
    assert (first.intercept == second.intercept).all()


@pytest.mark.usefixtures("to_the_end")
@pytest.mark.parametrize("at_once", [1, 31, 70])
def test_group_after_group_of_themes_ends_at_the_same_weights(data, monkeypatch, at_once):
    matrix, truth = data
    whole = fit_in_blocks([matrix], truth, everything(truth), C, nothing(matrix, truth))
    monkeypatch.setattr(linear, "AT_ONCE", at_once)
    found = fit_in_blocks(blocks(matrix, 64), truth, everything(truth), C, nothing(matrix, truth))
    assert found.coef == pytest.approx(whole.coef, abs=1e-4)
    assert found.intercept == pytest.approx(whole.intercept, abs=1e-4)


def test_it_ends_no_worse_than_it_starts(data):
    matrix, truth = data
    start = fit_in_memory(matrix[:60], truth[:60], C, 0)
    loss = linear._Loss([matrix], truth, everything(truth), *linear._balance(truth, C, balanced=True))
    found = fit_in_blocks([matrix], truth, everything(truth), C, start)
    losses = [loss.at(np.vstack([weights.coef.T, weights.intercept]))[0] for weights in (start, found)]
    assert losses[1] < losses[0]


def test_a_theme_without_examples_for_both_has_no_weights(data):
    matrix, truth = data
    without = truth.copy()
    without[:, 0], without[:, 2] = False, True
    start = fit_in_memory(matrix[:60], without[:60], C, 0)
    for found in (fit_in_memory(matrix, without, C, 0), fit_in_blocks([matrix], without, everything(truth), C, start)):
        assert found.coef[[0, 2]] == pytest.approx(0, abs=1e-9)
        assert found.intercept[[0, 2]] == pytest.approx(0, abs=1e-9)
        assert (found.coef[1] != 0).any()


def test_the_slope_is_that_of_the_loss(data):
    matrix, truth = data
    loss = linear._Loss(blocks(matrix, 70), truth, everything(truth), *linear._balance(truth, C, balanced=True))
    at = np.random.default_rng(1).normal(size=31 * 3)
    difference = check_grad(lambda w: loss.at(w.reshape(31, 3))[0], lambda w: loss.at(w.reshape(31, 3))[1].ravel(), at)
    assert difference < 1e-3


def test_the_curvature_is_that_of_the_slope(data):
    matrix, truth = data
    loss = linear._Loss(blocks(matrix, 70), truth, everything(truth), *linear._balance(truth, C, balanced=True))
    at, step = np.random.default_rng(1).normal(size=(31, 3)), 1e-6
    for place in ((0, 0), (17, 1), (30, 2)):
        moved = at.copy()
        moved[place] += step
        expected = (loss.at(moved)[1][place] - loss.at(at)[1][place]) / step
        assert loss.curvature(at)[place] == pytest.approx(expected, rel=1e-3)


def test_scores_are_features_times_weights():
    found = Linear(np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([0.5, 0.0]))
    assert found.scores(csr_matrix([[1.0, 1.0], [0.0, 0.0]])).tolist() == [[3.5, -1.0], [0.5, 0.0]]
