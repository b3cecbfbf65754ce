from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.nearest import nearest, suggestion, typed

COMMANDS = ["label", "segment", "explain", "train", "update", "evaluate", "export", "info", "dict", "example", "doctor"]
THEMES = ["生态", "民生", "志愿服务", "春运", "其他"]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("lable", "label"), ("Label", "label"), ("segement", "segment"), ("evalute", "evaluate"), ("evaluation", "evaluate"),
     ("tarin", "train"), ("inf", "info"), ("doc", "doctor"), ("ｌａｂｅｌ", "label"), ("exampel", "example"), ("dcit", "dict")],
)  # fmt: skip
def test_a_slip_in_a_command(wrong, meant):
    assert nearest(wrong, COMMANDS)[0] == meant


@pytest.mark.parametrize("wrong", ["xyz", "", " ", "标注", "q", "--", "l" * 500])
def test_nothing_is_suggested_where_nothing_is_near(wrong):
    assert nearest(wrong, COMMANDS) == []


@pytest.mark.parametrize(
    ("wrong", "names", "meant"),
    [
        ("民声", THEMES, "民生"),
        ("生太", THEMES, "生态"),
        ("志愿", THEMES, "志愿服务"),
        ("服务志愿", THEMES, "志愿服务"),
        ("志愿者服务", THEMES, "志愿服务"),
        ("春 运", THEMES, "春运"),
        ("其它", THEMES, "其他"),
        ("正文", ["编号", "标题", "正 文"], "正 文"),
        ("正文", ["编号", "正文内容", "日期"], "正文内容"),
        ("文本", ["编号", "文章文本"], "文章文本"),
        ("content", ["id", "content_text"], "content_text"),
        ("text", ["id", "Text"], "Text"),
        ("text", ["id", "news_text"], "news_text"),
        ("text", ["id", "txet"], "txet"),
        ("TEXT", ["id", "text"], "text"),
        ("-h", ["--help", "--format"], "--help"),
    ],
)
def test_a_slip_in_a_name_of_a_few_characters(wrong, names, meant):
    assert nearest(wrong, names)[0] == meant


def test_names_without_a_character_in_common_are_not_near():
    assert nearest("体育", THEMES) == []
    assert nearest("nonsense", ["n", "id"]) == []
    assert nearest("标签", ["id", "date", "title"]) == []


def test_the_nearest_come_first_and_equals_in_their_own_order():
    assert nearest("tex", ["taxi", "te", "text", "tax"]) == ["text", "te", "tax"]
    assert nearest("列", ["列乙", "列甲"]) == ["列乙", "列甲"]


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=12))
def test_what_is_suggested_is_among_the_names_and_another_one(wrong, names):
    found = nearest(wrong, names)
    assert set(found) <= set(names) - {wrong, ""}
    assert len(found) == len(set(found)) <= 3


@given(st.text(st.characters(categories=["Lo", "Ll"]), min_size=2, max_size=12), st.data())
def test_a_name_with_spaces_in_it_is_found(name, data):
    place = data.draw(st.integers(1, len(name) - 1))
    assert nearest(f"{name[:place]} {name[place:]}", ["/", name, "0"]) == [name]


def test_a_table_of_very_many_and_long_columns_costs_little():
    names = [f"{n:04}" + "列" * 70 for n in range(20_000)] + ["文" * 10**6]
    start = time.process_time()
    nearest("文列" * 40, names)
    assert time.process_time() - start < 2


def test_a_suggestion_is_a_question_behind_a_sentence():
    assert suggestion("lable", COMMANDS) == " Did you mean label?"
    assert suggestion("xyz", COMMANDS) == ""
    assert suggestion("正文", ["正 文"], lambda name: f"--text-column {typed(name)}") == " Did you mean --text-column '正 文'?"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("正文", "正文"), ("a b", "'a b'"), ("it's", "'it'\"'\"'s'"), ("", "''"), ("$(rm)", "'$(rm)'"), ("a*", "'a*'")],
)
def test_a_name_is_shown_as_a_shell_takes_it(name, shown):
    assert typed(name) == shown
