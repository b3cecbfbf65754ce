from __future__ import annotations

import datetime
import decimal
import gzip
import io
import random
import sys
from collections.abc import Callable
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands import label_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.errors import ColumnError, DamagedTableError, MissingExtraError, NewsclfError, RowError
from newsclf.io import arrow
from newsclf.io.arrow import batch_of, cuts
from newsclf.io.chunks import plan
from newsclf.io.documents import Document, Place
from newsclf.io.survey import Reading, survey

EVERY_TYPE = pa.table(
    {
        "text": pa.array(["志愿者清理河道垃圾", None, "春运列车"], pa.large_string()),
        "ts": pa.array([1, None, 10**18 + 123456789], pa.timestamp("ns")),
        "zone": pa.array([1, None, 2], pa.timestamp("us", tz="+08:00")),
        "date": pa.array([datetime.date(1949, 10, 1), None, datetime.date(2024, 2, 29)]),
        "time": pa.array([1, None, 10**12], pa.time64("ns")),
        "span": pa.array([1, None, 10**12], pa.duration("ns")),
        "decimal": pa.array([decimal.Decimal("1.20"), None, decimal.Decimal("-3.45")]),
        "dictionary": pa.array(["甲", None, "乙"]).dictionary_encode(),
        "list": pa.array([[1, 2], None, []]),
        "times": pa.array([[1000], None, []], pa.list_(pa.timestamp("ns"))),
        "struct": pa.array([{"a": 1, "b": "x"}, None, {"a": 2, "b": None}]),
        "map": pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int64())),
        "binary": pa.array([b"\xff\x00", None, b"abc"]),
        "fixed": pa.array([b"ab", None, b"cd"], pa.binary(2)),
        "null": pa.nulls(3),
        "truth": pa.array([True, None, False]),
        "small": pa.array([0.5, None, 1], pa.float32()),
        "large": pa.array([2**64 - 1, None, 1], pa.uint64()),
        "theme": pa.array(["旧", None, "="]),
        "id": pa.array([5, None, 7]),
    },
    metadata={"k": "v"},
)


def parquet(table: pa.Table, **settings: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **settings)
    return out.getvalue()


def arrow_file(table: pa.Table, **settings: object) -> bytes:
    out = io.BytesIO()
    with pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table, **settings)
    return out.getvalue()


@pytest.fixture
def look():
    """Survey bytes as a file of some name."""

    def run(data: bytes, name: str = "a.parquet", **reading: str) -> Document:
        return survey(Place(name, "", data), Reading(**reading))

    return run


def rows_of(document: Document) -> list[dict[str, object]]:
    return [item.cells for chunk in plan(document) for item in chunk.items()]


# --- types ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [parquet, arrow_file])
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("target", ["o.parquet", "o.arrow", "o.parquet.gz", "o.feather.zst"])
def test_columns_of_every_type_come_out_as_they_went_in(make, size, target, tmp_path):
    name = "row_group_size" if make is parquet else "max_chunksize"
    (tmp_path / "a").write_bytes(make(EVERY_TYPE, **{name: size}))
    (tmp_path / target).write_bytes(label_bytes([tmp_path / "a"], str(tmp_path / target)))
    with pa.input_stream(tmp_path / target) as packed:
        data = io.BytesIO(packed.read())
    found = pq.read_table(data) if "parquet" in target else pa.ipc.open_file(data).read_all()
    assert found.select(EVERY_TYPE.column_names).equals(EVERY_TYPE)
    assert found.column_names[: len(EVERY_TYPE.column_names)] == EVERY_TYPE.column_names
    assert found.schema.metadata[b"k"] == b"v"
    assert found.column("newsclf_theme").to_pylist() == ["volunteering", "other", "spring_travel"]


def test_json_can_hold_every_type_in_text(look):
    first, nothing, third = rows_of(look(parquet(EVERY_TYPE)))
    assert set(nothing.values()) == {None}
    assert (first["ts"], third["ts"]) == ("1970-01-01 00:00:00.000000001", "2001-09-09 01:46:40.123456789")
    assert (first["decimal"], first["date"], first["time"]) == ("1.20", "1949-10-01", "00:00:00.000000001")
    assert (first["binary"], third["binary"], first["dictionary"]) == ("\\xff\x00", "abc", "甲")
    assert (first["struct"], first["map"], first["list"]) == ({"a": 1, "b": "x"}, [["a", 1]], [1, 2])
    assert (first["large"], first["truth"], first["id"]) == (2**64 - 1, True, 5)


def test_a_number_that_json_lacks_is_nothing_or_text(look):
    table = pa.table({"text": ["a"] * 3, "f": [float("nan"), float("inf"), float("-inf")]})
    assert [row["f"] for row in rows_of(look(parquet(table)))] == [None, "inf", "-inf"]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.list_(pa.int64()), pa.float64(), pa.null()])
def test_texts_may_be_of_any_type(tmp_path, kind):
    (tmp_path / "a.parquet").write_bytes(parquet(pa.table({"text": pa.nulls(2, kind)})))
    assert label_bytes([tmp_path / "a.parquet"], "o.jsonl").count(b"too short") == 2


def test_text_that_is_not_utf8_is_told_with_its_bytes_and_kept(look, tmp_path):
    broken = pa.array([b"\xff\xfe", b"abc"]).view(pa.string())  # as some databases write it
    (tmp_path / "a.parquet").write_bytes(parquet(pa.table({"text": ["水", "水"], "b": broken})))
    assert [row["b"] for row in rows_of(look((tmp_path / "a.parquet").read_bytes()))] == ["\\xff\\xfe", "abc"]
    found = pq.read_table(io.BytesIO(label_bytes([tmp_path / "a.parquet"], "o.parquet")))
    assert found.column("b").cast(pa.binary()).to_pylist() == [b"\xff\xfe", b"abc"]


# --- chunks --------------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 1000), st.integers(1, 400), st.sampled_from([parquet, arrow_file]))
def test_chunks_have_the_rows_of_the_file(rows, size, make):
    table = pa.table({"text": [str(row) for row in range(rows)]})
    document = survey(
        Place("a", "", make(table, **{"row_group_size" if make is parquet else "max_chunksize": size})), Reading("table")
    )
    chunks = list(plan(document))
    assert [row["text"] for row in rows_of(document)] == table.column(0).to_pylist()
    assert [chunk.start for chunk in chunks] == [0, *(chunk.end for chunk in chunks[:-1])][: len(chunks)]
    assert sum(chunk.rows for chunk in chunks) == rows
    assert [chunk.last for chunk in chunks[-1:]] == [True] * bool(chunks)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(["甲", "乙", "", None]), st.integers(1, 90)), max_size=8), st.integers(1, 100))
def test_no_article_is_on_both_sides_of_a_border(runs, size):
    articles = [name for name, length in runs for _ in range(length)]
    table = pa.table({"text": pa.array(["水"] * len(articles), pa.string()), "a": pa.array(articles, pa.string())})
    document = survey(Place("a", "", parquet(table, row_group_size=size)), Reading("table", article_column="a"))
    borders = [start for start, _ in cuts(document)][1:]
    assert all(articles[row] != articles[row - 1] or not articles[row] for row in borders)
    assert len(rows_of(document)) == len(articles)


@pytest.fixture
def wide(look):
    """A file of 800 rows, two row groups to a chunk or so."""
    texts = [f"{row:05} " * 1000 for row in range(800)]
    return look(parquet(pa.table({"text": texts}), row_group_size=70, compression="none", use_dictionary=False))


def test_chunks_may_be_read_in_any_order_and_again(wide):
    chunks = [*plan(wide), *plan(wide)]
    assert len(chunks) > 8
    random.Random(3).shuffle(chunks)
    for chunk in chunks:
        assert [int(item.cells["text"][:5]) for item in chunk.items()] == list(range(chunk.start, chunk.end))


def test_rows_that_others_read_are_not_kept(wide):
    chunks = list(plan(wide))
    batch_of(wide, chunks[0].start, chunks[0].end)
    batch_of(wide, chunks[-2].start, chunks[-2].end)
    assert sum(batch.num_rows for batch in arrow._local.cursor._held) < 70
    assert [int(item.cells["text"][:5]) for item in chunks[-1].items()] == list(range(chunks[-1].start, 800))


def test_reading_on_reads_no_row_group_twice(wide, monkeypatch):
    read, whole = [], pq.ParquetFile.iter_batches

    def noted(self, size, groups, *rest, **settings):
        read.extend(groups)
        return whole(self, size, groups, *rest, **settings)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", noted)
    for chunk in plan(wide):
        assert sum(1 for _ in chunk.items()) == batch_of(wide, chunk.start, chunk.end).num_rows  # labelled, and written
    assert read == list(range(12))


@pytest.mark.parametrize("table", [EVERY_TYPE.slice(0, 0), EVERY_TYPE.slice(0, 0).select(["text"])])
@pytest.mark.parametrize("make", [parquet, arrow_file])
def test_a_table_without_rows_keeps_its_columns(look, table, make, tmp_path):
    assert look(make(table)).table.columns == tuple(table.column_names)
    (tmp_path / "a.parquet").write_bytes(make(table))
    found = pq.read_table(io.BytesIO(label_bytes([tmp_path / "a.parquet"], "o.parquet")))
    assert found.select(table.column_names).schema.equals(table.schema)
    assert label_bytes([tmp_path / "a.parquet"], "o.csv").startswith(b"text,")


def test_a_file_without_row_groups_has_its_columns(look):
    out = io.BytesIO()
    pq.ParquetWriter(out, pa.schema([("text", pa.string())])).close()
    assert (look(out.getvalue()).table.columns, rows_of(look(out.getvalue()))) == (("text",), [])


# --- what cannot be read -------------------------------------------------------------------------------------------------


def test_columns_of_the_same_name_are_refused(look):
    with pytest.raises(RowError, match="two columns are called text"):
        look(parquet(pa.table([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])))


def test_a_table_without_the_column_is_refused(look):
    with pytest.raises(ColumnError, match="n, m"):
        look(parquet(pa.table({"n": [1], "m": [2]})))


@pytest.mark.parametrize("make", [parquet, arrow_file])
@pytest.mark.parametrize("kept", [4, 8, 0.5, 0.95])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_file_that_is_cut_off_is_damaged(look, make, kept, pack):
    data = make(EVERY_TYPE)
    with pytest.raises(DamagedTableError) as caught:
        look(pack(data[: kept if isinstance(kept, int) else int(len(data) * kept)]))
    assert len(str(caught.value).splitlines()) == 1


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([parquet, arrow_file]), st.data())
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(make: Callable[..., bytes], data):
    changed = bytearray(make(pa.table({"text": ["河水清", "春运"], "n": [1, 2]})))
    for place in data.draw(st.lists(st.integers(4, len(changed) - 1), min_size=1, max_size=3)):
        changed[place] = data.draw(st.integers(0, 255))
    with suppress(NewsclfError):
        rows_of(survey(Place("a.parquet", "", bytes(changed)), Reading("table")))


def test_without_pyarrow_the_extra_is_named(look, monkeypatch, tmp_path):
    data = parquet(EVERY_TYPE)
    (tmp_path / "a.csv").write_text("text\n河\n", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'newsclf\[parquet\]'"):
        look(data)
    with pytest.raises(MissingExtraError):
        label_bytes([tmp_path / "a.csv"], "o.parquet")
