"""Weights in eight bits: they come back as they were, and folders made with intent are refused."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

import newsclf
from models import put, resign
from newsclf.characters import Alphabet
from newsclf.errors import DamagedModelError, ForeignModelError
from newsclf.levels import LEVELS
from newsclf.model_folder import read
from newsclf.narrow import own_levels, widened
from newsclf.trie import build
from newsclf.weights import lay_out
from training.corruptions import KINDS, one_round

ALPHABET = Alphabet("0春运首日河")
TERMS = ["春", "春运", "春运首日", "河", "日"]


@pytest.mark.parametrize("n_themes", [1, 4, 33, 40])
@pytest.mark.parametrize("n_blocks", [1, 2])
def test_rows_come_back_to_the_last_bit(n_themes, n_blocks):
    random, trie = np.random.default_rng(n_themes), build(TERMS, ALPHABET.characters)
    own = np.zeros((n_blocks, len(trie), n_themes))
    own[:, trie.states(TERMS)] = random.standard_t(2, size=(n_blocks, len(TERMS), n_themes))
    squares, pairs = random.integers(9, size=len(trie)), np.zeros(len(trie), dtype=bool)
    wide, weights = (lay_out(trie, own, squares, 1.0, 9.0, pairs, squares, narrow) for narrow in (False, True))
    levels = own_levels(trie, weights)
    assert levels.shape == (weights.rows.shape[1], n_blocks * n_themes)
    assert (widened(trie, weights.places, levels, weights.rows[-1], n_blocks) == weights.rows).all()
    states, parents = trie.states(TERMS), trie.parents()
    found, exact = (some.own(states, parents[states])[0] for some in (weights, wide))
    assert found == pytest.approx(exact, rel=0.03, abs=0.01 * np.abs(exact).max())


def test_many_weights_that_add_up_stay_within_a_row():
    """A chain of terms each of which weighs as much as it may: no sum runs over."""
    terms = ["春运首日河"[:length] for length in range(1, 6)]
    trie = build(terms, ALPHABET.characters)
    own = np.zeros((1, len(trie), 200))
    own[0, trie.states(terms)] = np.random.default_rng(0).choice([0.97, 1.0, 1.013], size=(5, 200))
    zeros = np.zeros(len(trie), dtype=np.int64)
    weights = lay_out(trie, own, zeros, 1.0, 9.0, zeros.astype(bool), zeros, narrow=True)
    found = weights.own(trie.states(terms), trie.parents()[trie.states(terms)])[0]
    assert found[0] == pytest.approx(own[0, trie.states(terms)], rel=0.02)


@pytest.fixture(scope="module")
def folder(corpus, tmp_path_factory):
    texts, target = [row["text"] for row in corpus[:400:2]], tmp_path_factory.mktemp("narrow") / "model"
    labels = [f"{row['theme']}/{place % 4}" for place, row in enumerate(corpus[:400:2])]
    size = sum(file.stat().st_size for file in _saved(texts, labels, None, target).iterdir())
    return _saved(texts, labels, size - 1, target)


def _saved(texts, labels, max_bytes, target):
    newsclf.ThemeClassifier(max_bytes=max_bytes, folds=2, vectors=None, effort="quick").fit(texts, labels).save(target)
    return target


@pytest.fixture
def copy(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "model")


def test_a_narrow_folder_has_levels_instead_of_rows(folder):
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["format"] == 4
    assert {"weights.own.npy", "weights.measures.npy"} <= set(manifest["files"])
    assert "weights.rows.npy" not in manifest["files"]
    own = np.load(folder / "weights.own.npy")
    assert (own.dtype, own.shape[1]) == (np.uint8, len(manifest["themes"]))
    assert newsclf.load(folder).weights.narrow


@pytest.mark.parametrize("name", ["weights.own.npy", "weights.measures.npy"])
def test_a_missing_or_changed_file_is_told(copy, name):
    data = (copy / name).read_bytes()
    (copy / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(DamagedModelError, match=name):
        read(copy)
    (copy / name).unlink()
    with pytest.raises(DamagedModelError, match=name):
        read(copy)


def _refused(copy):
    with pytest.raises(ForeignModelError) as caught:
        read(copy)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["weights.own.npy", "weights.measures.npy"])
@pytest.mark.parametrize(
    "change",
    [
        lambda array: array[:-1],
        lambda array: array[:, :-1],
        lambda array: array.astype(np.int64),
        lambda array: array.ravel(),
        lambda array: array[:0],
        np.asfortranarray,
    ],
)
def test_arrays_of_other_shapes_and_types_are_refused(copy, name, change):
    put(copy, name, change(np.load(copy / name)))
    _refused(copy)


def test_a_level_that_is_none_and_sums_beyond_a_row_are_refused(copy):
    own = np.load(copy / "weights.own.npy")
    put(copy, "weights.own.npy", np.full_like(own, len(LEVELS)))
    _refused(copy)
    put(copy, "weights.own.npy", np.full_like(own, len(LEVELS) - 1))
    _refused(copy)


def test_a_place_beyond_the_rows_is_refused(copy):
    places = np.load(copy / "weights.places.npy")
    places[-1] = len(np.load(copy / "weights.own.npy"))
    put(copy, "weights.places.npy", places)
    _refused(copy)


@pytest.mark.parametrize("number", [3, 4.0, True, "4"])
def test_a_format_that_does_not_fit_the_files_is_refused(copy, number):
    resign(copy, format=number)
    _refused(copy)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_no_random_corruption_opens_unnoticed(folder, kind, seed):
    change, found = one_round(folder, kind, seed)
    fine = {"folder": "refused", "signed": ("refused", "another model"), "zip": ("refused", "the same model")}
    assert found.startswith(fine[kind]), change
