from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import label_bytes

from newsclf.io import arrow_layout
from newsclf.io.records import LABEL_FIELDS


@pytest.fixture
def labelled(tmp_path):
    """Label tables, and JSON lines, into one Parquet file, and read it."""

    def run(*inputs: pa.Table | str | list[dict]) -> pa.Table:
        paths = []
        for number, given in enumerate(inputs):
            path = tmp_path / f"{number}.{ {pa.Table: 'parquet', str: 'csv', list: 'jsonl'}[type(given)] }"
            if isinstance(given, pa.Table):
                pq.write_table(given, path)
            else:
                path.write_text(given if isinstance(given, str) else "".join(json.dumps(row) + "\n" for row in given), "utf-8")
            paths.append(path)
        return pq.read_table(io.BytesIO(label_bytes(paths, "o.parquet")))

    return run


# --- types ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "kind", "found"),
    [
        (["a", None], "string", ["a", None]),
        ([1, None], "int64", [1, None]),
        ([1, 2.5], "double", [1.0, 2.5]),
        ([True, False], "bool", [True, False]),
        ([None, None], "string", [None, None]),
        ([2**53 + 1, 1.5], "string", ["9007199254740993", "1.5"]),
        ([2**63, 1], "string", ["9223372036854775808", "1"]),
        ([True, 1], "string", ["true", "1"]),
        ([["河"], {"a": None}], "string", ['["河"]', '{"a": null}']),
        (["\ud800河", "\\ud800"], "string", ["\\ud800河", "\\ud800"]),
        ([["\ud800"], 1], "string", ['["\\ud800"]', "1"]),
    ],
)
def test_a_column_of_json_has_a_type_that_holds_all_its_values(labelled, values, kind, found):
    column = labelled([{"text": "河", "x": value} for value in values]).column("x")
    assert (str(column.type), column.to_pylist()) == (kind, found)


@pytest.mark.parametrize(
    ("one", "other", "kind", "found"),
    [
        (pa.array([1]), pa.array(["x"]), "string", ["1", "x"]),
        (pa.array([1], pa.int8()), pa.array([2]), "int64", [1, 2]),
        (pa.array([1], pa.uint8()), pa.array([2], pa.uint64()), "uint64", [1, 2]),
        (pa.array([2**53 + 1]), pa.array([0.5]), "string", ["9007199254740993", "0.5"]),
        (pa.array([-1]), pa.array([2**64 - 1], pa.uint64()), "string", ["-1", "18446744073709551615"]),
        (pa.array([0.5], pa.float32()), pa.array([0.1]), "double", [0.5, 0.1]),
        (pa.array(["x"], pa.large_string()), pa.array(["y"]), "large_string", ["x", "y"]),
        (pa.nulls(1), pa.array([2]), "int64", [None, 2]),
        (pa.array(["x"]).dictionary_encode(), pa.array(["y"]), "string", ["x", "y"]),
        (pa.array([b"\xff"]), pa.array(["y"]), "string", ["\\xff", "y"]),
        (
            pa.array([datetime.date(1, 1, 1)]),
            pa.array([0], pa.timestamp("ns")),
            "string",
            ["0001-01-01", "1970-01-01 00:00:00.000000000"],
        ),
        (pa.array([["河"]]), pa.array([{"a": 1}]), "string", ['["河"]', '{"a": 1}']),
        (pa.array([True]), pa.array([1]), "string", ["true", "1"]),
    ],
)
def test_a_column_of_several_inputs_has_a_type_that_holds_all_of_them(labelled, one, other, kind, found):
    column = labelled(pa.table({"text": ["河"], "x": one}), pa.table({"text": ["水"], "x": other})).column("x")
    assert (str(column.type), column.to_pylist()) == (kind, found)


def test_tables_of_all_forms_and_a_page_go_into_one(labelled, tmp_path):
    table = pa.table({"text": ["河"], "n": [1], "id": [7]})
    found = labelled(table, "text,n\n水,二\n", [{"text": "春运", "n": [3]}, {"text": "春", "id": "q"}]).select(
        ["text", "n", "id"]
    )
    assert found.to_pylist() == [
        {"text": "河", "n": "1", "id": "7"},
        {"text": "水", "n": "二", "id": f"{tmp_path}/1.csv#1"},
        {"text": "春运", "n": "[3]", "id": f"{tmp_path}/2.jsonl#1"},
        {"text": "春", "n": None, "id": "q"},
    ]


# --- names ---------------------------------------------------------------------------------------------------------------


def test_ours_come_after_and_take_the_prefix_where_a_name_is_taken(labelled):
    found = labelled(pa.table({"theme": ["旧"], "newsclf_theme": [1], "n": [2], "text": ["志愿者清理河道"], "lines": ["x"]}))
    assert found.column_names[:5] == ["theme", "newsclf_theme", "n", "text", "lines"]
    assert found.column_names[5:] == [
        {"theme": "newsclf_newsclf_theme", "lines": "newsclf_lines"}.get(name, name) for name in LABEL_FIELDS if name != "text"
    ]
    assert found.column("newsclf_newsclf_theme").to_pylist() == ["volunteering"]


def test_an_id_serves_as_ours_whatever_its_type_and_rows_without_one_get_ours(labelled, tmp_path):
    assert labelled(pa.table({"id": [5, None], "text": ["河", "水"]})).column("id").to_pylist() == [5, None]
    found = labelled([{"id": 5, "text": "河"}, {"text": "水"}]).column("id").to_pylist()
    assert found == ["5", f"{tmp_path}/0.jsonl#2"]
    found = labelled(pa.table({"id": [5], "text": ["河"]}), "text\n水\n").column("id").to_pylist()
    assert found == ["5", f"{tmp_path}/1.csv#1"]


def test_our_fields_have_types(labelled):
    schema = labelled("text\n志愿者清理河道\n").schema
    kinds = {
        name: str(schema.field(name).type) for name in ("segment", "article", "lines", "score", "themes", "abstain", "model")
    }
    assert kinds == {
        "segment": "int64", "article": "int64", "lines": "list<element: int64>", "score": "double",
        "themes": "list<element: string>", "abstain": "bool", "model": "string",
    }  # fmt: skip
    assert {field.name for field in schema.field("scores").type} == {"volunteering", "spring_travel", "ecology", "livelihood"}


def test_a_name_that_is_no_text_is_written_out(labelled):
    assert labelled([{"text": "河", "\ud800": 1}]).column("\\ud800").to_pylist() == [1]


# --- files ---------------------------------------------------------------------------------------------------------------


def test_row_groups_are_put_together_until_they_are_large(labelled, tmp_path, monkeypatch):
    monkeypatch.setattr(arrow_layout, "_GROUP", 150)
    rows = [f"{row:05} " * 3000 for row in range(300)]
    pq.write_table(pa.table({"text": rows}), tmp_path / "a.parquet", row_group_size=10, compression="none", use_dictionary=False)
    file = pq.ParquetFile(io.BytesIO(label_bytes([tmp_path / "a.parquet"], "o.parquet")))
    sizes = [file.metadata.row_group(place).num_rows for place in range(file.metadata.num_row_groups)]
    assert len(sizes) == 2
    assert sizes[0] >= 150
    assert file.read(["text"]).column(0).to_pylist() == rows


@pytest.mark.parametrize("target", ["o.arrow", "o.parquet"])
def test_a_column_may_have_another_dictionary_in_each_group(tmp_path, monkeypatch, target):
    monkeypatch.setattr(arrow_layout, "_GROUP", 100)
    parts = [
        pa.array([f"{number}-{row % 7}" if row % 5 else None for row in range(64)]).dictionary_encode() for number in range(5)
    ]
    table = pa.table({"text": ["河" * 6000] * 320, "d": pa.chunked_array(parts)})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=64, compression="none", use_dictionary=False)
    data = io.BytesIO(label_bytes([tmp_path / "a.parquet"], target))
    found = pa.ipc.open_file(data).read_all() if target == "o.arrow" else pq.read_table(data)
    assert found.column("d").type == table.column("d").type
    assert found.column("d").to_pylist() == table.column("d").to_pylist()


def test_pandas_reads_its_index_back(tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": ["河", "水"], "day": pandas.to_datetime(["2024-01-01", None])}, index=["x", "y"])
    frame.to_parquet(tmp_path / "a.parquet")
    Path(tmp_path / "o.parquet").write_bytes(label_bytes([tmp_path / "a.parquet"], "o.parquet"))
    found = pandas.read_parquet(tmp_path / "o.parquet")
    assert list(found.index) == ["x", "y"]
    pandas.testing.assert_frame_equal(found[["text", "day"]], frame)
