from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsclf.errors import BinaryFileError, ColumnError, MissingFileError, RowError
from newsclf.io import files
from newsclf.io.documents import Document, Place
from newsclf.io.survey import Reading, documents, survey


@pytest.fixture
def look():
    """Survey bytes as a file of some name."""

    def run(data: bytes | str, name: str = "a.csv", **reading: str) -> Document:
        return survey(Place(name, "", data.encode() if isinstance(data, str) else data), Reading(**reading))

    return run


@pytest.mark.parametrize(
    ("name", "what"), [("a.txt", "page"), ("-", "page"), ("a.csv", "table"), ("a.TSV", "table"), ("a.jsonl", "table")]
)
def test_what_a_file_is_goes_by_its_extension(look, name, what):
    assert look('{"text": "水"}\n' if name == "a.jsonl" else "text\n水\n", name).what == what


def test_what_a_file_is_can_be_told(look):
    assert look("text\n水\n", "a.csv", what="lines").what == "lines"
    assert look('{"text": "水"}', "-", what="table").table.dialect is None


@pytest.mark.parametrize(
    ("text", "columns", "line"),
    [
        ("编号,text\n1,河\n", ("编号", "text"), 2),
        ('\n\r\n" a\n b ",text\n1,河', (" a\n b ", "text"), 5),
        ("text\r河\r", ("text",), 2),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_head_of_csv_is_read_and_rows_begin_behind_it(look, text, columns, line, encoding):
    found = look(text.encode(encoding))
    assert (found.table.columns, found.line) == (columns, line)
    with found.open(found.start) as stream:
        assert "河" in stream.read().decode(found.bytes_encoding.name).splitlines()[0]


def test_keys_of_json_lines_are_those_of_all_rows(look):
    assert look('{"text": "水", "b": 1}\n\n{"a": 2, "text": ""}\n', "a.jsonl").table.columns == ("text", "b", "a")


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_table_without_anything_has_no_columns(look, name, text):
    assert look(text, name).table.columns == ()


def test_a_table_of_a_head_alone_has_its_columns(look):
    assert look("text,theme\n\n\n").table.columns == ("text", "theme")


def test_columns_are_chosen_and_missed_by_name(look):
    assert look("a,正文\n1,水\n").text_column == "正文"
    assert look("a,正文\n1,水\n", text_column="a", article_column="正文").article_column == "正文"
    with pytest.raises(ColumnError) as caught:
        look("a,正文\n1,水\n", article_column="篇")
    assert (caught.value.column, caught.value.columns, caught.value.option) == ("篇", "a, 正文", "--article-column")


def test_what_cannot_be_read_is_told(look, tmp_path):
    with pytest.raises(BinaryFileError):
        look(b"\x89PNG", "a.txt")
    with pytest.raises(RowError):
        look("text,text\n1,2\n")
    for path in (str(tmp_path), str(tmp_path / "没有"), "a\0b"):
        with pytest.raises(MissingFileError):
            survey(Place("x", path), Reading())


# --- standard input ------------------------------------------------------------------------------------------------------


@pytest.fixture
def pipe(monkeypatch, tmp_path):
    """Put bytes into standard input, and temporary files into a folder of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    return put


def test_short_standard_input_makes_no_file(pipe, tmp_path):
    pipe("志愿者\n".encode())
    with documents(["-"], Reading("lines")) as (found,):
        assert found.place.data == "志愿者\n".encode()
        assert list(tmp_path.iterdir()) == []


def test_long_standard_input_is_kept_in_a_private_file_and_removed(pipe, tmp_path, monkeypatch):
    monkeypatch.setattr("newsclf.io.files.BLOCK", 4)
    pipe("志愿者\n".encode() * 9)
    with documents(["-"], Reading("lines")) as (found,):
        (path,) = tmp_path.iterdir()
        assert (found.source, found.place.path, found.place.data) == ("-", str(path), None)
        assert path.read_bytes() == "志愿者\n".encode() * 9
        assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_removed_after_an_error_too(pipe, tmp_path, monkeypatch):
    monkeypatch.setattr("newsclf.io.files.BLOCK", 4)
    pipe(b"\x89PNG and so on")
    with pytest.raises(BinaryFileError), documents(["-"], Reading()):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("block", [1, 2, 3, 7])
def test_a_recoded_stream_is_the_text_in_utf8(encoding, block, monkeypatch):
    monkeypatch.setattr(files, "BLOCK", block)
    text = "志愿者\n\U00020000河"
    assert files.Recoded(io.BytesIO(text.encode(encoding)), encoding).read() == text.encode()
    assert files.Recoded(io.BytesIO(text.encode(encoding)[:-1]), encoding).read().decode() == text[:-1] + "\ufffd"


def test_a_document_of_a_path_is_found_from_any_folder(tmp_path: Path, monkeypatch):
    (tmp_path / "a.txt").write_text("水", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with documents(["a.txt"], Reading()) as (found,):
        assert (found.source, found.place.path) == ("a.txt", str(tmp_path / "a.txt"))
