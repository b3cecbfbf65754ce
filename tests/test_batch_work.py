from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

import newsclf
from newsclf.batch.work import REJECTS, Done, Task, Work, do, label_chunk, part
from newsclf.errors import MissingFileError, NewsclfError, OtherModelError, OutputError, RowError
from newsclf.io.chunks import Chunk, plan
from newsclf.io.documents import Place
from newsclf.io.layout import Layout
from newsclf.io.survey import Reading, survey

NAME = newsclf.load().name


@pytest.fixture
def chunk():
    """The first chunk of some bytes."""

    def make(text: str, name: str = "a.csv", **reading: str) -> Chunk:
        return next(plan(survey(Place(name, "", text.encode()), Reading(**reading))))

    return make


@pytest.fixture
def work():
    def make(**changes: object) -> Work:
        return Work(**{"model": None, "name": NAME, **changes})

    return make


def task(number: int, chunk: Chunk) -> Task:
    return Task(number, chunk, Layout("jsonl", ("text",)))


def test_a_chunk_is_labelled_wherever_its_rows_stand(chunk):
    second = Chunk(chunk("text\n志愿者清理河道垃圾\n").document, 5, 33, True, 7, 5, 1)
    ((row, record),), rejects = label_chunk(newsclf.load(), second)
    assert rejects == []
    assert (row.cells, record["id"], record["lines"]) == ({"text": "志愿者清理河道垃圾"}, "a.csv#5", [7, 7])


def test_texts_of_an_article_lean_on_it_unless_told_not_to(chunk):
    rows = "article,text\n甲,志愿者清理河道垃圾，志愿服务队看望老人。\n甲,垃圾清了。\n"
    given = chunk(rows, article_column="article")
    model = newsclf.load()
    known = model.label_many(["志愿者清理河道垃圾，志愿服务队看望老人。", "垃圾清了。"], ["甲", "甲"])
    assert [record["context"] for _, record in label_chunk(model, given)[0]] == [label.context for label in known]
    assert [record["context"] for _, record in label_chunk(model, given, context=False)[0]] == [False, False]


def test_what_is_done_is_handed_back(chunk, work):
    done = do(work(), task(3, chunk("text\n志愿者清理河道垃圾\n,\n".replace(",", '""'))))
    assert isinstance(done, Done)
    assert (done.number, done.source, done.rows, done.abstained) == (3, "a.csv", 2, 1)
    assert [json.loads(line)["reason"] for line in done.text.splitlines()] == [None, "too short"]


def test_what_is_done_is_put_into_a_folder_and_doing_it_twice_changes_nothing(chunk, work, tmp_path):
    given, handed_back = chunk("text\n志愿者清理河道垃圾\n"), do(work(), task(0, chunk("text\n志愿者清理河道垃圾\n")))
    for _ in range(2):
        done = do(work(folder=str(tmp_path)), task(0, given))
        assert isinstance(done, Done)
        assert done.text == b""
        assert [path.name for path in tmp_path.iterdir()] == ["00000000.labels"]
        assert part(str(tmp_path), 0).read_bytes() == handed_back.text


def test_errors_are_handed_back_and_on(chunk, work, tmp_path):
    gone = Chunk(survey_of(tmp_path), 5, 20)
    assert isinstance(do(work(), task(0, gone)), MissingFileError)
    assert isinstance(do(work(folder=str(tmp_path / "nowhere")), task(0, chunk("text\n水\n"))), OutputError)
    given = NewsclfError()
    assert do(work(), given) is given


def test_a_worker_with_another_model_is_an_error(chunk, work):
    error = do(work(name="themes-zh@000000000000"), task(0, chunk("text\n水\n")))
    assert isinstance(error, OtherModelError)
    assert (error.expected, error.found) == ("themes-zh@000000000000", NAME)


def test_errors_speak_the_language_of_the_job(chunk, work):
    assert "模型" in str(do(work(name="m", language="zh"), task(0, chunk("text\n水\n"))))
    newsclf.messages.use_language("en")


def survey_of(folder: Path):
    path = folder / "a.csv"
    path.write_text("text\n志愿者清理\n", encoding="utf-8")
    document = survey(Place("a.csv", str(path)), Reading())
    path.unlink()
    return document


BAD = "text\n志愿者清理河道\na,b\n春运首日加开列车\n"


def test_rows_that_cannot_be_read_are_set_aside_with_their_bytes(chunk, work, tmp_path):
    done = do(work(), task(0, chunk(BAD)))
    assert (done.rows, done.rejected) == (3, 1)
    assert [json.loads(line)["id"] for line in done.text.splitlines()] == ["a.csv#1", "a.csv#3"]
    (reject,) = [json.loads(line) for line in done.rejects.splitlines()]
    assert (reject["source"], reject["lines"], base64.b64decode(reject["raw"])) == ("a.csv", [3, 3], b"a,b\n")
    assert "2 cells" in reject["reason"]
    do(work(folder=str(tmp_path)), task(0, chunk(BAD)))
    assert part(str(tmp_path), 0, REJECTS).read_bytes() == done.rejects


def test_a_strict_job_stops_at_a_row_that_cannot_be_read(chunk, work):
    error = do(work(strict=True), task(0, chunk(BAD)))
    assert isinstance(error, RowError)
    assert error.line == 3
