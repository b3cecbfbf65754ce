from __future__ import annotations

import tempfile

import numpy as np
import pytest

from newsclf import blocks, design, sampling
from newsclf.columns import Columns, Recipe
from newsclf.design import Streamed, Whole
from newsclf.targets import read_targets


@pytest.fixture(scope="module")
def texts(corpus):
    return [row["text"] for row in corpus[:500:4]]


@pytest.fixture(scope="module")
def targets(corpus):
    return read_targets([row["themes"] for row in corpus[:500:4]])


@pytest.fixture
def recipe(lexicon, vectors):
    return Recipe(lexicon=lexicon, vectors=vectors)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(blocks, "BLOCK_TEXTS", 40)
    monkeypatch.setattr(sampling, "HELD_OUT", 40)
    return tmp_path


@pytest.mark.parametrize(("more", "kind"), [(0, Whole), (-1, Streamed)])
def test_the_number_of_texts_alone_decides(texts, targets, monkeypatch, more, kind):
    monkeypatch.setattr(design, "LARGE", len(texts) + more)
    with design.design(Recipe(), texts, targets, 5.0, 0) as matrix:
        assert isinstance(matrix, kind)


def test_when_all_are_in_the_sample_the_weights_are_those_of_the_whole(texts, targets, recipe):
    with Whole(recipe, texts, targets, 5.0, 0) as whole, Streamed(recipe, texts, targets, 5.0, 0) as streamed:
        exact, found = whole.linear(), streamed.linear()
        assert streamed.columns.features.terms_ == whole.columns.features.terms_
        assert np.corrcoef(found.coef.ravel(), exact.coef.ravel())[0, 1] > 0.99


def test_of_a_sample_the_weights_are_nearer_to_the_whole_than_those_of_the_sample(texts, targets, recipe, monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE_TEXTS", 60)
    with Streamed(recipe, texts, targets, 5.0, 0) as streamed:
        matrix, truth = streamed.columns.matrix(texts), targets.indicator
        exact, found = design.fit_in_memory(matrix, truth, 5.0, 0), streamed.linear()
        start = design.fit_in_memory(streamed._matrix, truth[streamed._sample], 5.0, 0)
        distances = [np.abs(some.scores(matrix) - exact.scores(matrix)).mean() for some in (found, start)]
    assert distances[0] < distances[1] / 2


@pytest.mark.parametrize("kind", [Whole, Streamed])
def test_scores_are_of_weights_that_have_not_seen_the_texts(kind, texts, targets, recipe, monkeypatch):
    monkeypatch.setattr(sampling, "SAMPLE_TEXTS", 60)
    with kind(recipe, texts, targets, 5.0, 0) as matrix:
        held_out = matrix.held_out(None, 5)
        rows, scores = held_out.places, held_out.scores
        seen = matrix.linear().scores(matrix.columns.matrix([texts[row] for row in rows]))
    truth = targets.indicator[rows]
    assert (np.diff(rows) > 0).all()
    assert scores.shape == truth.shape
    assert scores[truth].mean() < seen[truth].mean() - 0.5


def test_held_out_texts_do_not_reach_the_weights_that_judge_them(texts, targets, recipe, monkeypatch):
    """Their labels turned round change nothing, neither by the blocks nor by the sample that the solver starts from."""
    monkeypatch.setattr(design, "parts", lambda *_: np.where(np.arange(len(texts)) % 5 == 0, 0, -1))
    turned = read_targets(targets.indicator.astype(int))
    turned.indicator[::5] = ~turned.indicator[::5]
    scores = []
    for truth in (read_targets(targets.indicator.astype(int)), turned):
        with Streamed(recipe, texts, truth, 5.0, 0) as matrix:
            scores.append(matrix.held_out(None, 5).scores)
    assert (scores[0] == scores[1]).all()


def test_files_are_there_only_while_they_are_needed(texts, targets, folder):
    with Streamed(Recipe(), texts, targets, 5.0, 0):
        assert len(list(folder.rglob("*.npy"))) == 4
    assert list(folder.iterdir()) == []


def test_no_files_are_left_when_features_cannot_be_made(texts, targets, folder, monkeypatch):
    def fail(*_):
        raise KeyError

    monkeypatch.setattr(Columns, "matrix", fail)
    with pytest.raises(KeyError):
        Streamed(Recipe(), texts, targets, 5.0, 0)
    assert list(folder.iterdir()) == []
