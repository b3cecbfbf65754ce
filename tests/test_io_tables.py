from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import columns_of, read_rows

from newsclf.errors import ColumnError, InputError, RowError
from newsclf.io.names import FileName
from newsclf.io.tables import LABEL_COLUMNS, TEXT_COLUMNS, Row, column_of, labels_of, text_of
from newsclf.text import MAX_CHARACTERS

laws = settings(deadline=None, max_examples=100)

CELL = st.text(
    st.sampled_from("河志愿,;\t\"'\n\r 1{}[]|") | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)


@pytest.fixture
def row():
    """A row of cells; a column's name in Chinese too."""

    def make(**cells: object) -> Row:
        return Row({{"正文列": "正文"}.get(name, name): value for name, value in cells.items()}, (2, 2))

    return make


# --- which files are tables ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["a.csv", "a.CSV", "目录/表.tsv", "a.jsonl", "a.b.ndjson"])
def test_extension_of_a_table(source):
    assert FileName.of(source).is_table


@pytest.mark.parametrize("source", ["-", "", "page.txt", "csv", ".csv", "a.csv/page", "a.csv.txt"])
def test_extension_of_no_table(source):
    assert not FileName.of(source).is_table


# --- dialects ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a.csv", "id,正文\n1,清理河道\n2,返乡\n"),
        ("a.csv", '"id","正文"\r\n"1","清理河道"\r\n"2","返乡"'),
        ("a.tsv", "id\t正文\n1\t清理河道\n2\t返乡\n"),
        ("-", "id,正文\r1,清理河道\r2,返乡\r"),
        ("a.txt", "id,正文\n1,清理河道\n2,返乡\n"),
        ("a.jsonl", '{"id": "1", "正文": "清理河道"}\n{"id": "2", "正文": "返乡"}\n'),
        ("a.NDJSON", '{"id": "1", "正文": "清理河道"}\r\n{"id": "2", "正文": "返乡"}'),
        ("-", ' {"id": "1", "正文": "清理河道"}\n{"id": "2", "正文": "返乡"}\n'),
    ],
)
def test_the_same_rows_in_every_dialect(source, text):
    assert [item.cells for item in read_rows(text, source)] == [{"id": "1", "正文": "清理河道"}, {"id": "2", "正文": "返乡"}]


def test_comma_in_a_tsv_and_tab_in_a_csv_are_text():
    assert read_rows("text\n一,二\n", "a.tsv")[0].cells == {"text": "一,二"}
    assert read_rows("text\n一\t二\n", "a.csv")[0].cells == {"text": "一\t二"}


def test_a_csv_that_begins_with_a_brace_is_a_csv():
    assert read_rows("{a},b\n1,2\n", "a.csv")[0].cells == {"{a}": "1", "b": "2"}


def test_json_values_stay_what_they_are():
    cells = {"text": "水", "n": 1, "x": None, "tags": ["a", {"b": 2.5}], "ok": True, "": "empty name"}
    assert read_rows(json.dumps(cells), "a.jsonl")[0].cells == cells


def test_json_text_may_hold_a_lone_surrogate_and_unicode_line_separators():
    text = '{"text": "水\\ud800"}\n{"text": "一\u2028二\x85三"}\n'
    assert [item.cells["text"] for item in read_rows(text, "a.jsonl")] == ["水\ud800", "一\u2028二\x85三"]


def test_missing_cells_are_empty_and_names_stay():
    assert read_rows(" id , text,theme\n1,水\n", "a.csv")[0].cells == {" id ": "1", " text": "水", "theme": ""}


def test_a_cell_beyond_the_usual_limit_of_the_csv_module_is_read():
    long = "水" * (MAX_CHARACTERS * 2)
    assert read_rows(f"text\n{long}\n", "a.csv")[0].cells["text"] == long


# --- line numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_rows_know_their_lines_also_after_quoted_line_breaks(line_break):
    text = line_break.join(["id,text", '1,"一', "", '三"', "2,水", "", '3,""', ""])
    assert [item.lines for item in read_rows(text, "a.csv")] == [(2, 4), (5, 5), (7, 7)]


def test_quoted_line_break_and_quote_stay_in_the_text():
    assert read_rows('text\n"一\r\n""二"""\n', "a.csv")[0].cells["text"] == '一\r\n"二"'


def test_json_rows_know_their_line_with_blank_lines_between():
    rows = read_rows('\n{"text": "一"}\n  \n\n{"text": "二"}\n', "a.jsonl")
    assert [item.lines for item in rows] == [(2, 2), (5, 5)]


@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), separator=st.sampled_from([",", "\t"]))
@laws
def test_what_the_csv_module_writes_reads_back(cells, separator):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("id", "正文"), *cells])
    rows = read_rows(out.getvalue(), "a.csv" if separator == "," else "a.tsv")
    assert [(item.cells["id"], item.cells["正文"]) for item in rows] == cells


@given(
    cells=st.lists(st.dictionaries(CELL, CELL | st.integers() | st.none() | st.lists(CELL, max_size=2), max_size=3), min_size=1)
)
@laws
def test_json_lines_read_back_one_row_a_line(cells):
    rows = read_rows("\n".join(json.dumps(item) for item in cells), "a.jsonl")
    assert [item.cells for item in rows] == cells
    assert [item.lines[0] for item in rows] == list(range(1, len(cells) + 1))


# --- broken tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text", "line", "reason"),
    [
        ("a.csv", 'id,text\n1,"一\n二"\n2,水,多\n', 4, "3 cells for 2 columns"),
        ("a.csv", 'text\n一\n"二\n三\n', 3, "never closed"),
        ("a.csv", 'text\n"一"二\n', 2, "behind a closing"),
        ("a.jsonl", '{"text": "一"}\n\n{"text": 二}\n', 3, "JSON"),
        ("a.jsonl", '{"text": "一"}\n["二"]\n', 2, "JSON"),
        ("a.jsonl", '{"text": "一"}\n"二"\n', 2, "JSON"),
        ("a.jsonl", '{"text": "一"} {"text": "二"}\n', 1, "JSON"),
        ("a.jsonl", '{"text": "一"}\n' + "[" * 100_000, 2, "JSON"),
        ("a.jsonl", '{"n": ' + "1" * 5000 + "}", 1, "JSON"),
        ("-", '{"text": "一"}\n{"text": ', 2, "JSON"),
    ],
)
def test_a_broken_row_is_named_by_file_line_and_reason(source, text, line, reason):
    with pytest.raises(RowError) as caught:
        read_rows(text, source)
    assert (caught.value.source, caught.value.line) == (source, line)
    assert reason in caught.value.reason


@pytest.mark.parametrize("source", ["a.csv", "a.tsv", "-", "a.jsonl"])
@pytest.mark.parametrize("text", ["", "\n\n", " \n\r\n"])
def test_a_table_without_anything_has_no_rows(source, text):
    assert [row.cells for row in read_rows(text, source) if any(value.strip() for value in row.cells.values())] == []


@given(
    text=st.text(st.sampled_from('ab,"\n\r{}[]: \t水') | st.characters(exclude_categories=["Cs"]), max_size=40),
    source=st.sampled_from(["a.csv", "a.jsonl", "-"]),
)
@settings(deadline=None, max_examples=300)
def test_any_text_gives_rows_or_an_error_of_ours(text, source):
    last = text.count("\n") + text.count("\r") + 1
    try:
        named = [(source, line) for item in read_rows(text, source) for line in item.lines]
    except InputError as error:
        named = [(error.source, error.evidence.get("line", 1))]
    assert all(name == source and 1 <= line <= last for name, line in named)


# --- columns -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "wanted", "found"),
    [
        (["id", "text"], None, "text"),
        (["content", "正文"], None, "正文"),
        (["content"], None, "content"),
        (["text", "标题"], "标题", "标题"),
    ],
)
def test_the_text_column_is_the_one_wanted_else_the_first_usual_one(row, columns, wanted, found):
    rows = [row(**dict.fromkeys(columns, ""))]
    assert column_of(columns_of(rows), wanted, TEXT_COLUMNS, "a.csv", "--text-column") == found


def test_a_column_that_only_a_later_row_has_is_found(row):
    assert column_of(["id", "标签"], None, LABEL_COLUMNS, "a.jsonl", "--label-column") == "标签"


@pytest.mark.parametrize(("wanted", "named"), [("标题", "标题"), (None, "text / 正文 / content")])
def test_an_unknown_column_names_the_columns_there_are(row, wanted, named):
    with pytest.raises(ColumnError) as caught:
        column_of(columns_of([row(id=1, 文本="水"), row(id=2, 来源="报")]), wanted, TEXT_COLUMNS, "表.csv", "--text-column")
    assert (caught.value.source, caught.value.column, caught.value.columns) == ("表.csv", named, "id, 文本, 来源")
    assert "--text-column" in str(caught.value)


# --- cells ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), [("水", "水"), ("", ""), (None, ""), (12, "12"), (1.5, "1.5")])
def test_text_of_a_cell(row, value, text):
    assert text_of(row(正文列=value), "正文") == text


def test_text_of_a_row_without_the_cell_is_empty(row):
    assert text_of(row(id=1), "正文") == ""


@pytest.mark.parametrize(
    ("value", "separator", "labels"),
    [
        ("生态", None, "生态"),
        (" 生态 ", None, "生态"),
        ("生态;民生", None, "生态;民生"),
        ("生态; 民生 ;", ";", ["生态", "民生"]),
        ("生态、民生", "、", ["生态", "民生"]),
        ("生态||民生", "||", ["生态", "民生"]),
        ("", None, ""),
        ("  ", ";", []),
        (";;", ";", []),
        (3, None, "3"),
        (None, ";", None),
        ([], None, []),
        (["生态", "民生"], None, ["生态", "民生"]),
        (["生态;民生"], ";", ["生态;民生"]),
        ([1, "a"], None, ["1", "a"]),
        ('["生态", "民生"]', None, ["生态", "民生"]),
        ("[]", ";", []),
        ("[图] 生态", None, "[图] 生态"),
        ("[" * 100_000, None, "[" * 100_000),
    ],
)
def test_labels_of_a_cell(row, value, separator, labels):
    assert labels_of(row(theme=value), "theme", separator) == labels


def test_labels_of_a_row_without_the_cell_are_none(row):
    assert labels_of(row(text="水"), "theme", None) is None


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(RowError) as caught:
        read_rows("text,text\n一,二\n", "a.csv")
    assert (caught.value.source, caught.value.line) == ("a.csv", 1)


def test_columns_without_a_name_get_one_by_their_place_where_there_are_several():
    assert read_rows("text,,\n河,1,2\n", "a.csv")[0].cells == {"text": "河", "unnamed_2": "1", "unnamed_3": "2"}
    assert read_rows(",text\n0,河\n", "a.csv")[0].cells == {"": "0", "text": "河"}
    with pytest.raises(RowError, match="two columns are called unnamed_2"):
        read_rows("text,,,unnamed_2\n河,1,2,3\n", "a.csv")
