from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import numpy as np
import pytest

from newsclf.drift import MOST_WORDS, compared, drift
from newsclf.drift_counts import Side


@pytest.fixture(scope="module")
def texts(corpus):
    return [row["text"] for row in corpus]


@pytest.fixture(scope="module")
def shifted(corpus):
    """Old texts as they come, new ones in which Spring Festival travel is everywhere."""
    travel = [row["text"] for row in corpus if row["theme"] == "spring_travel"]
    others = [row["text"] for row in corpus if row["theme"] != "spring_travel"]
    return others[:600], [*others[600:800], *travel[:400]]


@pytest.fixture(scope="module")
def found(model, shifted):
    return drift(model, *shifted)


def test_two_samples_of_the_same_texts_raise_no_alarm(model, texts):
    alarms = 0
    for seed in range(8):
        some = np.random.default_rng(seed).permutation(len(texts))[:800]
        alarms += bool(drift(model, [texts[place] for place in some[:400]], [texts[place] for place in some[400:]]).moved)
    assert alarms <= 1


def test_a_theme_that_came_up_raises_one(found):
    assert {"spring_travel", "words"} <= set(found.moved)
    (change,) = [one for one in found.shares if one.name == "spring_travel"]
    assert change.new.share > change.old.share + 0.15
    assert change.low < change.difference < change.high
    assert change.p < 0.001
    assert {one.word for one in found.risen} & {"春运", "旅客", "列车", "返程", "返乡"}
    assert all(one.new > one.old and one.z > 0 for one in found.risen)
    assert all(one.new < one.old and one.z < 0 for one in found.fallen)
    assert found.with_risen[1] > found.with_risen[0] + 0.05
    assert found.words_moved >= len(found.risen) <= MOST_WORDS


def test_the_other_way_round_words_fall_that_rose(model, shifted, found):
    back = drift(model, *shifted[::-1])
    assert [one.word for one in back.fallen] == [one.word for one in found.risen]
    assert [one.z for one in back.fallen] == pytest.approx([-one.z for one in found.risen])


def test_texts_that_the_model_does_not_know_raise_one(model, texts):
    found = drift(model, texts[:200], ["No Chinese at all here.", *texts[200:300], *["…"] * 60])
    assert "abstain" in found.moved
    assert found.texts == (200, 161)


def test_texts_of_another_sort_are_less_known_and_less_sure(model, texts):
    poems = [f"{text[::-1]}" for text in texts[:300]]
    found = drift(model, texts[300:600], poems)
    assert found.unknown[1] > found.unknown[0] + 0.1
    assert 0 < drift(model, texts[:300], texts[300:600]).unseen < 1


def test_months_take_both_sides_together_and_unread_dates_are_counted(model, texts):
    days = [date(2024, 1, 31), date(2024, 2, 1), None]
    found = drift(model, texts[:3], texts[3:6], old_dates=days, new_dates=[date(2024, 2, 28), date(2023, 12, 5), None])
    assert [(one.month, one.texts) for one in found.months] == [("2023-12", 1), ("2024-01", 1), ("2024-02", 2)]
    assert found.undated == (1, 1)
    assert set(found.months[0].shares) == {*model.themes, "other", "abstain"}


def test_all_of_it_can_be_written_as_json(found):
    assert json.loads(json.dumps(asdict(found)))["moved"] == found.moved


def test_a_side_may_be_counted_in_parts(model, texts):
    words: dict[str, int] = {}
    whole, parts, other = (Side(model, words) for _ in range(3))
    whole.add(texts[:60])
    parts.add(texts[:10])
    parts.add(texts[10:60])
    other.add(texts[60:90])
    assert compared(whole, other) == compared(parts, other)


def test_without_texts_nothing_can_be_compared(model):
    with pytest.raises(ValueError, match="old texts and new ones"):
        drift(model, [], ["河水"])


def test_where_the_model_never_answers_there_is_no_confidence_to_compare(model):
    found = drift(model, ["", "x"], ["河水清了，候鸟回到湿地。"] * 4)
    assert found.confidence.p == 1.0
    assert not found.confidence.moved
