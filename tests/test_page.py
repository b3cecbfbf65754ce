from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf import LabelledSegment, Segment, example_page, label_page, segment
from newsclf.context import SHORT
from newsclf.decisions import han_characters

PIECES = st.sampled_from(
    ["志愿者清理河道。", "◎ 闻芷", "春运首日，车站加开列车", "\n", "\n\n", "岳小满摄", "ab c", "　", "\ud800", "。"]
)


@pytest.mark.parametrize("page", ["", " ", "\n\n", "　\n \t\n"])
def test_an_empty_page_has_no_segments(page, model):
    assert label_page(page, model) == []


def test_every_segment_of_the_page_is_labelled_in_page_order(model):
    page = example_page()
    labelled = label_page(page, model)
    assert [_bare(item) for item in labelled] == segment(page)
    assert {item.kind for item in labelled} >= {"heading", "byline", "body"}


def test_without_context_all_but_bylines_get_the_label_of_their_text(model):
    for item in label_page(example_page(), model, context=False):
        if item.kind != "byline":
            assert item.label == model.label(item.text)


def test_only_short_segments_without_a_theme_lean_on_their_article(model):
    alone = label_page(example_page(), model, context=False)
    leaned = [
        (before, after) for before, after in zip(alone, label_page(example_page(), model), strict=True) if after.label.context
    ]
    assert leaned
    for before, after in leaned:
        assert before.label.themes == ()
        assert han_characters(after.text) <= SHORT
        assert after.kind != "byline"


def test_bylines_abstain_and_keep_their_scores(model):
    (byline,) = (item for item in label_page("志愿者在河边捡拾垃圾。\n◎ 闻芷\n", model) if item.kind == "byline")
    assert (byline.label.theme, byline.label.themes) == ("other", ())
    assert (byline.label.abstain, byline.label.reason) == (True, "byline")
    assert byline.label.scores == model.label(byline.text).scores
    assert byline.label.score == 1 - max(byline.label.scores.values())


def test_without_a_model_the_shipped_one_labels(model, monkeypatch):
    monkeypatch.setattr("newsclf.page.load", lambda: model)
    assert label_page("春运首日，车站加开列车。") == label_page("春运首日，车站加开列车。", model)


def test_a_labelled_segment_is_a_frozen_segment_with_a_label(model):
    (item,) = label_page("春运首日，车站加开列车。", model)
    assert isinstance(item, Segment)
    assert [field.name for field in fields(item)] == [*(field.name for field in fields(Segment)), "label"]
    assert item.lines == (1, 1)
    with pytest.raises(FrozenInstanceError):
        item.label = None


@settings(deadline=None, max_examples=60)
@given(page=st.lists(PIECES, max_size=20).map("".join))
def test_any_string_is_a_page(page, model):
    labelled = label_page(page, model)
    assert [_bare(item) for item in labelled] == segment(page)
    assert all((item.label.reason == "byline") == (item.kind == "byline") for item in labelled)


def _bare(item: LabelledSegment) -> Segment:
    return Segment(**{field.name: getattr(item, field.name) for field in fields(Segment)})
