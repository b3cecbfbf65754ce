from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsclf.errors import MissingFileError
from newsclf.io.inputs import Source, expand


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to be in, and to put files into."""
    monkeypatch.chdir(tmp_path)

    def make(*names: str) -> Path:
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
        return tmp_path

    return make


def names(*inputs: str, out: str | None = None) -> list[str]:
    return [source.name for source in expand(inputs, out)[0]]


def test_a_file_is_named_after_itself_and_a_file_of_a_folder_after_its_place_there(here):
    here("a.csv", "档案/二月/b.txt")
    sources, left_out = expand(["./a.csv", "档案/"])
    assert sources == [Source("./a.csv", "a.csv"), Source(os.path.join("档案/", "二月", "b.txt"), "二月/b.txt")]
    assert left_out == []


def test_files_of_a_folder_come_by_name_and_its_folders_after_them(here):
    here("in/b.csv", "in/a.jsonl.gz", "in/z/a.txt", "in/c/x.parquet", "in/10.tsv", "in/9.tsv")
    assert names("in") == ["10.tsv", "9.tsv", "a.jsonl.gz", "b.csv", "c/x.parquet", "z/a.txt"]


def test_hidden_files_are_no_inputs_and_unknown_ones_are_counted(here):
    here("in/a.csv", "in/.b.csv", "in/.git/c.csv", "in/d.docx", "in/README", "in/e.csv.bak")
    sources, left_out = expand(["in"])
    assert [source.name for source in sources] == ["a.csv"]
    assert left_out == ["in/README", "in/d.docx", "in/e.csv.bak"]


def test_a_hidden_or_unknown_file_that_is_named_is_read(here):
    here(".b.csv", "README", "a.csv.rejects.jsonl")
    assert names(".b.csv", "README", "a.csv.rejects.jsonl") == [".b.csv", "README", "a.csv.rejects.jsonl"]


def test_outputs_within_an_input_are_no_inputs(here):
    here(
        "in/a.csv",
        "in/out/a.csv",
        "in/b.csv.rejects.jsonl",
        "in/b.csv.work/journal.jsonl",
        "in/b.csv.work/1.csv",
        "in/c.work/d.csv",
    )
    assert names("in", out="in/out/") == ["a.csv", "c.work/d.csv"]
    assert names("in", out="./in/../in/out") == ["a.csv", "c.work/d.csv"]
    assert names("in") == ["a.csv", "c.work/d.csv", "out/a.csv"]


def test_a_pattern_that_no_shell_has_seen_is_resolved(here):
    here("in/b.csv", "in/a.csv", "in/c.txt", "in/d/e.csv", "[x].csv")
    assert names("in/*.csv") == ["a.csv", "b.csv"]
    assert names("in/**/*.csv") == ["a.csv", "b.csv", "e.csv"]
    assert names("[x].csv") == ["[x].csv"]  # there is such a file


def test_standard_input_and_files_keep_their_order(here):
    here("b.csv", "a.csv")
    assert names("b.csv", "-", "a.csv") == ["b.csv", "stdin", "a.csv"]


@pytest.mark.parametrize("given", ["in/*.csv", "empty", "unknown"])
def test_where_there_is_nothing_to_read_is_told(here, given):
    here("unknown/a.docx")
    Path("empty").mkdir()
    with pytest.raises(MissingFileError) as caught:
        expand([given])
    assert caught.value.source == given
    assert ".csv" in caught.value.reason


def test_a_file_that_is_not_there_is_for_the_reader_to_tell(here):
    here()
    assert names("nowhere.csv", "一月.csv") == ["nowhere.csv", "一月.csv"]


def test_a_circle_of_links_is_walked_once(here):
    folder = here("in/a.csv")
    (folder / "in" / "again").symlink_to(folder / "in")
    assert names("in") == ["a.csv"]
