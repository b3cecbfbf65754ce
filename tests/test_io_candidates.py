from __future__ import annotations

import pytest

from newsclf.errors import ColumnError
from newsclf.io.candidates import Candidate, read_candidates
from newsclf.io.tables import Reject


def test_rows_keep_their_ids_lines_and_columns(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,正文,栏目\nx1,"河水\n清了",要闻\n,列车,\n', encoding="utf-8")
    source = str(path)
    assert list(read_candidates([source])) == [
        Candidate("x1", source, 2, "河水\n清了", {"栏目": "要闻"}),
        Candidate(f"{source}#2", source, 4, "列车", {"栏目": ""}),
    ]


def test_lines_of_text_files_and_segments_of_pages(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("候鸟回到湿地\n\n列车加开\r\n".encode("gb18030"))
    assert [(one.line, one.text, one.id[-2:]) for one in read_candidates([str(path)])] == [
        (1, "候鸟回到湿地", "#1"),
        (3, "列车加开", "#3"),
    ]
    assert [one.line for one in read_candidates([str(path)], what="page")] == [1]


def test_what_cannot_be_read_stands_in_its_place(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "河水"}\n{\n{"text": "列车", "id": 0}\n', encoding="utf-8")
    first, (source, reject), last = read_candidates([str(tmp_path)])
    assert isinstance(reject, Reject)
    assert (source, reject.lines) == (str(path), (2, 2))
    assert (first.text, last.text, last.id) == ("河水", "列车", "0")


def test_a_column_that_is_not_there(tmp_path):
    (tmp_path / "a.csv").write_text("标题\n河水\n", encoding="utf-8")
    with pytest.raises(ColumnError):
        list(read_candidates([str(tmp_path / "a.csv")]))
    assert [one.text for one in read_candidates([str(tmp_path / "a.csv")], "标题")] == ["河水"]
