from __future__ import annotations

import io
import json

import pytest
from batches import CHUNK, Ear, look, make_broken, make_inputs, make_output, make_work

from newsclf.batch.backends import Crew
from newsclf.batch.streams import label_to_stream, label_to_summary
from newsclf.errors import RowError
from newsclf.io import chunks
from newsclf.report.summary import Summary

CREWS = pytest.mark.parametrize("crew", [Crew(), Crew(2)], ids=["alone", "two"])


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr("newsclf.batch.outputs.plan", lambda document: chunks.plan(document, CHUNK))


@CREWS
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_rows_come_out_once_each_in_order(tmp_path, crew, form):
    stream, ear = io.BytesIO(), Ear()
    documents = make_inputs(tmp_path)
    tally = label_to_stream(make_output("", *documents, form=form), make_work(), crew, stream, lambda rejects: None, ear)
    assert tally.rows == {"a.csv": 30, "empty.txt": 0, "b.jsonl": 20}
    assert sum(done.rows for done in ear.heard) == 50
    if form == "jsonl":
        rows = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert [row["id"] for row in rows] == [f"a.csv#{n}" for n in range(1, 31)] + [f"b.jsonl#{n}" for n in range(1, 21)]
        assert [row["lines"] for row in rows[:2]] == [[2, 2], [3, 3]]
    if form == "csv":
        assert stream.getvalue().startswith(b"n,text,id")
        assert stream.getvalue().count(b"\r\n") == 51


@CREWS
def test_rows_that_cannot_be_read_go_aside_in_order(tmp_path, crew):
    stream, heard = io.BytesIO(), []
    output = make_output("", make_broken(tmp_path))
    tally = label_to_stream(output, make_work(), crew, stream, heard.append, Ear())
    assert (tally.labelled, tally.rejected, tally.abstained) == (100, 2, 50)
    assert [json.loads(line)["lines"] for line in b"".join(heard).splitlines()] == [[52, 52], [103, 103]]


@CREWS
def test_nothing_is_written_before_the_first_row_is_known_to_be_right(tmp_path, crew, monkeypatch):
    (tmp_path / "bad.csv").write_text("text\na,b\n", encoding="utf-8")
    stream = io.BytesIO()
    output = make_output("", look(tmp_path / "bad.csv"), form="csv")
    with pytest.raises(RowError):
        label_to_stream(output, make_work(strict=True), crew, stream, lambda rejects: None, Ear())
    assert stream.getvalue() == b""


def test_a_stream_of_no_rows_has_its_head(tmp_path):
    stream = io.BytesIO()
    output = make_output("", make_inputs(tmp_path)[1], form="csv")
    label_to_stream(output, make_work(), Crew(), stream, lambda rejects: None, Ear())
    assert stream.getvalue().startswith(b"id,source")


@CREWS
def test_for_a_summary_alone_no_rows_are_made_and_rejects_go_aside(tmp_path, crew):
    ear, aside = Ear(), []
    output = make_output("", make_broken(tmp_path))
    tally = label_to_summary(output, make_work(summary=True), crew, aside.append, ear)
    assert (tally.labelled, tally.rejected) == (100, 2)
    assert not any(done.text for done in ear.heard)
    summary = Summary.of(["bad.csv"])
    for done in ear.heard:
        summary.merge(Summary.read(done.summary, summary.order))
    assert (summary.total, summary.rejected) == (100, 2)
    assert b"".join(aside).count(b"\n") == 2
