from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.trie import FIRST, MAX_LENGTH, build

ALPHABET = "春运首日河水志愿者a0𠀀"
TERMS = st.lists(st.text(ALPHABET, min_size=1, max_size=5), min_size=1, max_size=30, unique=True)


def codes_of(text: str) -> np.ndarray:
    return np.array([ALPHABET.index(char) + FIRST if char in ALPHABET else 0 for char in text + "。"], dtype=np.intp)


@given(terms=TERMS, text=st.text(ALPHABET + "。", max_size=40))
def test_matches_are_all_terms_where_they_stand(terms, text):
    trie = build(terms, ALPHABET)
    state = dict(zip(trie.states(terms).tolist(), terms, strict=True))
    found = [
        (place, state[reached])
        for places, states in trie.matches(codes_of(text))
        for place, reached in zip(places.tolist(), states.tolist(), strict=True)
        if reached in state
    ]
    expected = [(i, text[i:j]) for j in range(len(text) + 1) for i in range(j) if text[i:j] in terms]
    assert sorted(found) == sorted(expected)


@given(terms=TERMS, text=st.text(ALPHABET + "。", max_size=40))
def test_the_deepest_state_is_the_longest_beginning_of_a_term(terms, text):
    trie = build(terms, ALPHABET)
    spelled = trie.spellings() | {0: ""}
    beginnings = {term[:size] for term in terms for size in range(1, len(term) + 1)} | set(ALPHABET)
    for place, state in enumerate(trie.deepest(codes_of(text)).tolist()[:-1]):
        runs = [text[place:end] for end in range(place + 1, len(text) + 1) if text[place:end] in beginnings]
        assert spelled[state] == max(runs, key=len, default="")


@given(terms=TERMS)
def test_every_state_in_use_is_spelled_and_found_again(terms):
    trie = build(terms, ALPHABET)
    spelled = trie.spellings()
    assert trie.states(list(spelled.values())).tolist() == list(spelled)
    assert set(terms) <= set(spelled.values())
    parents = trie.parents()
    assert all(spelled.get(int(parents[state]), "") == text[:-1] for state, text in spelled.items())
    assert sorted(state for level in trie.levels() for state in level.tolist()) == sorted(spelled)


def test_what_is_no_beginning_of_a_term_has_state_0():
    trie = build(["春运", "志愿者"], ALPHABET)
    assert trie.states(["春运", "春运首", "愿者", "", "雪", "春"]).tolist()[1:5] == [0, 0, 0, 0]


def test_the_state_of_a_character_is_its_code():
    assert build(["春运"], ALPHABET).states(list(ALPHABET)).tolist() == list(range(FIRST, FIRST + len(ALPHABET)))


def test_no_terms_make_a_trie_of_characters():
    trie = build([], ALPHABET)
    assert trie.deepest(codes_of("春运")).tolist() == codes_of("春运").tolist()
    assert len(trie.levels()) == 1


@pytest.mark.parametrize("size", [1, MAX_LENGTH])
def test_terms_may_be_so_long(size):
    trie = build(["春" * size], ALPHABET)
    assert trie.spellings()[int(trie.deepest(codes_of("春" * size))[0])] == "春" * size


def test_many_siblings_find_room():
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    terms = [a + b for a in letters[:100] for b in letters]
    trie = build(terms, letters)
    assert len(set(trie.states(terms).tolist())) == len(terms)
    assert "0 terms" not in repr(trie)


def test_a_trie_that_goes_in_circles_ends_all_the_same():
    trie = build(["春运春"], ALPHABET)
    circle = np.full(len(trie), FIRST, dtype=np.int32)
    hostile = type(trie)(ALPHABET, np.zeros(len(trie), dtype=np.int32), circle)
    assert len(hostile.deepest(codes_of("春" * 100))) == 101
    assert len(hostile.levels()) <= MAX_LENGTH


@given(data=st.data())
def test_within_fewer_terms_each_state_leads_to_its_longest_beginning(data):
    terms = data.draw(st.lists(st.text("春运首日河", min_size=1, max_size=5), min_size=1, max_size=12, unique=True))
    some = data.draw(st.lists(st.sampled_from(terms), unique=True))
    trie, fewer = build(terms, "0春运首日河"), build(some, "0春运首日河")
    found, spelled = trie.within(fewer), {spelling: state for state, spelling in fewer.spellings().items()}
    assert found[:2].tolist() == [0, 1]
    for state, spelling in trie.spellings().items():
        beginnings = [spelling[:length] for length in range(1, len(spelling) + 1) if spelling[:length] in spelled]
        assert found[state] == spelled[beginnings[-1]]
