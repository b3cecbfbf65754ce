from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.bylines import is_byline, is_credit

CREDITS = [
    "申屠砚摄",
    "申屠砚 摄",
    "申屠砚闻芷摄",
    "申屠砚、闻芷 摄",
    "（本报记者 申屠砚 摄）",
    "(申屠砚摄)",
    "本报记者 申屠砚摄",
    "新华社记者申屠砚摄",
    "特约记者 申屠砚 摄影报道",
    "申屠砚 供图",
    "县委宣传部供图",
    "供图：县委宣传部",
    "摄影：申屠砚",
    "图片来源：砚溪县水利局",
    "图/闻芷",
    "  申屠砚摄  ",
]

SIGNATURES = [
    "（闻芷）",
    "（本报记者 闻芷）",
    "（闻芷 申屠砚）",
    "闻芷 文/图",
    "本报记者 闻芷 文/图",
    "◎ 闻芷",
    "◎闻芷",
    "◎ 申屠砚 闻芷",
    "□本报记者 闻芷",
    "■ 新华社记者 闻芷",
    "本报记者 申屠砚",
    "本报记者申屠砚 通讯员岳小满",
    "本报见习记者 申屠砚",
    "新华社记者 申屠砚、闻芷",
    "记者 申屠砚",
    "文/申屠砚",
    "文｜申屠砚",
    "作者：申屠砚",
    "编辑：申屠砚",
    "责任编辑：闻芷",
    "来源：砚溪日报",
]

NEITHER = [
    "本报记者从县交通局获悉，今年",
    "本报记者从会上获悉",
    "本报通讯员走进客运站，听旅客说",
    "记者 你怎么看",
    "我们摄",
    "",
    " ",
    "摄",
    "◎",
    "志愿者名单公布",
    "记者：你怎么看待这个问题",
    "记者：你怎么看？",
    "记者：最怕遇到",
    "◎ 志愿服务走进千家万户",
    "■ 老院子开了新食堂",
    "记者拍摄",
    "全部画面由无人机拍摄",
    "日均观看量超过三十摄",
    "（完）",
    "（闻芷，听众来信）",
    "申屠砚",
    "图为一家人在灯下猜起了灯谜。",
    "来源：http://example.com",
    "本报讯（申屠砚）",
    "作者说，这条河四年前还是臭水沟。",
    "Photo by A. Smith",
    "编辑部",
    "水清了。",
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit_is_a_byline_too(line):
    assert is_credit(line)
    assert is_byline(line.strip())


@pytest.mark.parametrize("line", SIGNATURES)
def test_a_signature_is_a_byline_and_no_credit(line):
    assert is_byline(line)
    assert not is_credit(line)


@pytest.mark.parametrize("line", NEITHER)
def test_a_line_that_says_something_is_neither(line):
    assert not is_byline(line)
    assert not is_credit(line)


@pytest.mark.parametrize("line", ["申屠砚" * 20 + "摄", "◎ " + "申屠砚 " * 20 + "闻芷", "本报记者 " + "闻芷、" * 30 + "闻芷"])
def test_a_very_long_line_names_nobody(line):
    assert not is_byline(line)
    assert not is_credit(line)


def test_two_thousand_lines_of_forty_characters_are_answered():
    random_ = random.Random(0)
    signs = [
        "摄",
        "供图",
        "记者",
        "本报",
        "新华社",
        "：",
        "、",
        " ",
        "　",
        "/",
        "◎",
        "（",
        "）",
        "通讯员",
        "文",
        "图",
        "河",
        "申屠砚",
    ]
    for _ in range(2000):
        line = random_.choice(["", "◎ ", "本报记者", "（"]) + "".join(random_.choices(signs, k=40))
        assert (is_byline(line[:40]), is_credit(line[:40])) in {(True, True), (True, False), (False, False)}


@pytest.mark.parametrize("size", [39, 40, 41, 5000])
@pytest.mark.parametrize("filling", ["河", "河 ", "河、", " ", "　", "记者", "摄", "（", "◎", "本报记者 "])
@pytest.mark.parametrize("end", ["", "。", "!", "摄!"])
def test_no_filling_makes_the_patterns_run_away(filling, size, end):
    line = (filling * size)[: size - len(end)] + end
    assert is_byline(line) in (True, False)
    assert is_credit(line) in (True, False)


@given(line=st.text(st.sampled_from("申屠砚摄供图记者本报◎（）：/、 　\n\u2028a1。"), max_size=45) | st.text(max_size=45))
@settings(deadline=None, max_examples=300)
def test_a_credit_is_always_a_byline(line):
    assert is_byline(line) or not is_credit(line)
