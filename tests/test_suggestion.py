from __future__ import annotations

import numpy as np
import pytest

from newsclf.suggestion import suggest
from newsclf.usefulness import distances


@pytest.fixture(scope="module")
def texts(corpus):
    return [row["text"] for row in corpus[500:1400]]


def test_the_chosen_are_those_of_whose_themes_the_model_is_unsure(model, texts):
    found = suggest(model, texts, 20)
    assert len(found.chosen) == 20 == len({one.text for one in found.chosen})
    far = distances(model.rule, model.predict_proba([one.text for one in found.chosen]))
    everyone = distances(model.rule, model.predict_proba(texts))
    assert np.median(far.min(axis=1)) < np.quantile(everyone.min(axis=1), 0.1)
    assert all(one.label.scores[one.theme] == one.probability for one in found.chosen)
    assert {one.threshold for one in found.chosen} <= set(model.rule.thresholds.tolist())


def test_all_themes_have_their_turns(model, texts):
    chosen = suggest(model, texts, 40).chosen
    turns = [sum(one.theme == theme for one in chosen) for theme in model.themes]
    assert min(turns) >= 5


def test_the_same_seed_chooses_the_same_whatever_the_order_of_texts(model, texts):
    first, again = (sorted(one.text for one in suggest(model, some, 15, seed=3).chosen) for some in (texts, texts[::-1]))
    assert first == again


def test_copies_near_copies_and_labelled_texts_are_left_out_and_counted(model, texts):
    some = texts[:200]
    near = [text.replace("。", "！") for text in some] + [text + "完" for text in some if len(text) > 60]
    found = suggest(model, some + near, 30, labelled=some[:50])
    assert found.texts == len(some) + len(near)
    assert found.labelled >= 100
    assert found.copies >= 150
    assert not {one.text for one in found.chosen} & set(some[:50])
    bare = [one.text.removesuffix("完") for one in found.chosen]
    assert len(set(bare)) == len(bare)


def test_a_repeated_story_is_asked_once_though_its_wording_changes(model, texts):
    (useful,) = suggest(model, [text for text in texts if len(text) > 80], 1).chosen
    retold = [useful.text.replace("。", f"。{mark}") for mark in "甲乙丙丁"]
    found = suggest(model, texts + retold, 40)
    assert sum(one.text in (useful.text, *retold) for one in found.chosen) == 1
    assert found.near_copies >= 1


def test_what_cannot_be_judged_is_left_out_by_reason(model):
    found = suggest(model, ["", "短", "This is no Chinese text at all.", "志愿者清理河道垃圾，水清了。"], 5)
    assert found.left_out == {"too short": 2, "not Chinese": 1}
    assert [one.text for one in found.chosen] == ["志愿者清理河道垃圾，水清了。"]


def test_items_of_any_kind_come_back_as_they_were_given(model, texts):
    rows = [{"id": place, "text": text} for place, text in enumerate(texts[:50])]
    found = suggest(model, iter(rows), 4, text=lambda row: row["text"])
    assert all(one.item in rows and one.item["text"] == one.text for one in found.chosen)


def test_nothing_to_choose_from_is_no_error(model):
    assert suggest(model, [], 3).chosen == []
    with pytest.raises(ValueError, match="number must be 1 or more"):
        suggest(model, [], 0)


def test_no_more_are_kept_than_are_chosen_among(model, texts, monkeypatch):
    at_once = [one.text for one in suggest(model, texts, 10).chosen]
    monkeypatch.setattr("newsclf.suggestion._AT_ONCE", 16)
    by_parts = [one.text for one in suggest(model, texts, 10).chosen]
    assert len(set(at_once) & set(by_parts)) >= 8


def test_a_model_that_must_name_a_theme_has_suggestions_too(plain):
    found = suggest(plain, ["志愿者在车站帮返乡旅客搬行李", "河道清淤后水质变好"], 2)
    assert len(found.chosen) == 2
