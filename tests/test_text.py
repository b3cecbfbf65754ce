from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.text import (
    DIGITS,
    MAX_CHARACTERS,
    SPACE_BESIDE_HAN,
    as_text,
    fold,
    folding_table,
    is_missing,
    normalise,
    normalise_aligned,
)
from newsclf.traditional import looks_traditional

WRITABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HAN_TEXT = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)
ODD = "水河志愿者0123456789 \u3000\u2028\n\r\t\x1c\x85，。、“”（）Ａａ１ⅢⅠШПЩ①½…ﬁİß\ud800\udfff\U00020000\U0001f600豈々〇a-Z_."
ODD_TEXT = st.text(st.sampled_from(ODD), max_size=30) | st.text(st.characters(exclude_categories=[]), max_size=30)

laws = settings(deadline=None, max_examples=200)


# --- the parts of normalise ---


TABLE = folding_table()


@laws
@given(text=ODD_TEXT)
def test_the_folding_table_does_what_fold_does(text):
    assert text.translate(TABLE) == "".join(map(fold, text))


@laws
@given(text=ODD_TEXT)
def test_the_parts_one_after_the_other_are_normalise(text):
    if not looks_traditional(text):
        assert re.sub(DIGITS, "0", re.sub(SPACE_BESIDE_HAN, "", text.translate(TABLE))) == normalise(text)


def test_the_folding_table_holds_only_what_changes():
    assert all(chr(code) != folded for code, folded in TABLE.items())
    assert (TABLE[ord("Ａ")], TABLE[ord("Ш")], TABLE[ord("℃")], TABLE[0xD800]) == ("a", "iii", "°c", "\ufffd")


# --- normalise -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "scored"),
    [
        ("", ""),
        ("ＡＢＣ　ａｂｃ", "abc abc"),
        ("ＧＤＰ增长３．５％", "gdp增长0.0%"),
        ("2024年1月12日", "0年0月0日"),
        ("水质达Ш类、П类标准", "水质达iii类、ii类标准"),
        ("水质达Ⅲ类、Ⅱ类标准", "水质达iii类、ii类标准"),
        ("老人每餐只收 8元", "老人每餐只收0元"),
        ("群 众 提 着 灯 笼", "群众提着灯笼"),
        ("落进\n芦苇\r\n丛里", "落进芦苇丛里"),
        ("落进\u3000\u3000芦苇丛里", "落进芦苇丛里"),
        ("the  New   York\n Times", "the new york\ntimes"),
        ("new energy 汽车 and 5 G", "new energy汽车and 0 g"),
        ("臭水沟\ud800变清", "臭水沟\ufffd变清"),
        ("\udfff", "\ufffd"),
        ("①②", "0"),
        ("12 34", "0 0"),
    ],
)
def test_normalised_form(raw, scored):
    assert normalise(raw) == scored


def test_shipped_look_alike_is_mended_like_the_roman_numeral():
    assert normalise("达到Ш类") == normalise("达到Ⅲ类") == normalise("达到III类") == normalise("达到ⅲ类")


def test_only_the_first_hundred_thousand_characters_are_read():
    assert len(normalise("河" * (MAX_CHARACTERS + 50))) == MAX_CHARACTERS


@given(text=ODD_TEXT)
@laws
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(text=ODD_TEXT)
@laws
def test_normalised_text_can_be_written_and_has_no_digits_but_zero(text):
    normalised = normalise(text)
    normalised.encode("utf-8")
    assert not set(normalised) & set("123456789")
    assert "00" not in normalised


# --- normalise_aligned ---------------------------------------------------------------------------------------------------


def test_origins_lead_back_to_the_raw_text():
    raw = "收入 2022 年Ⅲ类"
    normalised, origins = normalise_aligned(raw)
    assert normalised == "收入0年iii类"
    assert [raw[a:b] for a, b in pairwise(origins)] == ["收", "入 ", "2022 ", "年", "", "", "Ⅲ", "类"]


def test_alignment_stops_where_scoring_stops():
    normalised, origins = normalise_aligned("河" * (MAX_CHARACTERS + 50))
    assert (len(normalised), origins[-1]) == (MAX_CHARACTERS, MAX_CHARACTERS)


@given(text=ODD_TEXT)
@laws
def test_alignment_gives_the_same_string_and_origins_in_order_inside_the_text(text):
    normalised, origins = normalise_aligned(text)
    assert normalised == normalise(text)
    assert len(origins) == len(normalised) + 1
    assert origins == sorted(origins)
    assert all(0 <= place <= len(text) for place in origins)


def test_every_letter_of_unicode_aligns():
    everything = "".join(map(chr, range(0x32000)))  # all planes with letters
    for start in range(0, len(everything), 20_000):
        part = everything[start : start + 20_000]
        assert normalise_aligned(part)[0] == normalise(part)


@pytest.mark.parametrize(
    ("value", "missing"), [(None, True), (float("nan"), True), ("", False), (0, False), ("nan", False), (False, False)]
)
def test_what_tables_hold_for_nothing(value, missing):
    assert is_missing(value) is missing


def test_what_pandas_holds_for_nothing():
    pandas = pytest.importorskip("pandas")
    assert all(is_missing(value) for value in (pandas.NA, pandas.NaT, pandas.Series(["a", None])[1]))
    assert as_text(pandas.NA) == ""
