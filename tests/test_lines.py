from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.lines import Line, opens_article, opens_article_text, visible_lines, widths

ODD_PAGE = st.text(
    st.sampled_from("水河。，“”：◎摄 \u3000\u2028\x0c\x85\x1c\t\r\n\n\r0a-") | st.characters(exclude_categories=[]), max_size=60
)

laws = settings(deadline=None, max_examples=150)


def line(text: str, after_blank: bool = False) -> Line:
    """A line that stands alone."""
    return Line(1, 0, len(text), text, after_blank, 0)


def page_of(*texts: str) -> list[Line]:
    return visible_lines("\n".join(texts))


# --- visible_lines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "\n", " \t\n\r\n\u3000\u3000\n", "\x0c\n\u2028\x85\n"])
def test_a_page_without_anything_visible_has_no_lines(page):
    assert visible_lines(page) == []


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_numbers_are_the_same_under_any_line_break(line_break):
    page = line_break.join(["一", "", "  二", "三"])
    assert [(item.number, item.text) for item in visible_lines(page)] == [(1, "一"), (3, "二"), (4, "三")]


def test_a_line_knows_its_place_its_indent_and_the_blank_before_it():
    first, second = visible_lines("\n　　砚河 \n水清")
    assert (first.number, first.start, first.end, first.text) == (2, 3, 5, "砚河")
    assert (first.indent, first.after_blank) == (2, True)
    assert (second.number, second.start, second.after_blank, second.indent) == (3, 7, False, 0)


def test_the_beginning_of_a_page_counts_as_a_blank_line():
    assert [item.after_blank for item in page_of("一", "二", "", "三")] == [True, False, True]


def test_form_feed_and_unicode_separators_break_no_line():
    assert [item.text for item in visible_lines("一\x0c二\u2028三\x85四")] == ["一\x0c二\u2028三\x85四"]


@given(page=ODD_PAGE)
@laws
def test_lines_lie_in_the_page_in_order_and_hold_all_that_is_visible(page):
    lines = visible_lines(page)
    assert all(page[item.start : item.end] == item.text == item.text.strip() != "" for item in lines)
    assert all(upper.end < lower.start and upper.number < lower.number for upper, lower in pairwise(lines))
    assert "".join("".join(item.text for item in lines).split()) == "".join(page.split())


@given(page=ODD_PAGE)
@laws
def test_line_numbers_are_those_of_an_editor(page):
    rows = re.split(r"\r\n|\r|\n", page)
    assert [(item.number, item.text) for item in visible_lines(page)] == [
        (number, row.strip()) for number, row in enumerate(rows, start=1) if row.strip()
    ]


# --- width ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cells", "count"),
    [
        ("砚河水清", 4, 4),
        ("38公里", 3, 4),
        ("只收 8元", 3.5, 4),
        ("提 着 灯 笼", 4, 4),
        ("（图）", 3, 3),
        ("a.b", 1.5, 3),
        ("ｱｲ", 1, 2),
        ("ＡＢ", 2, 2),
    ],
)
def test_width_in_cells_and_in_characters(text, cells, count):
    assert (line(text).cells, line(text).count) == (cells, count)


def test_page_filled_by_width_is_measured_in_cells():
    lines = page_of("砚河水清得能看见鱼虾", "2024年春天以来全县新铺", "污水管57.3公里清出淤泥", "一共1234567立方米淤泥泥土")
    assert widths(lines) == [item.cells for item in lines]


def test_page_filled_by_count_is_measured_in_characters():
    lines = page_of("砚河水清得能看见鱼虾", "2024年春天以来全", "污水管57.3公里长", "一共1234567立")
    assert widths(lines) == [item.count for item in lines]


def test_no_lines_have_no_widths():
    assert widths([]) == []


# --- what the edges of a line say ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["水清了。", "真的吗？", "好！", "后来……", "“水清了。”", "（完。）", "水清了!", "水清了.", "。"])
def test_a_sentence_may_end_here(text):
    assert line(text).ends_sentence


@pytest.mark.parametrize("text", ["水清了", "水清，", "3.", "vol.", "：", "“水清了”", "。后来", "；"])
def test_no_sentence_ends_here(text):
    assert not line(text).ends_sentence


@pytest.mark.parametrize(
    ("text", "never"), [("，水清", True), ("”他说", True), ("）", True), ("“水清", False), ("（图", False), ("水", False)]
)
def test_marks_that_no_typesetter_puts_first(text, never):
    assert line(text).never_first is never


# --- datelines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "本报讯（申屠砚）腊月二十六",
        "本报讯 记者闻芷报道",
        "本报讯",
        "新华社北京1月2日电 元旦",
        "新华社北京1月2日电（记者申屠砚）",
        "本报砚溪1月2日电（",
        "人民网北京1月2日电（记者",
        "中新网1月2日电 ",
        "本网讯 ",
        "砚溪日报讯（闻芷）",
        "砚溪新闻网1月2日讯(闻芷)",
    ],
)
def test_an_article_opens_with_its_dateline(text):
    assert opens_article_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "腊月二十六",
        "据新华社北京1月2日电",
        "新华社记者",
        "本报记者 闻芷",
        "砚溪日报社讯",
        "通讯员",
        "电",
        "本报电话公布后",
        "本报电子版上线",
        "本报通讯员申屠砚报道",
        "本报记者从省电力公司了解到",
    ],
)
def test_no_dateline(text):
    assert not opens_article_text(text)


def test_a_dateline_may_run_over_two_lines():
    lines = page_of("新华社北京1月", "2日电（记者闻", "芷）元旦假期")
    assert [opens_article(lines, place) for place in range(3)] == [True, False, False]


def test_the_line_above_a_dateline_opens_nothing():
    lines = page_of("本报", "本报讯（闻芷）")
    assert [opens_article(lines, place) for place in range(2)] == [False, True]


@given(page=ODD_PAGE)
@laws
def test_any_line_answers(page):
    lines = visible_lines(page)
    assert len(widths(lines)) == len(lines)
    assert all(0 <= item.cells <= item.count for item in lines)
    assert all(isinstance(opens_article(lines, place), bool) for place in range(len(lines)))
