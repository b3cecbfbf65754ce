from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_characters import EVERY_CHARACTER
from test_characters import TEXTS as PIECES
from test_weights import laid_out

from newsclf.characters import Alphabet
from newsclf.lanes import HIGHEST
from newsclf.scoring import Model
from newsclf.segments import Label
from newsclf.single import measure_one
from newsclf.text import MAX_CHARACTERS
from newsclf.trie import Trie
from newsclf.weights import Weights

ALPHABET = Alphabet("0春运首日河水")
TERMS = ["春", "春运", "春运首日", "河", "日", "0日", "水"]
NEWS = ["春运首日", "志愿者清理河道", "２０２５年", "12 月", "会议", "國會議員們"]
TEXTS = (
    PIECES | st.text("春运首日河水雪。，1２ \u3000\n", max_size=60) | st.lists(st.sampled_from(NEWS), max_size=30).map("".join)
)


def weights_of(n_themes: int, n_blocks: int, n_groups: int) -> tuple[Trie, Weights]:
    """Weights of the terms, and of groups of them, drawn at random."""
    trie, weights, _ = laid_out(n_themes, n_blocks, TERMS, ALPHABET)
    if not n_groups:
        return trie, weights
    random = np.random.default_rng(n_themes)
    groups = {int(state): random.permutation(n_groups)[: 1 + n_groups // 2] for state in trie.states(TERMS)[:5]}
    return trie, weights.with_groups(trie, tuple(map(str, range(n_groups))), groups, random.normal(size=(n_groups, n_themes)))


@pytest.mark.parametrize("n_groups", [0, 1, 25])
@pytest.mark.parametrize("n_blocks", [1, 2])
@pytest.mark.parametrize("n_themes", [1, 4, 9])
@settings(deadline=None, max_examples=15)
@given(text=TEXTS, other=TEXTS)
def test_one_text_is_weighed_as_in_a_batch_to_the_last_bit(n_themes, n_blocks, n_groups, text, other):
    trie, weights = weights_of(n_themes, n_blocks, n_groups)
    written, letters = ALPHABET.write([other, text])
    expected, alone = weights.measure(trie, written), measure_one(ALPHABET, trie, weights, text)
    if alone is not None:
        assert alone.scores.tolist() == expected.scores[1].tolist()
        assert (alone.pairs, alone.characters) == (expected.pairs[1], expected.characters[1])
        assert [alone.han, alone.letters] == letters[1].tolist()


def same(model: Model, texts: list[str]) -> None:
    """Each text has the same label alone, in a list of its own, and among others."""
    labels: list[Label] = [model.label(text) for text in texts]
    assert labels == model.label_many(texts)
    assert labels[:20] == [model.label_many([text])[0] for text in texts[:20]]


@settings(deadline=None, max_examples=150)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_a_text_has_the_label_that_it_has_among_many(texts, model):
    same(model, texts)


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_so_it_has_where_there_is_no_other(texts, model):
    same(replace(model, rule=replace(model.rule, answers_other=False)), texts)


def test_so_has_every_character(model):
    same(model, [f"志愿者{char}清理 {char}河道" for char in EVERY_CHARACTER[::7]])


@pytest.mark.parametrize("length", [HIGHEST - 1, HIGHEST, HIGHEST + 1, MAX_CHARACTERS, MAX_CHARACTERS + 1000])
def test_so_has_a_very_long_text(model, length):
    same(model, [("春运加开列车，志愿者服务1２ 天。" * (length // 10))[:length], "龥" * length])


def test_labels_of_news_are_the_same_alone_and_among_others(model, corpus):
    same(model, [row["text"] for row in corpus])


@pytest.mark.parametrize("text", ["國會議員們在車站", "℃", "\ud800", "春运😀", "春" * (HIGHEST + 1)])
def test_what_must_be_normalised_first_or_is_very_long_is_left_to_the_batch(text):
    assert ALPHABET.write_one(text) is None


@pytest.mark.parametrize("text", ["", "春运 12", "２０２５年\u3000春运", "English, too", "一\n二", "春" * HIGHEST])
def test_any_other_text_is_not(text):
    codes, han, letters = ALPHABET.write_one(text)
    written, counts = ALPHABET.write([text])
    assert codes.tolist() == written.codes.tolist()
    assert [[han, letters]] == counts.tolist()


@pytest.mark.parametrize("value", [None, float("nan"), 2024, np.str_("春运首日加开列车。")])
def test_one_value_is_read_as_a_value_of_a_list(model, value):
    assert model.label(value) == model.label_many([value])[0]
