from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import columns_of, read_rows

from newsclf.io.dialects import Dialect
from newsclf.io.layout import Layout
from newsclf.io.records import LABEL_FIELDS, text_record
from newsclf.io.tables import Row, Table
from newsclf.segments import Label

laws = settings(deadline=None, max_examples=100)

CELL = st.text(st.sampled_from('河,\t"\n\r ') | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@pytest.fixture
def record():
    """A label record."""

    def make(text: str = "水清", **changes: object) -> dict[str, object]:
        facts = {"theme": "生态", "score": 0.75, "themes": ("生态", "民生"), "scores": {"生态": 0.75, "民生": 0.5}}
        return text_record(1, text, Label(**{**facts, **changes}), "a.csv", "m", (2, 2))

    return make


@pytest.fixture
def as_json(record):
    """A row with a label, as a line of JSON that was read again."""

    def make(cells: dict[str, object], columns: tuple[str, ...] = (), written: str = "") -> dict[str, object]:
        layout = Layout("jsonl", (*cells, *columns))
        return json.loads(layout.data([(Row(cells, (2, 2), written), record())]))

    return make


def cells_of(data: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=separator, strict=True))


# --- names ---------------------------------------------------------------------------------------------------------------


def test_own_columns_come_first_and_unchanged_and_ours_after(as_json):
    assert list(as_json({"编号": "x1", "日期": "2024"}).items())[:3] == [("编号", "x1"), ("日期", "2024"), ("id", "a.csv#1")]


def test_a_taken_name_gives_ours_the_prefix(as_json):
    found = as_json({"theme": "民生", "score": "高"})
    assert (found["theme"], found["newsclf_theme"]) == ("民生", "生态")
    assert (found["score"], found["newsclf_score"]) == ("高", 0.75)


def test_a_name_that_another_row_has_gives_ours_the_prefix_in_every_row(as_json):
    found = as_json({"a": 1}, columns=("theme", "newsclf_score", "score"))
    assert "theme" not in found
    assert (found["newsclf_theme"], found["newsclf_newsclf_score"]) == ("生态", 0.75)


def test_an_inputs_id_and_text_serve_as_ours_row_by_row(as_json):
    assert list(as_json({"text": "水\n清", "id": 17}).items())[:3] == [("text", "水\n清"), ("id", 17), ("source", "a.csv")]
    assert as_json({"a": 1}, columns=("id", "text"))["id"] == "a.csv#1"


@given(names=st.lists(st.sampled_from([*LABEL_FIELDS, "newsclf_theme", "正文", ""]), unique=True))
@laws
def test_no_own_column_is_lost_or_changed_and_every_field_of_ours_is_there(names):
    layout = Layout("jsonl", tuple(names))
    assert list(layout.names) == list(LABEL_FIELDS)
    assert len({*names, *layout.names.values()}) == len(names) + len(LABEL_FIELDS) - len({"id", "text"} & set(names))


# --- JSON lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ['{"a":1.50e3, "a" : "\\u6c34\\ud800" }', "{ }", "{}", ' {"b": {"c": []}}  ', '{"x": "}"}', '{"n": 12345678901234567890.10}'],
)
def test_a_row_of_json_lines_stays_as_it_stands_to_the_last_byte(record, written):
    line = Layout("jsonl", ()).data([(Row(json.loads(written), (1, 1), written), record())])
    assert line.decode().startswith(written.strip()[:-1].rstrip())
    found = json.loads(line)
    assert {name: found[name] for name in json.loads(written)} == json.loads(written)
    assert found["theme"] == "生态"


def test_a_text_without_a_row_is_a_record_alone(record):
    assert json.loads(Layout("jsonl").data([(None, record())])) == json.loads(json.dumps(record()))


# --- CSV -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "separator"), [("csv", ","), ("csv", ";"), ("tsv", "\t")])
@given(cells=st.lists(st.tuples(CELL, CELL), max_size=5))
@laws
def test_any_cells_read_back_through_the_csv_module(form, separator, cells):
    layout = Layout(form, ("正文", "n,\t"), Dialect(separator))
    ours = text_record(1, "水", Label("生态", 0.5, (), {}), "a", "m", (1, 1))
    table = layout.head + layout.data([(Row({"正文": a, "n,\t": b}, (2, 2)), ours) for a, b in cells])
    assert [row[:2] for row in cells_of(table, separator)] == [["正文", "n,\t"], *map(list, cells)]


def test_lists_dictionaries_and_truths_are_json_and_none_is_empty(record):
    head, row = cells_of(Layout("csv").head + Layout("csv").data([(None, record())]))
    found = dict(zip(head, row, strict=True))
    assert (found["themes"], found["scores"]) == ('["生态", "民生"]', '{"生态": 0.75, "民生": 0.5}')
    assert (found["abstain"], found["reason"], found["article"], found["score"]) == ("false", "", "", "0.75")


def test_columns_are_those_of_all_inputs_and_missing_cells_are_empty(record):
    layout = Layout("csv", ("a", "b"))
    rows = cells_of(layout.head + layout.data([(Row({"b": 1}, (1, 1)), record()), (Row({}, (2, 2)), record())]))
    assert [row[:2] for row in rows] == [["a", "b"], ["", "1"], ["", ""]]


def test_a_page_has_our_columns_only(record):
    assert cells_of(Layout("csv").head) == [list(LABEL_FIELDS)]


def test_labelling_our_own_output_again_changes_no_column(record):
    layout = Layout("csv", ("theme",))
    once = read_rows(layout.head + layout.data([(Row({"theme": "民生"}, (2, 2)), record())]), "a.csv")
    again = Layout("csv", columns_of(once))
    twice = read_rows(again.head + again.data([(once[0], record(theme="春运"))]), "b.csv")
    assert {name: twice[0].cells[name] for name in once[0].cells} == once[0].cells


def test_what_one_layout_writes_a_table_reads(record):
    layout = Layout("csv")
    text = layout.data([(None, record("一\n“二”,三"))] * 2).decode()
    rows = list(Table(Dialect(), LABEL_FIELDS).items(text, 2))
    assert [(row.cells["text"], row.lines) for row in rows] == [("一\n“二”,三", (2, 3)), ("一\n“二”,三", (4, 5))]
