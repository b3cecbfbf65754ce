from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.characters import Alphabet
from newsclf.lanes import HIGHEST
from newsclf.trie import Trie, build
from newsclf.weights import Weights, block_width, lay_out, rounded, unit_length

ALPHABET = Alphabet("0春运首日河")
TERMS = ["春", "春运", "春运首日", "河", "日"]


def laid_out(
    n_themes: int, n_blocks: int = 2, terms: Sequence[str] = TERMS, alphabet: Alphabet = ALPHABET
) -> tuple[Trie, Weights, np.ndarray]:
    """Weights of terms, drawn at random; the first of two characters is a known pair."""
    random = np.random.default_rng(n_themes)
    trie = build(terms, alphabet.characters)
    states = trie.states(terms)
    own = np.zeros((n_blocks, len(trie), n_themes))
    own[:, states] = random.normal(size=(n_blocks, len(terms), n_themes))
    squares = np.zeros((len(trie), 1))
    squares[states, 0] = np.arange(1.0, len(terms) + 1)
    numbers, scale = rounded(trie, squares, HIGHEST)
    pairs = np.zeros(len(trie), dtype=bool)
    pairs[states[1]] = True
    looked_up = random.integers(9, size=len(trie))
    return trie, lay_out(trie, own, numbers[:, 0], float(scale[0]), 15.0, pairs, looked_up), own[:, states]


@pytest.mark.parametrize("n_themes", [1, 4, 5, 9])
@pytest.mark.parametrize("n_blocks", [1, 2])
def test_scores_are_sums_of_weights_over_lengths(n_themes, n_blocks):
    trie, weights, own = laid_out(n_themes, n_blocks)
    written, _ = ALPHABET.write(["春运首日，河", "河河", "", "雪"])
    measured = weights.measure(trie, written)
    first = own[:, [0, 1, 2, 3, 4]].sum(axis=1)
    lengths = [(1 + 2 + 3 + 4 + 5) ** 0.5, 5]
    assert measured.scores[0] == pytest.approx(sum(first[b] / lengths[b] for b in range(n_blocks)), abs=1e-3)
    assert measured.scores[1] == pytest.approx(sum(2 * own[b, 3] / [8**0.5, 2][b] for b in range(n_blocks)), abs=1e-3)
    assert measured.scores[2:].tolist() == [[0.0] * n_themes] * 2
    assert measured.pairs.tolist() == [1, 0, 0, 0]
    assert measured.characters.tolist() == [5, 2, 0, 1]


@settings(deadline=None)
@given(texts=st.lists(st.text("春运首日河雪。 1", max_size=20), min_size=1, max_size=5))
def test_shares_of_a_text_add_up_to_its_score(texts):
    trie, weights, _ = laid_out(4)
    for text in texts:
        written, _ = ALPHABET.write([text])
        for theme in range(4):
            total = sum(shares.sum() for _, _, shares in weights.shares(trie, written, theme))
            assert total == pytest.approx(weights.measure(trie, written).scores[0, theme], abs=1e-9)


def test_a_terms_own_weight_is_that_of_its_state_less_that_of_its_beginning():
    trie, weights, own = laid_out(4)
    states = trie.states(TERMS)
    found, squares = weights.own(states, trie.parents()[states])
    assert found == pytest.approx(own, abs=1e-3)
    assert squares == pytest.approx([1, 2, 3, 4, 5], rel=1e-3)


@pytest.mark.parametrize(("n_themes", "width"), [(1, 4), (4, 4), (5, 8), (119, 120)])
def test_a_block_takes_lanes_by_fours(n_themes, width):
    assert block_width(n_themes) == width


def test_rounded_sums_stay_within_bounds():
    trie = build(["春" * 20], ALPHABET.characters)
    own = np.full((len(trie), 1), 0.7)
    numbers, scale = rounded(trie, own, 1000)
    assert numbers.max() * scale == pytest.approx(0.7, rel=0.05)
    assert 20 * numbers.max() <= 1000


def test_beyond_full_length_it_grows_as_the_text_does():
    assert unit_length(np.array([0.0, 4.0, 9.0]), 9.0).tolist() == [0.0, 2.0, 3.0]
    assert unit_length(np.array([18.0, 900.0]), 9.0) == pytest.approx([6.0, 300.0])


def test_a_text_repeated_beyond_measure_scores_as_one_of_the_longest(model):
    once = "志愿者清理河道，居民参加。"
    many = [model.decision_function([once * times])[0] for times in (1000, 2000, 5000)]
    assert many[0] == pytest.approx(many[1], rel=0.01)
    assert many[1] == pytest.approx(many[2], rel=0.01)
