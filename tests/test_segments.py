from __future__ import annotations

import json
import pickle
from dataclasses import FrozenInstanceError, asdict, fields
from typing import get_args

import pytest

from newsclf import Label, Segment
from newsclf.segments import Kind, Reason

SEGMENT = Segment(1, "body", 1, (1, 2), 0, 9, "河水清了。")
LABEL = Label("生态", 0.9, ("生态",), {"生态": 0.9, "民生": 0.1})


def test_a_segment_has_the_fields_of_its_record_in_order():
    assert [field.name for field in fields(Segment)] == ["segment", "kind", "article", "lines", "start", "end", "text"]


def test_a_label_has_the_fields_of_its_record_in_order():
    assert [field.name for field in fields(Label)] == ["theme", "score", "themes", "scores", "abstain", "reason", "context"]


def test_a_label_does_not_abstain_unless_told():
    assert LABEL.abstain is False
    assert LABEL.reason is None


@pytest.mark.parametrize(("record", "field"), [(SEGMENT, "text"), (LABEL, "theme")])
def test_records_are_frozen(record, field):
    with pytest.raises(FrozenInstanceError):
        setattr(record, field, "x")
    assert asdict(record)[field] != "x"


@pytest.mark.parametrize("record", [SEGMENT, LABEL])
def test_records_are_equal_by_value_and_survive_pickle(record):
    assert pickle.loads(pickle.dumps(record)) == record


@pytest.mark.parametrize("record", [SEGMENT, LABEL])
def test_records_are_json_values(record):
    restored = json.loads(json.dumps(asdict(record), ensure_ascii=False))
    assert restored == json.loads(json.dumps(asdict(record)))
    assert list(restored) == [field.name for field in fields(record)]


def test_kinds_and_reasons_are_those_of_the_contract():
    assert set(get_args(Kind)) == {"heading", "byline", "caption", "body"}
    assert set(get_args(Reason)) == {"too short", "not Chinese", "unknown words", "byline"}
