from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.near_copies import Shelves, first_alike, signatures

TEXT = "三年前，住在柳叶河边的人夏天不敢开窗。如今河底的黑泥被一车车清走，沿岸四十七个排口逐一封堵，水面上又看得见白条鱼翻花。"
OTHER = "春运首日，车站加开临客十二列，候车室里的志愿者帮返乡旅客搬行李、取车票，热水和常用药摆在服务台上。"

some_text = st.text(st.sampled_from("河水清了春运返乡列车志愿者。，a1 "), max_size=40)


def test_small_changes_make_near_copies_and_other_texts_do_not():
    changed = TEXT.replace("四十七", "五十").replace("三年前", "两年前")
    assert first_alike(signatures([TEXT, OTHER, changed, OTHER + "完"])).tolist() == [-1, -1, 0, 1]


def test_punctuation_and_spaces_do_not_count():
    assert (signatures([TEXT])[0] == signatures([TEXT.replace("，", " , ").replace("。", "")])[0]).all()


def test_texts_without_a_letter_are_like_nothing():
    assert first_alike(signatures(["", "", "……", "。"])).tolist() == [-1] * 4
    shelves = Shelves(signatures(["", TEXT]))
    assert [shelves.find(one) for one in signatures(["", TEXT])] == [-1, 1]


def test_a_chain_of_small_changes_is_no_single_text():
    chain = [TEXT[place:] + OTHER[:place] for place in range(0, 45, 5)]
    earlier = first_alike(signatures(chain))
    assert earlier[1] == 0
    assert (earlier < 0).sum() >= 2
    assert all(earlier[place] < 0 for place in earlier[earlier >= 0])


def test_what_thousands_begin_with_hides_no_copy():
    many = [f"本报讯记者今日获悉{chr(0x4E00 + place)}{chr(0x6E00 + place)}" for place in range(300)]
    shelves = Shelves(signatures([TEXT, *many]))
    assert shelves.find(signatures([TEXT])[0]) == 0


def test_nothing_has_no_signatures():
    assert signatures([]).shape == (0, 64)
    assert first_alike(signatures([])).tolist() == []


@given(st.lists(some_text, max_size=12))
@settings(max_examples=50, deadline=None)
def test_signatures_hang_on_each_text_alone_and_every_copy_is_found(texts):
    together = signatures(texts)
    assert all((signatures([text])[0] == one).all() for text, one in zip(texts, together, strict=True))
    twice = first_alike(np.concatenate([together, together]))
    lettered = [any(char.isalnum() for char in text) for text in texts]
    assert [place >= 0 for place in twice[len(texts) :].tolist()] == lettered
