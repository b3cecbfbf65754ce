from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.features import MAX_GRAM, TERMS, gram_spans, gram_terms, token_spans, word_terms
from newsclf.text import normalise
from newsclf.tokens import cut, is_word

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)

laws = settings(deadline=None, max_examples=100)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("。，—— \n", []),
        ("志愿者清理河道垃圾。", ["志愿者", "清理", "河道", "垃圾"]),
        ("志愿者 清理\n河道", ["志愿者", "清理", "河道"]),
        ("达到Ⅲ类、ＧＤＰ", ["达到", "iii", "类", "gdp"]),
        ("河道，河道", ["河道", "河道"]),
    ],
)
def test_word_terms_are_the_words_of_the_normalised_text_with_repeats(text, terms):
    assert word_terms(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("……", []),
        ("河", ["河"]),
        ("清水河", ["清", "水", "河", "清水", "水河", "清水河"]),
        ("水，河", ["水", "河"]),
        ("水 河", ["水", "河", "水河"]),
        ("a b", ["a", "b"]),
        ("38公里", ["0", "公", "里", "0公", "公里", "0公里"]),
    ],
)
def test_gram_terms_are_runs_of_one_to_three_characters(text, terms):
    assert gram_terms(text) == terms


def test_numbers_of_any_length_are_one_term():
    assert gram_terms("1月") == gram_terms("12月") == gram_terms("１２ 月")
    assert word_terms("1月") == word_terms("12月") == word_terms("１２ 月")


def test_lone_surrogate_spoils_no_terms():
    assert gram_terms("水\ud800河") == ["水", "河"]
    assert word_terms("水\ud800河") == ["水", "河"]


@given(text=ANY_TEXT)
@laws
def test_gram_spans_are_where_the_terms_lie(text):
    folded = normalise(text)
    spans = list(gram_spans(folded))
    assert [folded[start:end] for start, end in spans] == gram_terms(text)
    assert len(spans) == len(set(spans))
    assert all(0 <= start < end <= min(len(folded), start + MAX_GRAM) for start, end in spans)


@given(text=ANY_TEXT)
@laws
def test_no_gram_holds_punctuation_or_space(text):
    assert all(char.isalnum() or char == "_" for term in gram_terms(text) for char in term)


@given(text=ANY_TEXT)
@laws
def test_token_spans_tile_the_text_and_mark_its_words(text):
    folded = normalise(text)
    spans = list(token_spans(cut(folded)))
    assert "".join(folded[start:end] for start, end, _ in spans) == folded
    assert [folded[start:end] for start, end, word in spans if word] == word_terms(text)


def test_token_spans_without_tokens():
    assert list(token_spans([])) == []


@given(text=ANY_TEXT)
@laws
def test_every_block_gives_terms_that_hold_a_letter_or_digit(text):
    for terms in TERMS.values():
        assert all(is_word(term) for term in terms(text))


def test_blocks_in_the_order_of_the_weights():
    assert list(TERMS) == ["words", "grams"]
