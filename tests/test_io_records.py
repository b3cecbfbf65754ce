from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsclf
from newsclf.errors import OutputError
from newsclf.io.records import csv_text, json_line, page_record, row_record, segment_record, text_record, write_text
from newsclf.io.tables import Row, read_rows
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


@pytest.fixture
def row():
    def make(**cells: object) -> Row:
        return Row(cells, (2, 2))

    return make


def cells_of(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


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


# --- a table's rows ------------------------------------------------------------------------------------------------------


def test_own_columns_come_first_and_unchanged_and_ours_after(row):
    record = row_record(row(编号="x1", 日期="2024"), {"id": "a#1", "theme": "生态", "text": "水"})
    assert list(record.items()) == [("编号", "x1"), ("日期", "2024"), ("id", "a#1"), ("theme", "生态"), ("text", "水")]


def test_a_taken_name_gives_ours_the_prefix(row):
    record = row_record(row(theme="民生", score="高"), {"theme": "生态", "score": 0.9, "model": "m"})
    assert record == {"theme": "民生", "score": "高", "newsclf_theme": "生态", "newsclf_score": 0.9, "model": "m"}


def test_an_inputs_id_and_text_serve_as_ours(row):
    record = row_record(row(text="水\n清", id=17), {"id": "a#1", "text": "水清", "theme": "生态"})
    assert list(record.items()) == [("text", "水\n清"), ("id", 17), ("theme", "生态")]


def test_every_field_of_ours_is_there_under_one_name_or_the_other(row, label):
    ours = text_record(1, "水", label(), "a.csv", "m", (2, 2))
    record = row_record(row(**dict.fromkeys(FIELDS, "theirs")), ours)
    assert all(record[name] == "theirs" for name in FIELDS)
    assert {name: record[f"newsclf_{name}"] for name in ours if name not in ("id", "text")} == {
        name: value for name, value in ours.items() if name not in ("id", "text")
    }


@given(names=st.lists(st.sampled_from([*FIELDS, "正文", "标签", ""]), unique=True))
@laws
def test_no_own_column_is_moved_or_changed(names):
    cells = {name: f"own {name}" for name in names}
    record = row_record(Row(cells, (2, 2)), dict.fromkeys(FIELDS, "ours"))
    assert list(record.items())[: len(names)] == list(cells.items())
    assert len(record) == len(names) + len(FIELDS) - len({"id", "text"} & set(names))


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


# --- CSV -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", "\t"])
@pytest.mark.parametrize(
    "text", ["", "水", "一,二", "一\t二", '他说"好"', "一\n二", "一\r\n二", " 水 ", "1;2", "'", "\u2028", "'=1+1"]
)
def test_csv_text_reads_back_through_the_csv_module(text, separator):
    table = csv_text([{"正文": text, "n,\t": "x"}, {"正文": "尾", "n,\t": text}], separator)
    assert cells_of(table, separator) == [["正文", "n,\t"], [text, "x"], ["尾", text]]


def test_lists_dictionaries_and_truths_are_json_and_none_is_empty():
    table = csv_text([{"themes": ["生态"], "scores": {"生态": 0.5}, "abstain": False, "reason": None, "n": 3, "score": 0.125}])
    assert cells_of(table)[1] == ['["生态"]', '{"生态": 0.5}', "false", "", "3", "0.125"]


def test_columns_are_those_of_all_rows_and_missing_cells_are_empty():
    assert cells_of(csv_text([{"a": 1}, {"b": 2, "a": 3}, {}])) == [["a", "b"], ["1", ""], ["3", "2"], ["", ""]]


def test_a_single_empty_cell_is_still_a_row():
    assert [item.cells for item in read_rows(csv_text([{"text": ""}, {"text": "水"}]), "a.csv")] == [{"text": ""}, {"text": "水"}]


def test_our_csv_reads_back_as_our_rows(label):
    ours = [text_record(n, "一\n“二”,三", label(), "a.txt", "m", (n, n)) for n in (1, 2)]
    rows = read_rows(csv_text(ours), "out.csv")
    assert [list(item.cells) for item in rows] == [FIELDS, FIELDS]
    assert [(item.cells["text"], json.loads(item.cells["scores"])) for item in rows] == [("一\n“二”,三", label().scores)] * 2


# --- files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "水\r\n清\n", "\ufeff水", "水\ud800"])
def test_what_is_written_is_written_byte_for_byte_and_nothing_else(tmp_path, text):
    write_text(str(tmp_path / "结果.jsonl"), text)
    assert (tmp_path / "结果.jsonl").read_bytes() == text.encode("utf-8", "surrogatepass")
    assert [path.name for path in tmp_path.iterdir()] == ["结果.jsonl"]


def test_an_old_file_is_replaced(tmp_path):
    (tmp_path / "out.csv").write_text("old and longer", encoding="utf-8")
    write_text(str(tmp_path / "out.csv"), "new")
    assert (tmp_path / "out.csv").read_text("utf-8") == "new"


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path):
    target = str(tmp_path / "没有" / "out.csv")
    with pytest.raises(OutputError) as caught:
        write_text(target, "水")
    assert (caught.value.target, caught.value.reason) == (target, "no such file or folder")


def test_a_folder_in_the_files_place_is_an_output_error_and_leaves_nothing(tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(OutputError) as caught:
        write_text(str(tmp_path / "out.csv"), "水")
    assert (caught.value.target, caught.value.reason) == (str(tmp_path / "out.csv"), "it is a folder")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_records_of_the_example_page_can_all_be_written():
    records = [segment_record(item) for item in newsclf.segment(newsclf.example_page())]
    assert [json.loads(json_line(record)) for record in records] == records
    assert len(cells_of(csv_text(records))) == len(records) + 1


@pytest.mark.parametrize("target", ["", ".", "/"])
def test_a_name_that_no_file_can_have_is_an_output_error(target):
    with pytest.raises(OutputError) as caught:
        write_text(target, "水")
    assert caught.value.target == target


@pytest.mark.parametrize("name", ["file.txt/out.csv", "a" * 300, "a\0b"])
def test_an_impossible_place_is_an_output_error(tmp_path, name):
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    target = str(tmp_path / name)
    with pytest.raises(OutputError) as caught:
        write_text(target, "水")
    assert caught.value.target == target


CELL = st.text(st.sampled_from('河,\t"\n\r ') | st.characters(exclude_categories=["Cs"]), max_size=8)


@given(cells=st.lists(st.tuples(CELL, CELL), max_size=5), separator=st.sampled_from([",", "\t"]))
@laws
def test_any_cells_read_back_through_the_csv_module(cells, separator):
    table = csv_text([{"id": "", "正文": ""}, *({"id": a, "正文": b} for a, b in cells)], separator)
    assert cells_of(table, separator) == [["id", "正文"], ["", ""], *map(list, cells)]


def test_labelling_our_own_output_again_changes_no_column(row):
    once = row_record(row(theme="民生"), {"theme": "生态"})
    again = row_record(row(**once), {"theme": "春运"})
    assert {name: again[name] for name in once} == once


def test_the_longest_name_that_a_file_can_have_is_written(tmp_path):
    target = tmp_path / ("a" * 255)
    write_text(str(target), "水")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_link_is_followed_and_a_mode_kept(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("旧", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    write_text(str(link), "新")
    assert link.is_symlink()
    assert (real.read_text("utf-8"), real.stat().st_mode & 0o777) == ("新", 0o600)


def test_a_device_is_written_to_and_stays_one():
    write_text("/dev/null", "水")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputError) as caught:
        write_text("/dev/full", "水")
    assert caught.value.reason == "no space left"
    assert Path("/dev/full").is_char_device()


def test_a_name_taken_by_another_row_of_the_output_is_taken(row):
    merged = row_record(row(text="水"), {"text": "水", "theme": "生态"}, taken={"text", "theme"})
    assert merged == {"text": "水", "newsclf_theme": "生态"}
