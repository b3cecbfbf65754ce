from __future__ import annotations

import numpy as np
import pytest

from newsclf.context import SHARE, SHORT, lean
from newsclf.decisions import Rule

LONG = "春运首日，车站加开列车。" * 5
RULE = Rule(("a", "b"), np.ones(2), np.zeros(2), np.array([0.4, 0.4]), True)


def leaning(rows, articles, texts, judged=None):
    judged = np.ones(len(rows), bool) if judged is None else np.array(judged)
    return lean(RULE, np.array(rows, dtype=float), texts, articles, judged)


def test_a_short_segment_without_a_theme_takes_half_its_log_odds_from_its_article():
    result, leaned = leaning([[0.9, 0.1], [0.3, 0.1]], [1, 1], [LONG, "回家"])
    assert leaned.tolist() == [False, True]
    odds = [(1 - SHARE) * np.log(0.3 / 0.7) + SHARE * np.log(9), (1 - SHARE) * np.log(1 / 9) + SHARE * np.log(1 / 9)]
    assert result[1] == pytest.approx(1 / (1 + np.exp(-np.array(odds))))
    assert result[0].tolist() == [0.9, 0.1]


def test_an_article_is_the_mean_of_its_standing_segments():
    result, _ = leaning([[0.9, 0.1], [0.5, 0.1], [0.3, 0.1], [0.99, 0.1]], [1, 1, 1, 2], [LONG, LONG, "回家", LONG])
    mean = (np.log(9) + 0) / 2
    assert result[2, 0] == pytest.approx(1 / (1 + np.exp(-(0.5 * np.log(0.3 / 0.7) + 0.5 * mean))))


@pytest.mark.parametrize(
    ("rows", "articles", "texts", "judged", "why"),
    [
        ([[0.9, 0.1], [0.4, 0.1]], [1, 1], [LONG, "回家"], None, "it has a theme of its own"),
        ([[0.9, 0.1], [0.3, 0.1]], [1, 1], [LONG, "家" * (SHORT + 1)], None, "it is long enough"),
        ([[0.9, 0.1], [0.3, 0.1]], [1, 2], [LONG, "回家"], None, "its article has nothing else"),
        ([[0.9, 0.1], [0.3, 0.1]], [None, None], [LONG, "回家"], None, "it belongs to no article"),
        ([[0.9, 0.1], [0.3, 0.1]], [1, 1], ["车票", "回家"], None, "the other is short, too"),
        ([[0.9, 0.1], [0.3, 0.1]], [1, 1], [LONG, "回家"], [True, False], "the model abstains on it"),
        ([[0.9, 0.1], [0.3, 0.1]], [1, 1], [LONG, "回家"], [False, True], "the model abstains on the other"),
        ([], [], [], None, "there is none"),
    ],
)
def test_nothing_leans_where(rows, articles, texts, judged, why):
    before = np.array(rows, dtype=float).reshape(-1, 2)
    result, leaned = leaning(before, articles, texts, judged)
    assert not leaned.any(), why
    assert (result == before).all()


def test_probabilities_of_none_and_of_all_stay_finite():
    result, leaned = leaning([[1.0, 0.0], [0.0, 0.0]], [1, 1], [LONG, "回家"])
    assert leaned.tolist() == [False, True]
    assert np.isfinite(result).all()


def test_what_is_surely_something_else_stays_so():
    result, _ = leaning([[0.9, 0.1], [0.001, 0.1]], [1, 1], [LONG, "中国队三比一胜"])
    assert not RULE.accepted(result)[1].any()


def test_labels_of_texts_with_articles_say_whether_they_leaned(model):
    body = "春运首日，火车站加开旅客列车，返乡旅客持车票有序候车，车站增开售票窗口，广场搭起候车棚，民警彻夜值守。"
    texts = [body, "他说今年比去年好", body, "他说今年比去年好", "", None]
    labels = model.label_many(texts, ["一", "一", None, None, "一", "一"])
    assert [label.context for label in labels] == [False, True, False, False, False, False]
    assert labels[2:4] == model.label_many(texts[2:4])
    assert labels[1].scores != labels[3].scores
    for label in labels:
        above = {theme for theme, floor in zip(model.themes, model.rule.thresholds, strict=True) if label.scores[theme] >= floor}
        assert label.abstain or set(label.themes) == above


def test_every_text_needs_an_article(model):
    with pytest.raises(ValueError, match="an article for each of 2 texts, got 1"):
        model.label_many(["春运", "回家"], ["一"])
    assert model.label_many([], []) == []
