from __future__ import annotations

import numpy as np
import pytest

from newsclf.lexicon import DENSITY_SCALE, LOG_SCALE, Lexicon


def test_values_are_the_logarithm_of_hits_over_the_root_of_the_length_then_their_density():
    lexicon = Lexicon({"water": ["水", "污水"], "road": ["车票"]})
    values = lexicon.values(["污水治理", "车票车票车票车票车", "", "山"])
    assert values[0].tolist() == pytest.approx([LOG_SCALE * np.log(3) / 2, 0, DENSITY_SCALE * 2 / 4, 0])  # 水 in 污水 too
    assert values[1].tolist() == pytest.approx([0, LOG_SCALE * np.log(5) / 3, 0, DENSITY_SCALE * 4 / 9])
    assert not values[2:].any()


def test_words_are_folded_as_texts_are():
    assert list(Lexicon({"a": ["ＰＭ２.5".replace(".", "")]}).hits("pm0超标")) == [(0, 3, 0)]


def test_a_word_in_two_groups_counts_in_both():
    assert sorted(Lexicon({"a": ["水"], "b": ["水"]}).hits("水")) == [(0, 1, 0), (0, 1, 1)]


def test_no_texts_have_no_rows():
    assert Lexicon({"a": ["水"]}).values([]).shape == (0, 2)


@pytest.mark.parametrize("word", ["", " ", "水。", "C++"])
def test_a_word_with_anything_but_letters_is_refused(word):
    with pytest.raises(ValueError, match="Han characters"):
        Lexicon({"a": [word]})
