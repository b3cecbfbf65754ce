from __future__ import annotations

import io
import sys

import pytest

from newsclf.encodings import Decoded
from newsclf.errors import BinaryFileError, EncodingError, InputError, MissingFileError
from newsclf.io.files import STDIN, read_file


@pytest.fixture
def write(tmp_path):
    """Make a file of bytes; gives its name."""

    def run(data: bytes, name: str = "page.txt") -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return run


@pytest.fixture
def pipe(monkeypatch):
    """Put bytes on standard input."""

    def run(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))

    return run


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", ["page.txt", "版面 一.txt", "-"])
def test_a_file_is_read_and_decoded(write, encoding, name):
    assert read_file(write("志愿者\r\n春运\n".encode(encoding), name)) == Decoded("志愿者\r\n春运\n", encoding, 0)


def test_an_empty_file_is_an_empty_text(write):
    assert read_file(write(b"")) == Decoded("", "utf-8", 0)


def test_a_cut_file_says_how_many_bytes_were_left_over(write):
    assert read_file(write("志愿者".encode()[:-1])) == Decoded("志愿\ufffd", "utf-8", 2)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_standard_input_is_read_as_bytes_whatever_its_encoding(pipe, encoding):
    pipe("志愿者\r\n".encode(encoding))
    assert read_file(STDIN).text == "志愿者\r\n"


def test_a_missing_file_is_named(tmp_path):
    source = str(tmp_path / "没有.txt")
    with pytest.raises(MissingFileError) as caught:
        read_file(source)
    assert (caught.value.source, caught.value.reason) == (source, "no such file or folder")
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(MissingFileError) as caught:
        read_file(str(tmp_path))
    assert (caught.value.source, caught.value.reason) == (str(tmp_path), "it is a folder")


def test_a_path_through_a_file_is_no_file(write):
    source = write(b"a") + "/page.txt"
    with pytest.raises(MissingFileError) as caught:
        read_file(source)
    assert caught.value.source == source


@pytest.mark.parametrize(
    ("data", "error"), [(b"%PDF-1.4", BinaryFileError), (b"a\0b", BinaryFileError), (b"a\xff\xff", EncodingError)]
)
def test_what_is_no_text_is_refused_by_name(write, data, error):
    source = write(data)
    with pytest.raises(error) as caught:
        read_file(source)
    assert caught.value.source == source
    assert isinstance(caught.value, InputError)


def test_standard_input_is_called_by_its_dash_in_errors(pipe):
    pipe(b"one\ntwo\xff\xff")
    with pytest.raises(EncodingError) as caught:
        read_file(STDIN)
    assert (caught.value.source, caught.value.line, caught.value.byte) == ("-", 2, 8)
