from __future__ import annotations

import numpy as np
import pytest

from newsclf.lexicon import ROOT_SCALE, lay_out_groups, lexicon_words, membership, roots

LEXICON = {"water": ["河道", "污水"], "work": ["污水", "ＡＢ", "12 月"]}


def test_words_are_folded_as_texts_are_and_given_once():
    assert lexicon_words(LEXICON) == ["0月", "ab", "污水", "河道"]
    assert lexicon_words({}) == []


@pytest.mark.parametrize("word", ["", " ", "河，道", "a b", "春" * 40])
def test_a_word_with_anything_but_letters_or_as_long_as_a_sentence_is_refused(word):
    with pytest.raises(ValueError, match="expected a word"):
        lexicon_words({"group": ["河道", word]})


def test_membership_has_a_column_for_each_group():
    words = ["污水", "河道", "0月", "列车"]
    assert membership(LEXICON, words).tolist() == [[1, 1], [1, 0], [0, 1], [0, 0]]
    assert membership({}, words).shape == (4, 0)
    assert membership(LEXICON, []).shape == (0, 2)


def test_roots_are_those_of_the_density():
    assert roots(np.array([[4.0, 0.0]]), np.array([100.0])).tolist() == [[ROOT_SCALE * 0.2, 0.0]]


@pytest.fixture
def groups():
    """Rows 0 and 1 have no words; row 2 is a word of group 0, row 3 goes on from it and is in both, row 4 merely goes on."""
    rows = {0: (), 1: (), 2: (0,), 3: (0, 0, 1), 4: (0, 0, 1)}
    return lay_out_groups(["water", "work"], rows, np.array([[1.0, -1.0], [10.0, 0.0]]))


def test_hits_count_the_words_of_a_row_and_of_its_beginnings(groups):
    rows, starts = np.array([2, 0, 3, 4, 0, 1, 0]), np.array([0, 2, 5])
    assert groups.hits(rows, starts).tolist() == [[1, 0], [4, 2], [0, 0]]


def test_scores_are_roots_times_weights(groups):
    hits = np.array([[1.0, 0.0], [4.0, 1.0]])
    assert groups.scores(hits, np.array([4.0, 16.0])).tolist() == [[1.0, -1.0], [1.0 + 5.0, -1.0]]


@pytest.mark.parametrize(("row", "parent", "own"), [(2, 0, [0]), (3, 2, [0, 1]), (4, 3, []), (1, 0, [])])
def test_the_groups_of_a_single_term_are_those_its_beginning_has_not(groups, row, parent, own):
    assert groups.own(row, parent) == own


def test_what_one_word_adds_times_the_words_is_the_score(groups):
    rows = np.array([2, 3, 0])
    hits = groups.hits(rows, np.array([0]))
    for theme in range(2):
        total = float((groups.per_hit(rows, 9, theme) * hits[0]).sum())
        assert total == pytest.approx(groups.scores(hits, np.array([9.0]))[0, theme])
