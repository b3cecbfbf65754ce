from __future__ import annotations

from pathlib import Path

import pytest

from newsclf.errors import OutputError, OutputExistsError
from newsclf.io.outputs import refuse_existing, write_text, writing


@pytest.mark.parametrize("text", ["", "水\r\n清\n", "\ufeff水", "水\ud800"])
def test_what_is_written_is_written_byte_for_byte_and_nothing_else(tmp_path, text):
    write_text(str(tmp_path / "结果.jsonl"), text)
    assert (tmp_path / "结果.jsonl").read_bytes() == text.encode("utf-8", "backslashreplace")
    assert [path.name for path in tmp_path.iterdir()] == ["结果.jsonl"]


def test_an_old_file_is_replaced(tmp_path):
    (tmp_path / "out.csv").write_text("old and longer", encoding="utf-8")
    write_text(str(tmp_path / "out.csv"), "new")
    assert (tmp_path / "out.csv").read_text("utf-8") == "new"


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path):
    target = str(tmp_path / "没有" / "out.csv")
    with pytest.raises(OutputError) as caught:
        write_text(target, "水")
    assert (caught.value.target, caught.value.reason) == (target, "no such file or folder")


def test_a_folder_in_the_files_place_is_an_output_error_and_leaves_nothing(tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(OutputError) as caught:
        write_text(str(tmp_path / "out.csv"), "水")
    assert (caught.value.target, caught.value.reason) == (str(tmp_path / "out.csv"), "it is a folder")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.parametrize("target", ["", ".", "/"])
def test_a_name_that_no_file_can_have_is_an_output_error(target):
    with pytest.raises(OutputError) as caught:
        write_text(target, "水")
    assert caught.value.target == target


@pytest.mark.parametrize("name", ["file.txt/out.csv", "a" * 300, "a\0b"])
def test_an_impossible_place_is_an_output_error(tmp_path, name):
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    target = str(tmp_path / name)
    with pytest.raises(OutputError) as caught:
        write_text(target, "水")
    assert caught.value.target == target


def test_the_longest_name_that_a_file_can_have_is_written(tmp_path):
    target = tmp_path / ("a" * 255)
    write_text(str(target), "水")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_link_is_followed_and_a_mode_kept(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("旧", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    write_text(str(link), "新")
    assert link.is_symlink()
    assert (real.read_text("utf-8"), real.stat().st_mode & 0o777) == ("新", 0o600)


def test_a_device_is_written_to_and_stays_one():
    write_text("/dev/null", "水")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputError) as caught:
        write_text("/dev/full", "水")
    assert caught.value.reason == "no space left"
    assert Path("/dev/full").is_char_device()


def test_an_output_that_fails_half_way_leaves_nothing_and_keeps_the_old(tmp_path):
    (tmp_path / "out.csv").write_text("旧", encoding="utf-8")

    def write_half() -> None:
        with writing(tmp_path / "out.csv") as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("out.csv", "旧")]


def test_what_is_there_is_refused_unless_it_shall_be_replaced(tmp_path):
    target = tmp_path / "结果.jsonl"
    refuse_existing(target, overwrite=False)
    target.write_text("mine")
    refuse_existing(target, overwrite=True)
    with pytest.raises(OutputExistsError) as caught:
        refuse_existing(target, overwrite=False)
    assert caught.value.evidence == {"target": str(target)}


def test_a_device_is_always_there():
    refuse_existing("/dev/null", overwrite=False)
