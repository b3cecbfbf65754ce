from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from newsclf.errors import ChangedFileError, MissingFileError
from newsclf.io import documents
from newsclf.io.chunks import plan
from newsclf.io.documents import Document, Place, let_go
from newsclf.io.survey import Reading, survey

ROWS = [f"第{number}行，志愿者清理河道" for number in range(2000)]


@pytest.fixture
def look(tmp_path: Path):
    """Survey a file of lines."""

    def run(data: bytes, name: str) -> Document:
        (tmp_path / name).write_bytes(data)
        return survey(Place(name, str(tmp_path / name)), Reading("lines"))

    return run


@pytest.fixture(params=["plain", "packed", "recoded"])
def document(request, look):
    """Lines as they are, packed, or in UTF-16: of these two one cannot begin in the middle."""
    text = "\n".join(ROWS)
    data = {"plain": text.encode(), "packed": gzip.compress(text.encode()), "recoded": text.encode("utf-16")}[request.param]
    return look(data, "a.txt.gz" if request.param == "packed" else "a.txt")


def test_chunks_may_be_read_in_any_order(document):
    chunks = list(plan(document, 5000))
    assert len(chunks) > 5
    for order in (chunks, chunks[::-1], chunks[::2] + chunks[1::2]):
        assert sorted(line for chunk in order for line in chunk.lines()) == sorted(ROWS)
    let_go()


def test_reading_on_never_begins_anew(document, monkeypatch):
    chunks, opened, whole = list(plan(document, 5000)), [], Place.open_raw
    monkeypatch.setattr(Place, "open_raw", lambda place: opened.append(place) or whole(place))
    assert [line for chunk in chunks for line in chunk.lines()] == ROWS
    assert len(opened) == (1 if document.is_forward_only else len(chunks))


def test_the_last_chunk_lets_the_file_go(document):
    for chunk in plan(document, 5000):
        chunk.text()
    assert getattr(documents._local, "held", None) is None


def test_a_document_tells_its_form(look):
    def form(data: str, name: str, what: str = "table") -> str | None:
        return survey(Place(name, "", data.encode()), Reading(what)).form

    assert (form("text\n河\n", "a.csv"), form("text\n河\n", "a.TSV.gz"), form('{"text": 1}', "a.ndjson")) == (
        "csv",
        "tsv",
        "jsonl",
    )
    assert (form("text\n河\n", "-"), form("text\tn\n河\t1\n", "a"), form('{"text": 1}', "stdin")) == ("csv", "tsv", "jsonl")
    assert form("text\n河\n", "a.csv", "lines") is None


def test_size_and_digest_are_those_of_what_was_packed(look):
    plain, packed = look(b"abc\n", "a.txt"), look(gzip.compress(b"abc\n"), "b.txt.gz")
    assert (plain.size, plain.sha256) == (packed.size, packed.sha256) == (4, plain.sha256)
    assert (packed.place.packing, plain.place.packing) == ("gz", "")


@pytest.mark.parametrize("path", ["nowhere.csv", "a\0b.csv", ""])
def test_what_cannot_be_opened_is_told(path):
    with pytest.raises(MissingFileError):
        Place(path, path).open()


def test_a_file_that_was_written_to_is_noticed(look, tmp_path):
    place = look(b"abc\n", "a.txt").place
    place.refuse_changed()
    (tmp_path / "a.txt").write_bytes(b"abcd\n")
    with pytest.raises(ChangedFileError):
        place.refuse_changed()
    Place("-", "", b"abc").stamped().refuse_changed()
