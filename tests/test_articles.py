from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.articles import number_articles

H, Y, C, B = "heading", "byline", "caption", "body"

RIVER = (H, "一河清水绕新城")
RIVER_BODY = (B, "着砚河步道往下游走，一河清水渐渐宽了起来，河水绕新城流过。")
CANTEEN = (H, "枣园里社区的老院子开了新食堂")
CANTEEN_BODY = (B, "枣园里原是老棉纺厂的老院子，如今开了新食堂。")
PLAIN_BODY = (B, "两年里，全县新铺污水管五十七公里。")
DATELINE_BODY = (B, "本报讯（郏远）天还没亮，候车室里已坐满了人。")

ITEMS = st.lists(
    st.tuples(
        st.sampled_from([H, Y, C, B]),
        st.sampled_from([RIVER[1], RIVER_BODY[1], CANTEEN[1], CANTEEN_BODY[1], DATELINE_BODY[1], "先截污水", "", "河"])
        | st.text(st.sampled_from("砚河水清食堂新老院子开了，。（）本报讯 "), max_size=20),
    ),
    max_size=14,
)


@pytest.mark.parametrize(
    ("items", "numbers"),
    [
        ([], []),
        ([(B, "")], [1]),
        ([(Y, "◎ 闻芷")], [1]),
        ([(H, "")], [1]),
        ([(C, "图为灯会。")], [1]),
    ],
)
def test_empty_page_and_single_segments(items, numbers):
    assert number_articles(items) == numbers


def test_headline_byline_and_bodies_are_one_article():
    assert number_articles([RIVER, (Y, "◎ 闻芷"), RIVER_BODY, PLAIN_BODY]) == [1, 1, 1, 1]


def test_every_headline_opens_an_article():
    assert number_articles([RIVER, RIVER_BODY, CANTEEN, CANTEEN_BODY, PLAIN_BODY]) == [1, 1, 2, 2, 2]


def test_a_dateline_opens_an_article_without_headline():
    assert number_articles([PLAIN_BODY, PLAIN_BODY, DATELINE_BODY, PLAIN_BODY]) == [1, 1, 2, 2]


def test_a_dateline_right_below_its_headline_opens_no_other():
    assert number_articles([CANTEEN, DATELINE_BODY, PLAIN_BODY]) == [1, 1, 1]


def test_a_short_heading_between_two_bodies_stands_inside_the_article():
    assert number_articles([RIVER, RIVER_BODY, (H, "先截污水"), PLAIN_BODY]) == [1, 1, 1, 1]


def test_a_short_heading_above_a_dateline_opens_an_article():
    assert number_articles([RIVER, RIVER_BODY, (H, "小站灯火"), DATELINE_BODY]) == [1, 1, 2, 2]


def test_caption_and_credit_are_an_article_of_their_own():
    items = [RIVER, RIVER_BODY, (C, "图为灯会。"), (Y, "乔一禾摄"), PLAIN_BODY]
    assert number_articles(items) == [1, 1, 2, 2, 3]


def test_a_body_far_below_goes_to_the_headline_that_names_it():
    assert number_articles([CANTEEN, RIVER, RIVER_BODY, CANTEEN_BODY]) == [1, 2, 2, 1]


def test_a_body_before_its_headline_is_found_by_it():
    far = (B, "本报讯（冉小满）老院子如今开了新食堂。")
    assert number_articles([RIVER, RIVER_BODY, far, PLAIN_BODY, CANTEEN]) == [1, 1, 2, 2, 2]


def test_a_headline_that_names_nothing_stays_alone():
    assert number_articles([RIVER, RIVER_BODY, DATELINE_BODY, (H, "订单排到了明年秋天还有余")]) == [1, 1, 2, 3]


def test_pairs_that_two_headlines_share_bind_nothing():
    first, second = (H, "砚溪县志愿者服务队成立十年"), (H, "砚溪县志愿者服务队成立五年")
    body = (B, "砚溪县志愿者服务队成立以来，做了许多好事。")
    assert number_articles([first, second, body]) == [1, 2, 2]


@given(items=ITEMS)
@settings(deadline=None, max_examples=300)
def test_articles_are_numbered_from_one_as_they_first_appear(items):
    numbers = number_articles(items)
    assert len(numbers) == len(items)
    assert list(dict.fromkeys(numbers)) == list(range(1, len(set(numbers)) + 1))


@given(items=ITEMS)
@settings(deadline=None, max_examples=100)
def test_a_byline_belongs_to_what_stands_above_it(items):
    numbers = number_articles(items)
    assert all(numbers[i] == numbers[i - 1] for i in range(1, len(items)) if items[i][0] == Y)
