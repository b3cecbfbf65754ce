from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

import newsclf
from newsclf.batch.backends import Crew
from newsclf.batch.job import label_to_file, label_to_stream, rejects_of
from newsclf.batch.work import Work
from newsclf.errors import ChangedFileError, OutputError, RowError
from newsclf.io import chunks
from newsclf.io.documents import Document, Place
from newsclf.io.layout import Layout
from newsclf.io.survey import Reading, survey

CREWS = [Crew(), Crew(2)]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    """Chunks of a few rows, so that a small file has many."""
    monkeypatch.setattr("newsclf.batch.job.plan", lambda document: chunks.plan(document, 120))


@pytest.fixture
def inputs(tmp_path: Path) -> list[Document]:
    (tmp_path / "a.csv").write_text("n,text\n" + "".join(f"{n},志愿者第{n}天清理河道\n" for n in range(30)), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("".join(f'{{"text": "第{n}"}}\n' for n in range(20)), encoding="utf-8")
    return [survey(Place(name, str(tmp_path / name)), Reading()) for name in ("a.csv", "empty.txt", "b.jsonl")]


@pytest.fixture
def work() -> Work:
    return Work(None, newsclf.load().name, Layout("jsonl", ("n", "text")))


@pytest.mark.parametrize("crew", CREWS, ids=["alone", "two"])
def test_rows_come_out_once_each_in_order(inputs, work, crew, tmp_path):
    before = set(tmp_path.iterdir())
    tally = label_to_file(inputs, work, crew, str(tmp_path / "out.jsonl"))
    assert tally.rows == {"a.csv": 30, "empty.txt": 0, "b.jsonl": 20}
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == [f"a.csv#{n}" for n in range(1, 31)] + [f"b.jsonl#{n}" for n in range(1, 21)]
    assert [row["lines"] for row in rows[:2]] == [[2, 2], [3, 3]]
    assert set(tmp_path.iterdir()) - before == {tmp_path / "out.jsonl"}


@pytest.mark.parametrize("crew", CREWS, ids=["alone", "two"])
def test_a_stream_gets_what_a_file_gets(inputs, work, crew, tmp_path):
    stream = io.BytesIO()
    tally = label_to_stream(inputs, work, crew, stream, lambda rejects: None)
    assert tally == label_to_file(inputs, work, Crew(), str(tmp_path / "out.jsonl"))
    assert stream.getvalue() == (tmp_path / "out.jsonl").read_bytes()


def test_csv_has_its_head_once(inputs, tmp_path):
    work = Work(None, newsclf.load().name, Layout("csv", ("n", "text")))
    label_to_file(inputs, work, Crew(), str(tmp_path / "out.csv"))
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert len(lines) == 51
    assert [line for line in lines if line.startswith("n,text,id")] == lines[:1]


@pytest.fixture
def broken(tmp_path):
    """A hundred and two rows, two of which cannot be read."""
    text = "text\n" + "志愿者\n" * 50 + "a,b\n" + "春运\n" * 50 + '"x\n'
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    return survey(Place("bad.csv", str(tmp_path / "bad.csv")), Reading())


@pytest.mark.parametrize("crew", CREWS, ids=["alone", "two"])
def test_an_error_leaves_no_output_and_keeps_the_old(broken, work, crew, tmp_path):
    (tmp_path / "out.jsonl").write_text("旧", encoding="utf-8")
    with pytest.raises(RowError) as caught:
        label_to_file([broken], replace(work, strict=True), crew, str(tmp_path / "out.jsonl"))
    assert caught.value.line in (52, 103)
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "旧"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("crew", CREWS, ids=["alone", "two"])
def test_rows_that_cannot_be_read_go_beside_the_output_in_order(broken, inputs, work, crew, tmp_path):
    target, heard = str(tmp_path / "out.jsonl"), []
    tally = label_to_file([broken], work, crew, target)
    assert (tally.labelled, tally.rejected, tally.abstained) == (100, 2, 50)
    rejects = Path(rejects_of(target))
    assert [json.loads(line)["lines"] for line in rejects.read_text("utf-8").splitlines()] == [[52, 52], [103, 103]]
    stream = io.BytesIO()
    label_to_stream([broken], work, crew, stream, heard.append)
    assert (stream.getvalue(), b"".join(heard)) == (Path(target).read_bytes(), rejects.read_bytes())
    label_to_file(inputs, work, crew, target)
    assert not rejects.exists()


@pytest.mark.parametrize("crew", CREWS, ids=["alone", "two"])
def test_a_file_that_turns_to_something_else_while_it_is_read_is_an_error(inputs, work, crew, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"n,text\n" + b"\xff" * 400 + b"\n")
    with pytest.raises(ChangedFileError):
        label_to_file(inputs, work, crew, str(tmp_path / "out.jsonl"))


def test_a_device_can_be_written_to(inputs, work):
    assert label_to_file(inputs, work, Crew(), "/dev/null").labelled == 50
    with pytest.raises(OutputError):
        label_to_file(inputs, work, Crew(), "/dev/full")


def test_a_folder_that_is_not_there_is_told_before_any_work(inputs, work, tmp_path):
    with pytest.raises(OutputError) as caught:
        label_to_file(inputs, work, Crew(), str(tmp_path / "no" / "out.jsonl"))
    assert caught.value.target == str(tmp_path / "no" / "out.jsonl")
