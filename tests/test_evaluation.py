from __future__ import annotations

import json

import numpy as np
import pytest

import newsclf
from newsclf.evaluation import evaluate
from newsclf.metrics import report

TEXTS = ["志愿者清理河道垃圾。", "春运首日，车站加开临客。", "会议听取了工作汇报。", "！", "志愿者在车站引导返乡旅客。"]
LABELS = [["volunteering", "ecology"], ["spring_travel"], [], ["livelihood"], ["spring_travel", "volunteering"]]


def by_records(model, texts, labels):
    """The same by way of label records."""
    found = model.label_many(texts)
    truth = [chosen[0] if chosen else "other" for chosen in labels]
    had = np.array([[theme in chosen for theme in model.themes] for chosen in labels])
    named = np.array([[theme in label.themes for theme in model.themes] for label in found])
    probabilities = np.array([list(label.scores.values()) for label in found])
    return report(truth, [label.theme for label in found], model.themes, had, named, probabilities)


def test_figures_are_those_of_the_label_records():
    model = newsclf.load()
    metrics, expected = evaluate(model, TEXTS, LABELS), by_records(model, TEXTS, LABELS).as_dict()
    assert metrics.pop("calibration_error") == pytest.approx(expected.pop("calibration_error"), abs=1e-6)
    assert metrics.pop("model") == model.name
    assert set(metrics.pop("interval")) == {"macro_f1", "accuracy", "sets_macro_f1", "per_theme", "sets_per_theme"}
    assert (metrics.pop("by"), metrics.pop("curves")["coverage"]["coverage"][-1]) == ({}, 1.0)
    assert metrics == expected
    assert metrics["n"] == 5


def test_metrics_are_json():
    metrics = evaluate(newsclf.load(), TEXTS, LABELS)
    assert json.loads(json.dumps(metrics)) == metrics


def test_one_label_for_each_text_and_collections_of_one_are_the_same():
    model, labels = newsclf.load(), ["volunteering", "spring_travel", "other", "other", "spring_travel"]
    sets = [[label] for label in labels]
    assert evaluate(model, TEXTS, labels) == evaluate(model, TEXTS, sets)
    assert evaluate(model, TEXTS, labels)["sets"]["cardinality"]["truth"] == 0.6


def test_labels_that_the_model_does_not_know_are_missed():
    metrics = evaluate(newsclf.load(), TEXTS[:2], [["体育"], ["spring_travel", "体育"]])
    assert metrics["per_theme"]["体育"]["support"] == 1
    assert metrics["sets"]["per_theme"]["体育"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 2}
    assert metrics["sets"]["exact"] == 0.0
    assert "体育" not in metrics["calibration_error"]


def test_other_that_no_text_has_is_no_part_of_the_macro_average():
    metrics = evaluate(newsclf.load(), [*TEXTS[:2], "会议听取了工作汇报。"], ["volunteering", "spring_travel", "spring_travel"])
    assert metrics["per_theme"]["other"]["support"] == 0
    assert metrics["macro_f1"] == pytest.approx((1 + 2 / 3) / 2)
    low, high = metrics["interval"]["macro_f1"]
    assert low <= metrics["macro_f1"] <= high


def test_intervals_hold_their_figures_and_are_wider_over_groups(corpus):
    rows = corpus[500:800]
    texts, themes = [row["text"] for row in rows], [row["theme"] for row in rows]
    metrics = evaluate(newsclf.load(), texts, themes)
    wrong = [theme if number % 30 else "livelihood" for number, theme in enumerate(themes)]
    for name in ("macro_f1", "accuracy"):
        low, high = metrics["interval"][name]
        assert low <= metrics[name] <= high < low + 0.2
    low, high = metrics["interval"]["sets_macro_f1"]
    assert low <= metrics["sets"]["macro_f1"] <= high
    clustered = ["volunteering"] * 60 + wrong[60:]
    alone, grouped = (
        evaluate(newsclf.load(), texts, clustered, groups)["interval"] for groups in (None, [n // 60 for n in range(300)])
    )
    assert np.diff(grouped["accuracy"])[0] > np.diff(alone["accuracy"])[0]
    assert evaluate(newsclf.load(), texts, clustered, [n // 60 for n in range(300)])["interval"] == grouped


def test_no_texts_give_zeros():
    metrics = evaluate(newsclf.load(), [], [])
    assert (metrics["n"], metrics["macro_f1"], metrics["interval"]["accuracy"]) == (0, 0.0, [0.0, 0.0])


def test_no_record_is_made_for_a_text(monkeypatch):
    model, expected = newsclf.load(), evaluate(newsclf.load(), TEXTS, LABELS)
    monkeypatch.setattr("newsclf.decisions.Label", None)
    with pytest.raises(TypeError):
        model.label_many(TEXTS)
    assert evaluate(model, TEXTS, LABELS) == expected
