from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.errors import OutputError, UnknownFormError
from newsclf.io.labelled import Columns, Spot, read_labelled
from newsclf.io.worksheets import armed, column_names, form_of, write_rows

ROWS = [{"text": "=河水", "n": 1, "list": ["a", "b"]}, {"text": "'=x", "n": None}, {"text": 'a"b\nc\0'}]


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(tmp_path):
    path = tmp_path / "a.csv"
    write_rows(str(path), ["text", "n", "list"], ROWS)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbftext,n,list\r\n")
    _, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert rows == [["'=河水", "1", '["a", "b"]'], ["''=x", "", ""], ['a"b\nc\u2400', "", ""]]


def test_json_lines_hold_values_as_they_are(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    write_rows(str(path), ["text"], ROWS)
    assert [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()] == ROWS


@pytest.mark.parametrize("target", ["a.xlsx", "a.parquet", "a", "a.pdf"])
def test_other_forms_are_refused(target):
    with pytest.raises(UnknownFormError) as caught:
        form_of(target)
    assert caught.value.target == target
    assert ".csv, .tsv, .jsonl" in str(caught.value)


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(OutputError):
        write_rows(str(tmp_path / "nowhere" / "a.csv"), ["text"], [])


def test_columns_of_the_user_give_way():
    assert column_names(["id2", "text", " text", "input_text"], ["text"]) == {
        "id2": "id2",
        "text": "input_text",
        " text": "input_ text",
        "input_text": "input_input_text",
    }


@given(st.text(st.sampled_from("'=＝-+@ a河\t1")))
@settings(max_examples=100, deadline=None)
def test_what_was_made_harmless_comes_back(tmp_path_factory, cell):
    path = tmp_path_factory.getbasetemp() / "cells.csv"
    write_rows(str(path), ["text", "id"], [{"text": cell, "id": "x"}])
    _, (written, _) = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    assert armed(written) == cell


def test_an_empty_label_of_a_worksheet_is_no_label_and_of_another_table_no_theme(tmp_path):
    (tmp_path / "a.csv").write_text("id,text,theme,suggested\n7,河水,生态,x\n8,列车, ,x\n9,会议,other,x\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("text,theme\n河水,生态\n列车,\n", encoding="utf-8")
    sheet = str(tmp_path / "a.csv")
    found = read_labelled([sheet], Columns(spots=True))
    assert (found.labels, found.unlabelled) == (["生态", "other"], {sheet: 1})
    assert found.spots == [Spot(sheet, 2, "7"), Spot(sheet, 4, "9")]
    assert read_labelled([str(tmp_path / "b.csv")], Columns()).labels == ["生态", "other"]


def test_in_worksheets_of_several_labels_an_empty_list_is_no_theme(tmp_path):
    rows = [{"text": "甲", "themes": ["a", "b"]}, {"text": "乙", "themes": []}, {"text": "丙", "themes": None}]
    rows += [{"text": "丁", "themes": ""}]
    for name in ("a.csv", "a.jsonl"):
        write_rows(str(tmp_path / name), ["text", "themes", "suggested"], [{**row, "suggested": ""} for row in rows])
        found = read_labelled([str(tmp_path / name)], Columns())
        assert (found.texts, found.labels) == (["甲", "乙"], [["a", "b"], []])
