from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import read_rows

from newsclf.errors import ChangedFileError
from newsclf.io.chunks import Chunk, plan
from newsclf.io.dialects import Dialect
from newsclf.io.documents import Place
from newsclf.io.survey import Reading, survey
from newsclf.io.tables import Row, csv_records, lines_of, only_rows

laws = settings(deadline=None, max_examples=200)

CELL = st.text(st.sampled_from('河志愿,;\t"\n\r 1\u2028'), max_size=8)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])


def chunks_of(data: bytes, size: int, reading: Reading, name: str = "-") -> list[Chunk]:
    return list(plan(survey(Place(name, "", data), reading), size))


def rows_of(chunks: list[Chunk]) -> list[Row]:
    return list(only_rows((item for chunk in chunks for item in chunk.items()), "-"))


def numbers_are_right(chunks: list[Chunk]) -> bool:
    """Whether each chunk begins where the last one ends, and counts rows from there."""
    pairs = pairwise(chunks)
    return all(a.end == b.start and a.row + a.rows == b.row and a.line <= b.line for a, b in pairs)


# --- whatever the size of chunks, the rows are those of the whole file ------------------------------------------------------


@given(cells=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), size=st.integers(2, 60), encoding=ENCODINGS)
@laws
def test_chunks_of_csv_have_the_rows_of_the_file(cells, size, encoding):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("编号", "text"), *cells])
    chunks = chunks_of(out.getvalue().encode(encoding), size, Reading("table"), "a.csv")
    assert rows_of(chunks) == read_rows(out.getvalue(), "a.csv")
    assert numbers_are_right(chunks)
    assert sum(chunk.rows for chunk in chunks) == len(cells)


@given(rows=st.lists(st.text(st.sampled_from('河a,"\n\r'), max_size=8), min_size=1, max_size=8), size=st.integers(2, 30))
@laws
def test_chunks_of_broken_csv_have_the_records_of_the_file(rows, size):
    data = ("text,b\n" + "\n".join(rows) + "\nend,end").encode()

    def records(size: int) -> list[object]:
        chunks = chunks_of(data, size, Reading("table"), "a.csv")
        assert numbers_are_right(chunks)
        found = [(chunk, record) for chunk in chunks for record in csv_records(lines_of(chunk.text()), Dialect())]
        return [(record.cells, record.first + chunk.line, record.last + chunk.line) for chunk, record in found]

    assert records(size) == records(10_000)


@given(
    texts=st.lists(st.text(st.sampled_from('河a"{}\n\r\u2028\x85'), max_size=6), min_size=1, max_size=8),
    size=st.integers(2, 60),
    encoding=ENCODINGS,
    blank=st.sampled_from(["", "\n", "\r\n \n"]),
)
@laws
def test_chunks_of_json_lines_have_the_rows_of_the_file(texts, size, encoding, blank):
    text = "".join(json.dumps({"text": item}, ensure_ascii=False) + "\n" + blank for item in texts)
    chunks = chunks_of(text.encode(encoding), size, Reading("table"), "a.jsonl")
    assert rows_of(chunks) == read_rows(text, "a.jsonl")
    assert numbers_are_right(chunks)


@given(text=st.text(st.sampled_from("河a \n\r\u2028\x0b"), max_size=40), size=st.integers(2, 30), encoding=ENCODINGS)
@laws
def test_chunks_of_lines_have_the_lines_of_the_file(text, size, encoding):
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    chunks = chunks_of(text.encode(encoding), size, Reading("lines"))
    assert [line for chunk in chunks for line in chunk.lines()] == (whole if whole[-1] else whole[:-1])
    assert numbers_are_right(chunks)


@given(
    articles=st.lists(st.tuples(st.sampled_from(["甲", "乙", ""]), st.integers(1, 4)), min_size=1, max_size=6),
    size=st.integers(2, 60),
    suffix=st.sampled_from([".csv", ".jsonl"]),
)
@laws
def test_no_article_is_on_both_sides_of_a_border(articles, size, suffix):
    rows = [(name, f"第{n}段") for name, length in articles for n in range(length)]
    if suffix == ".csv":
        text = "article,text\n" + "".join(f"{name},{text}\n" for name, text in rows)
    else:
        text = "".join(json.dumps({"article": name, "text": text}) + "\n" for name, text in rows)
    chunks = chunks_of(text.encode(), size, Reading("table", None, "article"), "a" + suffix)
    assert [(row.cells["article"], row.cells["text"]) for row in rows_of(chunks)] == rows
    for one, other in pairwise(chunks):
        last, first = list(one.items())[-1].cells["article"], next(other.items()).cells["article"]
        assert last != first or not first


# --- odd places ----------------------------------------------------------------------------------------------------------


def test_a_page_is_one_chunk():
    (chunk,) = chunks_of("一\n\n二".encode("utf-16"), 2, Reading("page"))
    assert chunk.text() == "一\n\n二"


def test_half_a_character_at_the_end_is_in_the_last_chunk_only():
    data = "一\n二\n三".encode()[:-1]
    chunks = chunks_of(data, 4, Reading("lines"))
    assert [chunk.lines() for chunk in chunks] == [["一"], ["二"], ["\ufffd"]]


def test_a_quotation_mark_that_nothing_closes_spoils_its_own_line_only():
    data = 'text\n一\n"二\n三\n四\n'.encode()
    for size in (6, 1000):
        items = [item for chunk in chunks_of(data, size, Reading("table"), "a.csv") for item in chunk.items()]
        assert [item.cells["text"] if isinstance(item, Row) else item.lines for item in items] == ["一", (3, 3), "三", "四"]


def test_a_row_far_longer_than_a_chunk_is_one_row():
    long = "河\n" * 10_000
    chunks = chunks_of(f'text\n"{long}"\n尾\n'.encode(), 100, Reading("table"), "a.csv")
    assert [row.cells["text"] for row in rows_of(chunks)] == [long, "尾"]


def test_a_file_that_was_changed_since_is_noticed(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("text\n志愿者\n春运\n", encoding="utf-8")
    chunks = list(plan(survey(Place("a.csv", str(path)), Reading()), 10))
    path.write_text("text\n志愿\n", encoding="utf-8")
    with pytest.raises(ChangedFileError, match="changed"):
        [chunk.text() for chunk in chunks]


def test_a_wide_table_of_short_rows_comes_in_parts_of_few_cells(monkeypatch):
    monkeypatch.setattr("newsclf.io.chunks._MOST_CELLS", 40)
    text = "text," + ",".join(f"c{n}" for n in range(9)) + "\n" + "".join(f'河{n}\n\n"两\n行",{n}\n' for n in range(9)) + "\n"
    chunks = chunks_of(text.encode(), 10_000, Reading("table"), "a.csv")
    assert [chunk.rows for chunk in chunks] == [4, 4, 4, 4, 2]
    assert numbers_are_right(chunks)
    assert rows_of(chunks) == read_rows(text, "a.csv")
    assert [chunk.last for chunk in chunks] == [False] * 4 + [True]
