from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.features import is_term, token_spans, word_terms
from newsclf.text import normalise
from newsclf.tokens import cut, words
from newsclf.trie import MAX_LENGTH

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


def test_numbers_of_any_length_are_one_term():
    assert word_terms("1月") == word_terms("12月") == word_terms("１２ 月")


def test_lone_surrogate_spoils_no_terms():
    assert word_terms("水\ud800河") == ["水", "河"]


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        *[
            ("水", True),
            ("志愿者", True),
            ("0月", True),
            ("covid", True),
            ("", False),
            ("0.0%", False),
            ("a b", False),
            ("，", False),
        ],
        *[("春" * MAX_LENGTH, True), ("春" * (MAX_LENGTH + 1), False)],
    ],
)
def test_a_term_is_of_letters_and_digits_and_not_too_long(text, yes):
    assert is_term(text) == yes


@given(text=ANY_TEXT)
@laws
def test_every_word_term_is_a_term(text):
    assert all(map(is_term, word_terms(text)))


@given(text=ANY_TEXT)
@laws
def test_token_spans_tile_the_text_and_mark_its_words(text):
    folded = normalise(text)
    spans = list(token_spans(cut(folded)))
    assert "".join(folded[start:end] for start, end, _ in spans) == folded
    assert [folded[start:end] for start, end, word in spans if word] == words(folded)


def test_token_spans_without_tokens():
    assert list(token_spans([])) == []
