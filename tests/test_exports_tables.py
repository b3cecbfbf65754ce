from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.characters import Alphabet
from newsclf.exports.tables import MOST_FOLDED, NOTHING, SPACE, character_tables
from newsclf.text import fold

ALPHABET = Alphabet("0水河a长𠮷")


@pytest.fixture(scope="module")
def tables():
    return character_tables(ALPHABET.characters)


def row_of(tables, char: str) -> int:
    return int(tables["row_of_character"][min(ord(char), int(tables["last_character"]))])


@given(char=st.characters(exclude_categories=["Cs"]) | st.sampled_from("水Ａ１9 \u3000\n℃Ⅲ㈱ШПﷺ𠮷\0"))
def test_every_character_has_the_codes_of_its_normal_form(tables, char):
    codes = [code for code in tables["codes_of_row"][row_of(tables, char)].tolist() if code != NOTHING]
    folded = fold(char)[:MOST_FOLDED]
    expected = ALPHABET.write_folded(["".join("0" if one in "0123456789" else one for one in folded)]).codes[:-1].tolist()
    assert [max(code, 0) for code in codes] == expected
    assert [code == SPACE for code in codes] == [one.isspace() for one in folded]


@pytest.mark.parametrize(("char", "flags"), [("水", 3), ("。", 3), ("”", 1), ("“", 2), ("，", 0), ("a", 0), (" ", 0)])
def test_flags_tell_where_white_space_means_nothing(tables, char, flags):
    assert tables["flags_of_row"][row_of(tables, char)][0] == flags


def test_half_a_surrogate_pair_and_what_lies_beyond_the_table_are_no_letters(tables):
    for char in ("\ud800", chr(0x10FFFF)):
        assert tables["codes_of_row"][row_of(tables, char)].tolist() == [0, *[NOTHING] * (MOST_FOLDED - 1)]


def test_tables_are_small(tables):
    assert tables["row_of_character"].dtype == np.uint16
    assert sum(array.nbytes for array in tables.values()) < 1_000_000
