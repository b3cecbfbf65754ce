from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

import newsclf
from newsclf.cli.app import group
from newsclf.errors import OutputError, PageExistsError

PAGE = "清水绕城\n\n◎ 闻芷\n志愿者清理河道垃圾。\n\n春运首日加开列车。"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty folder, but for a page and a table with a row that cannot be read."""
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("text\n" + "志愿者清理河道\n" * 300 + "a,b\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(desk):
    """Call the command in this process; its errors come as they are."""

    def run(*arguments):
        return CliRunner().invoke(group(), ["label", *map(str, arguments)], standalone_mode=False)

    return run


def test_the_page_alone_is_written_to_its_file_and_told_in_a_sentence(call, desk):
    done = call("label", "page.txt", "--html", "页.html")
    assert (done.returncode, done.out) == (0, "")
    assert re.fullmatch(r"页.html: a page of (\d) of \1 texts; open it in a browser.\n", done.err)
    made = (desk / "页.html").read_text("utf-8")
    assert made.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert newsclf.load().name in made
    assert {path.name for path in desk.iterdir()} == {"page.txt", "bad.csv", "页.html"}


def test_it_speaks_the_language_asked_for(call, desk):
    assert "网页已写好" in call("label", "page.txt", "--html", "a.html", "--lang", "zh").err
    made = (desk / "a.html").read_text("utf-8")
    assert '<html lang="zh-CN">' in made
    assert "志愿服务" in made


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_labels_and_page_are_written_in_one_go_and_the_page_is_the_same(run, desk, jobs):
    assert run("page.txt", "bad.csv", "--html", "alone.html").exception
    assert run("page.txt", "bad.csv", "--html", "a.html", "-o", "l.jsonl", "--jobs", jobs).exception
    assert (desk / "a.html").read_bytes() == (desk / "alone.html").read_bytes()
    rows = [json.loads(line) for line in (desk / "l.jsonl").read_text("utf-8").splitlines()]
    made = (desk / "a.html").read_text("utf-8")
    assert f"{len(rows)} segment(s) of 2 input(s)" in made
    assert "1 row(s) could not be read" in made


def test_printed_labels_go_together_with_it(run, desk):
    done = run("page.txt", "--html", "a.html", "--format", "jsonl")
    assert {json.loads(line)["source"] for line in done.stdout.splitlines()} == {"page.txt"}
    assert '"s1"' in (desk / "a.html").read_text("utf-8")
    done = run("page.txt", "--html", "b.html", "--format", "table")
    assert "by-line" in done.stdout
    assert (desk / "b.html").read_bytes() == (desk / "a.html").read_bytes()


def test_it_goes_to_standard_output_where_nothing_else_does(run):
    assert run("page.txt", "--html", "-", "-q").stdout.startswith("<!DOCTYPE html>")
    assert "standard output" in str(run("page.txt", "--html", "-", "--to", "csv").exception)


def test_what_is_there_is_refused_before_any_work_and_replaced_when_asked(run, desk, monkeypatch):
    (desk / "a.html").write_text("旧", encoding="utf-8")
    caught = run("page.txt", "--html", "a.html", "-o", "l.jsonl").exception
    assert isinstance(caught, PageExistsError)
    assert caught.target == "a.html"
    assert (desk / "a.html").read_text("utf-8") == "旧"
    assert not (desk / "l.jsonl").exists()
    assert run("page.txt", "--html", "a.html", "--overwrite").exception is None
    assert (desk / "a.html").read_text("utf-8").startswith("<!DOCTYPE")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--html", "page.txt"], "one of the inputs"),
        (["--html", "a.html", "-o", "./a.html"], "--html instead of -o"),
        (["--html", "a.jsonl", "-o", "./a.jsonl"], "the same file"),
        (["--html", "a.jsonl.rejects.jsonl", "-o", "a.jsonl"], "the same file"),
        (["--html", "."], "is a folder"),
        (["--html", "new/"], "is a folder"),
        (["-o", "a.HTML"], "--html instead of -o"),
    ],
)
def test_wrong_places_are_refused(run, desk, arguments, said):
    before = {path.name for path in desk.iterdir()}
    assert said in str(run("page.txt", *arguments).exception)
    assert {path.name for path in desk.iterdir()} == before


def test_a_folder_that_is_not_there_is_told_before_any_work(run, desk):
    caught = run("page.txt", "--html", "new/a.html", "-o", "l.jsonl").exception
    assert isinstance(caught, OutputError)
    assert not (desk / "l.jsonl").exists()
    assert run("page.txt", "--html", "new/a.html", "-o", "new/").exception is None
    assert (desk / "new" / "a.html").is_file()


def test_a_job_that_was_stopped_goes_on_and_its_page_is_whole(run, desk, monkeypatch):
    monkeypatch.setattr("newsclf.io.chunks.plan.__defaults__", (600,))
    run("bad.csv", "--html", "whole.html")

    def stop(self):
        raise OutputError(target="a.html", reason="磁盘已满")

    with monkeypatch.context() as broken:
        broken.setattr("newsclf.cli.label_html.Sheet.write", stop)
        assert "磁盘已满" in str(run("bad.csv", "--html", "a.html", "-o", "l.jsonl").exception)
    assert (desk / "l.jsonl.work").is_dir()
    caught = run("bad.csv", "-o", "l.jsonl").exception
    assert "--html" in str(caught)
    assert run("bad.csv", "--html", "a.html", "-o", "l.jsonl").exception.rows == 1
    assert (desk / "a.html").read_bytes() == (desk / "whole.html").read_bytes()
    assert not (desk / "l.jsonl.work").exists()


def test_rejected_rows_are_told_and_shown(call, desk):
    done = call("label", "bad.csv", "--html", "a.html")
    assert done.returncode == 1
    assert "line 302" in done.err
    made = (desk / "a.html").read_text("utf-8")
    assert re.search("bad.csv</span> · line 302", made)


def test_an_empty_page_is_told_and_made(run, desk):
    (desk / "空.txt").write_text("", encoding="utf-8")
    done = run("空.txt", "--html", "a.html")
    assert "空.txt: no visible text." in done.stderr
    assert "There is no visible text here." in (desk / "a.html").read_text("utf-8")


def test_parquet_in_needs_no_parquet_out(run, desk):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"text": ["志愿者清理河道"], "id": ["甲7"]}), desk / "t.parquet")
    assert run("t.parquet", "--html", "a.html").exception is None
    assert ">甲7</a>" in (desk / "a.html").read_text("utf-8")
