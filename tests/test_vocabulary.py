from __future__ import annotations

import numpy as np
import pytest

from newsclf.trie import FIRST, build
from newsclf.vocabulary import alphabet, frequent, frequent_grams, handed_on, present

TEXTS = ["志愿者清理河道", "志愿者看望老人", "春运首日"]


def test_what_stands_in_so_many_texts_is_frequent_however_often_it_stands_in_one():
    assert frequent([["河", "河", "山"], ["山"], ["水"]], 2) == {"山"}


def test_an_alphabet_has_frequent_characters_first_and_those_of_given_words():
    characters = alphabet(TEXTS, 2, {"湿地"}).characters
    assert characters[0] == "0"
    assert set(characters[1:4]) == set("志愿者")
    assert set(characters) == set("0志愿者湿地")


@pytest.mark.parametrize("batches", [[TEXTS], [TEXTS[:1], TEXTS[1:]]])
def test_words_are_present_wherever_they_stand(batches):
    letters = alphabet(TEXTS, 1, {"高铁"})
    written = [letters.write_folded(batch) for batch in batches]
    assert present({"愿者", "春运首日", "高铁", "河道志"}, written, letters.characters) == {"愿者", "春运首日"}


def test_without_words_no_text_is_read():
    assert present([], iter(lambda: pytest.fail("read"), None), "0") == set()


def test_runs_of_characters_do_not_reach_over_the_ends_of_texts():
    letters = alphabet(TEXTS, 1, ())
    grams = frequent_grams(letters.write_folded(TEXTS), letters.characters, 2, 3)
    assert set(grams) == {"志", "愿", "者", "志愿", "愿者", "志愿者"}
    assert letters.write_folded(["0"]).codes[0] == FIRST


def test_what_is_dropped_is_handed_on_to_the_longest_beginning_that_is_kept():
    trie = build(["春", "春运", "春运首", "河"], "0春运首河")
    spring, travel, first, river = trie.states(["春", "春运", "春运首", "河"]).tolist()
    amounts, looked_up = np.zeros(len(trie)), np.zeros(len(trie), dtype=np.int64)
    amounts[[spring, travel, first, river]] = 1.0, 2.0, 4.0, 8.0
    looked_up[[spring, travel, first, river]] = 5, 3, 2, 7
    found = handed_on(trie, amounts, looked_up, np.array([spring, river]))
    assert found[[spring, travel, first, river]].tolist() == [1 + (5 * 2 + 2 * 4) / 10, 0, 0, 8]
    found = handed_on(trie, amounts, looked_up, np.array([spring, travel, river]))
    assert found[[spring, travel, first, river]].tolist() == [1, 2 + 2 * 4 / 5, 0, 8]
    assert (handed_on(trie, amounts, looked_up, np.array([spring, travel, first, river])) == amounts).all()
