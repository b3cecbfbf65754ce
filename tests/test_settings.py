from __future__ import annotations

import numpy as np
import pytest

from newsclf import settings
from newsclf.settings import FIRST, OTHERS, first, plan
from newsclf.targets import read_targets

NAMES = tuple(FIRST)


def _data(sizes, characters=10):
    labels = [f"类{place}" for place, size in enumerate(sizes) for _ in range(size)]
    return ["河" * characters] * len(labels), read_targets(labels)


@pytest.mark.parametrize("sizes", [(3,) * 40, (20, 20), (2,) * 50 + (60,)])
def test_of_too_few_texts_nothing_is_tried(sizes):
    assert plan(*_data(sizes), "standard", NAMES, 0).others == {}


def test_quick_tries_nothing_however_many_texts():
    planned = plan(*_data((500, 500)), "quick", NAMES, 0)
    assert (planned.others, planned.work) == ({}, 0)


def test_only_what_is_free_is_tried():
    assert list(plan(*_data((50, 50)), "standard", ["C", "idf"], 0).others) == ["C", "idf"]


def test_more_effort_tries_all_that_less_does():
    for name, values in OTHERS["standard"].items():
        assert {*values, FIRST[name], first(1)[name]} <= {*OTHERS["thorough"][name], FIRST[name], first(1)[name]}


@pytest.mark.parametrize(("characters", "most"), [(10, 3_050), (1_000, 450)])
def test_of_many_or_long_texts_a_sample_is_tried_with_enough_of_every_class(characters, most):
    texts, targets = _data((9_000, 30), characters)
    planned = plan(texts, targets, "standard", NAMES, 0)
    assert len(planned.rows) <= most
    assert (targets.indicator[planned.rows].sum(axis=0) >= 8).all()
    assert (np.diff(planned.rows) > 0).all()
    assert "min_df" not in planned.others  # how often a term occurs hangs on the number of texts


def test_of_many_classes_fewer_texts_are_tried(monkeypatch):
    monkeypatch.setattr(settings, "_CELLS", {"standard": 1_000})
    assert len(plan(*_data((50,) * 10), "standard", NAMES, 0).rows) <= 180


def test_few_texts_lean_more_on_words_known_from_elsewhere():
    assert first(100)["vectors_weight"] > first(10_000)["vectors_weight"] > first(50_001)["vectors_weight"] == 0


def test_of_very_many_texts_no_sample_judges_what_only_few_texts_need():
    assert "vectors_weight" not in plan(*_data((30_000, 20_001)), "standard", NAMES, 0).others
