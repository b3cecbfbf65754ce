from __future__ import annotations

import pytest

from newsclf.errors import ColumnError, MissingFileError, RowError
from newsclf.io.labelled import Columns
from newsclf.io.unlabelled import read_some_labels, read_unlabelled


def test_rows_lines_and_folders_are_read(tmp_path):
    (tmp_path / "a.csv").write_text("正文,栏目\n河水,x\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "列车"}\n', encoding="utf-8")
    (tmp_path / "c.txt").write_bytes("候鸟\n湿地\r\n".encode("gb18030"))
    assert list(read_unlabelled([str(tmp_path)])) == ["河水", "列车", "候鸟", "湿地"]


def test_a_column_by_name(tmp_path):
    (tmp_path / "a.csv").write_text("标题,text\n河水,y\n", encoding="utf-8")
    assert list(read_unlabelled([str(tmp_path / "a.csv")], "标题")) == ["河水"]
    with pytest.raises(ColumnError):
        list(read_unlabelled([str(tmp_path / "a.csv")], "摘要"))


def test_what_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(MissingFileError):
        list(read_unlabelled([str(tmp_path / "nowhere.txt")]))
    (tmp_path / "bad.jsonl").write_text('{"text": "a"}\n{', encoding="utf-8")
    with pytest.raises(RowError):
        list(read_unlabelled([str(tmp_path / "bad.jsonl")]))


def test_labels_of_those_who_have_some(tmp_path):
    (tmp_path / "a.csv").write_text("text,theme\n河水,生态\n列车,\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "候鸟", "label": ["生态", "x"]}\n{"text": "湿地", "label": []}\n', encoding="utf-8"
    )
    (tmp_path / "c.csv").write_text("text\n山\n", encoding="utf-8")
    found = list(read_some_labels([str(tmp_path / name) for name in ("a.csv", "b.jsonl", "c.csv")], Columns()))
    assert found == [("河水", "生态"), ("列车", None), ("候鸟", "生态"), ("湿地", None), ("山", None)]
    with pytest.raises(ColumnError):
        list(read_some_labels([str(tmp_path / "c.csv")], Columns(label="标签")))
