from __future__ import annotations

import dataclasses

import numpy as np

from newsclf.usefulness import distances, diverse, ranks


def test_where_a_theme_must_be_named_the_best_two_tell_how_unsure_the_model_is(plain):
    far = distances(plain.rule, np.array([[0.9, 0.1, 0.1, 0.1], [0.5, 0.5, 0.1, 0.1], [0.3, 0.2, 0.3, 0.1]]))
    assert far.shape == (3, 4)
    assert far[1, :2].tolist() == [0, 0]
    assert far[2].min() == 0
    assert far[0].min() > 4


def test_distances_are_nought_at_the_thresholds(model):
    rule = dataclasses.replace(model.rule, answers_other=True)
    assert np.allclose(distances(rule, rule.thresholds[None]), 0)


def test_ranks_are_by_the_theme_of_which_a_text_is_nearest():
    order, themes = ranks(np.array([[3.0, 1.0], [1.0, 9.0], [2.0, 2.0]]), [b"a", b"b", b"c"])
    assert order.tolist() == [0, 1, 2]
    assert themes.tolist() == [1, 0, 0]
    tied, _ = ranks(np.zeros((3, 1)), [b"c", b"a", b"b"])
    assert tied.tolist() == [1, 2, 0]


def test_diverse_prefers_what_is_unlike_the_first():
    texts = ["河道清淤水变清"] * 3 + ["春运加开列车"] + ["河道清淤水变清"] * 30
    assert diverse(texts, 2) == [0, 3]
    assert sorted(diverse(texts[:5], 9)) == [0, 1, 2, 3, 4]
    assert diverse([], 3) == []
    assert diverse(["a。"], 3) == [0]
    assert diverse(["。", "，"], 3) == [0, 1]
