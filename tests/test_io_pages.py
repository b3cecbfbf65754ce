from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf import segment
from newsclf.io.pages import BETWEEN_PAGES, through

PAGE = "志愿者清理河道\n\n　　本报讯 三月五日，志愿者来到河边清理垃圾。\n"


def test_one_page_is_as_it_is():
    assert through([PAGE], segment) == segment(PAGE)


def test_no_pages_have_no_segments():
    assert through([], segment) == through([""], segment) == []


def test_numbers_articles_and_lines_go_on_from_page_to_page():
    once, twice = segment(PAGE), through([PAGE, "", PAGE], segment)
    assert [item.segment for item in twice] == list(range(1, 2 * len(once) + 1))
    assert twice[len(once)].article == once[-1].article + 1
    assert [item.text for item in twice] == [item.text for item in once] * 2
    assert twice[len(once)].lines[0] == once[0].lines[0] + len(PAGE.splitlines())


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("河水清\n 　。", max_size=20) | st.just(PAGE), max_size=4))
def test_places_are_those_in_the_whole_text(pages):
    whole = BETWEEN_PAGES.join(pages)
    for item in through(pages, segment):
        assert "".join(whole[item.start : item.end].split()) == "".join(item.text.split())
