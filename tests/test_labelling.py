"""What `training.labelling` measures, in the small."""

import pytest

from training.labelled import own_paragraphs
from training.labelling import STEP, WAYS, audited, rounds


@pytest.fixture(scope="module")
def rows():
    return own_paragraphs()


@pytest.mark.parametrize("way", WAYS)
def test_each_way_chooses_texts_that_are_left(rows, way):
    found = rounds(rows[:600], rows[600:900], WAYS[way], start=40, step=STEP, number=1)
    assert [one["labels"] for one in found] == [40, 40 + STEP]
    assert all(0 < one["macro_f1"] <= 1 for one in found)


def test_suggested_labels_make_a_model_better_than_labels_by_chance(rows):
    suggested, chance = (rounds(rows[:1500], rows[1500:2300], WAYS[way], number=3) for way in ("suggest", "chance"))
    assert suggested[0] == chance[0]
    assert suggested[-1]["macro_f1"] > chance[-1]["macro_f1"]
    assert suggested[-1]["macro_f1"] > suggested[0]["macro_f1"] + 0.2


def test_an_audit_finds_replaced_labels(rows):
    found = audited(rows[:600])
    assert found["quarter"] >= 0.7
    assert found["found"] >= 0.5
