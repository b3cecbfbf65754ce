from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.characters import MAX_ASTRAL, UNKNOWN, Alphabet, Codes
from newsclf.decisions import han_characters
from newsclf.text import LETTER, MAX_CHARACTERS, normalise
from newsclf.trie import FIRST

ALPHABET = Alphabet("0志愿者清理河道的春运年月abci𠀀国")
PIECES = st.sampled_from(
    [
        "志愿者",
        "春运",
        "12",
        "３4",
        " ",
        "  ",
        "\n",
        "\u3000",
        "。",
        "“",
        "》",
        "、",
        "℃",
        "㎡",
        "½",
        "Ⅱ",
        "Ш",
        "…",
        "𠀀",
        "𠀁",
        "😀",
        "\ud800",
        "\0",
        "中華國",
        "國會議員們",
        "Abc",
        "①",
        "⑴",
        "²",
        "İ",
        "ﷺ",
        "\x1c",
        "¨",
        "ﬁ",
        "雪",
        "_",
        "２ ０",
    ]
)
TEXTS = st.lists(PIECES, max_size=10).map("".join) | st.text(st.characters(exclude_categories=()), max_size=30)
EVERY_CHARACTER = [chr(code) for code in [*range(0x10000), *range(0x10000, 0x30000, 99)]]


def runs(written: Codes) -> list[list[int]]:
    """Each text's codes; several zeros in a row say no more than one."""
    texts = np.split(written.codes, written.starts[1:])
    return [[int(code) for place, code in enumerate(text) if code or place == 0 or text[place - 1]] for text in texts]


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_raw_texts_are_written_as_their_normal_forms(texts):
    written, _ = ALPHABET.write(texts)
    assert runs(written) == runs(ALPHABET.write_folded([normalise(text) for text in texts]))


@pytest.mark.parametrize("around", ["志{}者", " {}1"])
def test_every_character_is_written_as_its_normal_form(around):
    texts = [around.format(char) for char in EVERY_CHARACTER]
    written, _ = ALPHABET.write(texts)
    assert runs(written) == runs(ALPHABET.write_folded([normalise(text) for text in texts]))


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_han_characters_and_letters_are_counted_in_the_raw_text(texts):
    _, counts = ALPHABET.write(texts)
    assert counts.tolist() == [[han_characters(text), len(LETTER.findall(text))] for text in texts]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", [0]),
        ("志愿", [FIRST + 1, FIRST + 2, 0]),
        ("2024年", [FIRST, FIRST + 11, 0]),
        ("雪，𠀁", [UNKNOWN, 0, UNKNOWN, 0]),
        ("𠀀", [ALPHABET.characters.index("𠀀") + FIRST, 0]),
    ],
)
def test_codes_of_single_texts(text, codes):
    assert ALPHABET.write_folded([normalise(text)]).codes.tolist() == codes
    assert ALPHABET.write([text])[0].codes.tolist() == codes


def test_only_the_beginning_of_a_very_long_text_is_written():
    text = "春运12 河" * MAX_CHARACTERS
    written, counts = ALPHABET.write([text, "春运"])
    assert runs(written) == runs(ALPHABET.write_folded([normalise(text), "春运"]))
    assert counts.tolist() == [[han_characters(text[:MAX_CHARACTERS])] * 2, [2, 2]]


def test_no_texts_are_written_as_nothing():
    written, counts = ALPHABET.write([])
    assert (len(written.codes), len(written.starts), counts.shape) == (0, 0, (0, 2))


@pytest.mark.parametrize(
    "characters", ["", "春", "春0", "0春春", "0\0", "0" + "".join(map(chr, range(0x20000, 0x20001 + MAX_ASTRAL)))]
)
def test_an_alphabet_begins_with_0_has_each_character_once_and_few_astral_ones(characters):
    with pytest.raises(ValueError, match="alphabet"):
        Alphabet(characters)


def test_lengths_are_those_of_the_texts_and_the_zeros_behind_them():
    written, _ = ALPHABET.write(["志愿者", "", "春运。"])
    assert written.lengths.tolist() == [4, 1, 4]
    assert not re.search("[1-9]", "".join(map(str, written.codes[written.starts + written.lengths - 1])))
