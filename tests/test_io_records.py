from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import read_rows

import newsclf
from newsclf.io.records import json_line, page_record, segment_record, text_record
from newsclf.page import LabelledSegment
from newsclf.segments import Label, Segment

laws = settings(deadline=None, max_examples=100)

FIELDS = [
    *["id", "source", "segment", "kind", "article", "lines", "text", "theme", "score"],
    *["themes", "scores", "abstain", "reason", "context", "model"],
]


@pytest.fixture
def segment():
    def make(**changes: object) -> Segment:
        return Segment(
            **{"segment": 3, "kind": "body", "article": 2, "lines": (5, 7), "start": 10, "end": 14, "text": "水清", **changes}
        )

    return make


@pytest.fixture
def label():
    def make(**changes: object) -> Label:
        facts = {"theme": "生态", "score": 0.75, "themes": ("生态", "民生"), "scores": {"生态": 0.75, "民生": 0.5}}
        return Label(**{**facts, **changes})

    return make


# --- records -------------------------------------------------------------------------------------------------------------


def test_segment_record_holds_every_field_and_can_be_json(segment):
    record = segment_record(segment())
    assert list(record) == ["segment", "kind", "article", "lines", "start", "end", "text"]
    assert json.loads(json_line(record)) == {**asdict(segment()), "lines": [5, 7]}


def test_page_record_has_the_fields_of_the_contract_in_their_order(segment, label):
    record = page_record(LabelledSegment(**asdict(segment()), label=label()), "版面.txt", "themes-zh@1")
    assert list(record) == FIELDS
    assert (record["id"], record["source"], record["segment"]) == ("版面.txt#3", "版面.txt", 3)
    assert (record["kind"], record["article"], record["lines"]) == ("body", 2, [5, 7])
    assert (record["theme"], record["score"], record["themes"]) == ("生态", 0.75, ["生态", "民生"])
    assert (record["reason"], record["context"], record["model"]) == (None, False, "themes-zh@1")


def test_text_record_has_the_same_fields_and_no_article(label):
    record = text_record(7, "", label(themes=(), abstain=True, reason="too short"), "-", "m", (7, 9))
    assert list(record) == FIELDS
    assert (record["id"], record["kind"], record["article"], record["lines"]) == ("-#7", "body", None, [7, 9])
    assert (record["themes"], record["abstain"], record["reason"]) == ([], True, "too short")


# --- JSON lines ----------------------------------------------------------------------------------------------------------


def test_json_line_is_one_line_in_readable_chinese():
    assert json_line({"主题": "生态", "text": "一\n二\r\u2028"}) == '{"主题": "生态", "text": "一\\n二\\r\u2028"}\n'


def test_a_lone_surrogate_goes_out_as_the_escape_it_came_in_as():
    line = json_line({"text": "水\ud800", "\udfff": 1})
    line.encode("utf-8")
    assert "\\ud800" in line
    assert json.loads(line) == {"text": "水\ud800", "\udfff": 1}


@given(record=st.dictionaries(st.text(max_size=5), st.text(st.characters(exclude_categories=[]), max_size=20), max_size=4))
@laws
def test_any_json_line_can_be_written_and_reads_back_as_one_row(record):
    line = json_line(record)
    line.encode("utf-8")
    assert [item.cells for item in read_rows(line, "a.jsonl")] == [record]


def test_records_of_the_example_page_can_all_be_written():
    records = [segment_record(item) for item in newsclf.segment(newsclf.example_page())]
    assert [json.loads(json_line(record)) for record in records] == records
