from __future__ import annotations

from contextvars import copy_context

import pytest

from newsclf.messages import message, use_language
from newsclf.report.fonts import fonts, without_chinese
from newsclf.report.looks import looks_of
from newsclf.report.pens import WIDEST_NAME, Pen, width_of
from newsclf.themes import Theme

matplotlib = pytest.importorskip("matplotlib")

LOOKS = looks_of({"a": Theme("a", {"zh": "生态"}), "b": Theme("b")}, "zh", ["很长的标签名" * 9, "x\n\u202ey", "$\\frac$"])


def test_names_that_no_font_can_write_become_codes_and_words_english():
    pen = Pen(LOOKS, without_chinese())
    assert [pen.name(label) for label in ("a", "b", "other")] == ["T1", "b", "other"]
    assert [pen.is_coded(label) for label in ("a", "b")] == [True, False]

    def said():
        use_language("zh")
        return pen.say("plot_recall"), message("plot_recall")

    assert copy_context().run(said) == ("recall", "召回率")
    assert pen.writable("晚报 2024") == "?? 2024"


def test_names_are_short_and_can_be_seen():
    pen = Pen(LOOKS, fonts())
    for label in LOOKS:
        assert width_of(pen.name(label)) <= WIDEST_NAME
    assert pen.name("x\n\u202ey") == "x \\u202ey"
    if pen.fonts.is_chinese:
        assert pen.name("很长的标签名" * 9).endswith("…")


def test_lines_of_one_picture_have_different_colours():
    looks = looks_of(
        {f"主题{number}": Theme(f"主题{number}", colour="#009e73" if number < 2 else "") for number in range(8)}, "zh"
    )
    pen = Pen(looks, without_chinese())
    assert len(set(pen.colours(list(looks)[:8]).values())) == 8
    assert pen.colours(["主题1"]) == {"主题1": "#009e73"}


def test_a_picture_is_the_same_each_time_whatever_the_users_settings_and_leaves_them_alone():
    pen = Pen(LOOKS, fonts())

    def draw(figure):
        axes = figure.add_subplot()
        axes.plot([0, 1], [0, 1], label=pen.name("$\\frac$"))
        axes.set_title(pen.name("a"))
        axes.legend()

    first = pen.picture("one", draw, (3, 2))
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.facecolor": "red"}):
        before = dict(matplotlib.rcParams)
        second = pen.picture("one", draw, (3, 2))
        assert dict(matplotlib.rcParams) == before
    assert first == second
    assert first.png.startswith(b"\x89PNG")
    svg = first.svg.decode()
    assert "<text" not in svg
    assert "dc:date" not in svg
    assert b"Software" not in first.png
