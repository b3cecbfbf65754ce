from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf import traditional
from newsclf.messages import use_language
from newsclf.traditional import TraditionalTextWarning, converter, looks_traditional, simplified

TRADITIONAL = "志願者們昨天沿著河岸清理垃圾，環保部門說，這條河的水質已經達到Ⅲ類。"
SIMPLIFIED = "志愿者们昨天沿着河岸清理垃圾，环保部门说，这条河的水质已经达到Ⅲ类。"
COMMAND = "pip install 'newsclf[traditional]'"

PIECES = "車站為鄉親們開設後勤於乾麵薴龘喆这车为们发说——·，。 aA1０Ⅲ\ud800\udfff\U0001f600\U00020000\x00"
ODD_TEXT = st.text(st.sampled_from(PIECES), max_size=40) | st.text(st.characters(exclude_categories=[]), max_size=40)
laws = settings(deadline=None, max_examples=300)


def strange(text: str) -> str:
    """A converter that does all that one must not do: lose characters, write two for one, convert what it wrote again."""
    return text.translate({ord("鄉"): "", ord("親"): "亲亲", ord("薴"): "苧", ord("苧"): "苎", ord("車"): "车"})


@pytest.fixture
def anew(monkeypatch):
    """Nothing said yet and nothing cached, as in a new process."""
    monkeypatch.setattr(traditional, "_UNWARNED", Lock())
    converter.cache_clear()
    yield
    converter.cache_clear()


@pytest.fixture
def without_opencc(anew, monkeypatch):
    def missing(module: str, name: str) -> None:
        raise ModuleNotFoundError(f"No module named {module!r}")

    monkeypatch.setattr(traditional, "attribute", missing)


@pytest.fixture(scope="module")
def opencc():
    """OpenCC's own class; any of the packages that call themselves so."""
    return pytest.importorskip("opencc", reason="OpenCC is not installed").OpenCC


# --- which texts are traditional -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        TRADITIONAL,
        "春運開始，鐵路部門加開列車",
        "衞生署：醫療券明年起發放",
        "  2024年 GDP 增長 5% —— 統計處",
        "「讓愛心傳遞」" + "\ud800\U0001f600",
        TRADITIONAL + "记者 张喆",
    ],
)
def test_text_in_traditional_characters_is_known(text):
    assert looks_traditional(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\u3000",
        "GDP +5.2% (2024) — ½ €",
        SIMPLIFIED,
        "今天下午有大雨，上海大部分地方",
        "陶喆、李堃、王翀、朱镕基、张珺、赵昇、陈祎在名单上。",
        "展览名为“臺灣鐵路車票”，今天在这里开幕，观众们纷纷前来参观。",
        "车",
        "車",
        "喆",
        "——·•…￣﹏㈠",
        "\ud800\udfff\udcff",
        "\U0001f600\u200d\U0001f525垃圾",
        "志愿者\x00们",
    ],
)
def test_other_text_is_not_traditional_and_stays_itself(text):
    assert not looks_traditional(text)
    assert simplified(text) is text


def test_no_paragraph_of_the_corpus_looks_traditional(corpus):
    assert [row["text"] for row in corpus if looks_traditional(row["text"])] == []


@pytest.mark.parametrize("configuration", ["s2t", "s2tw", "s2hk"])
def test_the_corpus_in_traditional_characters_is_known_and_comes_back(corpus, opencc, anew, configuration):
    texts = [row["text"] for row in corpus if len(row["text"]) >= 20]
    turned = list(map(opencc(configuration).convert, texts))
    assert sum(map(looks_traditional, turned)) >= 0.998 * len(texts)
    pairs = [pair for text, there in zip(texts, turned, strict=True) for pair in zip(text, simplified(there), strict=True)]
    assert sum(before == after for before, after in pairs) >= 0.995 * len(pairs)  # 著 may be 着 or 著: it stays


# --- conversion ----------------------------------------------------------------------------------------------------------


def test_traditional_paragraph_becomes_simplified(opencc, anew):
    assert simplified(TRADITIONAL.replace("沿著", "沿着")) == SIMPLIFIED


def test_hong_kong_forms_too(opencc, anew):
    assert simplified("衞生署：醫療券明年起發放") == "卫生署：医疗券明年起发放"


def test_broken_characters_stay_where_they_are(opencc, anew):
    assert simplified("\ud800鐵路\x00車站\udfff\U0001f600") == "\ud800铁路\x00车站\udfff\U0001f600"


def test_a_very_long_text(opencc, anew):
    assert simplified("鐵路車站" * 50_000) == "铁路车站" * 50_000


@laws
@given(ODD_TEXT)
def test_length_stays_and_twice_is_once(text):
    table = traditional._Simplification(strange)
    with patch.object(traditional, "converter", lambda: table):
        once = simplified(text)
        assert len(once) == len(text)
        assert simplified(once) == once
        assert looks_traditional(text) or once is text


@laws
@given(ODD_TEXT)
def test_length_stays_and_twice_is_once_with_opencc(opencc, text):
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


def test_each_character_is_asked_about_once(anew):
    asked = []
    table = traditional._Simplification(lambda char: asked.append(char) or char)
    assert ("鐵路鐵路" * 100).translate(table) == "鐵路鐵路" * 100
    assert sorted(set(asked)) == sorted("鐵路")
    assert len(asked) == 4


# --- OpenCC or not -------------------------------------------------------------------------------------------------------


def test_opencc_is_not_opened_for_simplified_text(monkeypatch):
    monkeypatch.setattr(traditional, "converter", lambda: pytest.fail("opened"))
    assert simplified(SIMPLIFIED) is SIMPLIFIED


def test_opencc_is_opened_once(anew, monkeypatch):
    opened = []
    monkeypatch.setattr(
        traditional, "attribute", lambda *_: lambda name: opened.append(name) or SimpleNamespace(convert=lambda char: char)
    )
    assert simplified(TRADITIONAL) == simplified(TRADITIONAL) == TRADITIONAL
    assert opened == [traditional.CONFIGURATION]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_without_opencc_the_text_stays_and_the_command_is_named(without_opencc, code):
    with pytest.warns(TraditionalTextWarning) as given_warnings:
        assert copy_context().run(lambda: (use_language(code), simplified(TRADITIONAL))[1]) is TRADITIONAL
    assert COMMAND in str(given_warnings[0].message)


def test_the_warning_comes_once_whoever_is_first(without_opencc):
    with warnings.catch_warnings(record=True) as caught, ThreadPoolExecutor(8) as pool:
        warnings.simplefilter("always")
        assert set(pool.map(simplified, [TRADITIONAL] * 100)) == {TRADITIONAL}
        simplified("鐵路車站")
    assert [warning.category for warning in caught] == [TraditionalTextWarning]


def test_no_warning_for_simplified_text(without_opencc):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert simplified(SIMPLIFIED) is SIMPLIFIED


def test_a_warning_made_an_error_is_raised_once(without_opencc):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TraditionalTextWarning):
            simplified(TRADITIONAL)
        assert simplified(TRADITIONAL) is TRADITIONAL


def test_something_else_of_that_name_is_no_opencc(anew, monkeypatch):
    def foreign(module: str, name: str) -> None:
        raise AttributeError(name)

    monkeypatch.setattr(traditional, "attribute", foreign)
    assert converter() is None
