from __future__ import annotations

import json

import pytest

from newsclf.cli.talk import Talk


@pytest.fixture
def rows(tmp_path):
    """A table with a row that cannot be read."""
    (tmp_path / "a.jsonl").write_text('{"text": "志愿者清理河道"}\n[1]\n', encoding="utf-8")


def events(done) -> list[tuple[str, str]]:
    told = [json.loads(line) for line in done.err.splitlines()]
    assert all({"time", "level", "event", "message"} <= one.keys() for one in told)
    return [(one["level"], one["event"]) for one in told]


def test_every_line_of_the_log_is_json_whatever_happens(call, rows):
    assert events(call("label", "a.jsonl", "--log-json")) == [("warning", "bad_row"), ("error", "RejectedRowsError")]
    assert events(call("label", "a.jsonl", "--log-json", "-o", "o.csv")) == [("info", "written"), ("error", "RejectedRowsError")]
    assert events(call("label", "a.jsonl", "--log-json", "-o", "o.csv")) == [("error", "OutputExistsError")]
    assert events(call("label", "nowhere.csv", "--log-json")) == [("error", "MissingFileError")]
    assert events(call("label", "a.jsonl", "--log-json", "--nonsense")) == [("error", "UsageError")]
    assert events(call("label", "a.jsonl", "--log-json", "-o", "/dev/full", "--to", "csv"))[-1] == ("error", "OutputError")


def test_the_log_accounts_for_rows_in_numbers(call, rows):
    told = json.loads(call("label", "a.jsonl", "--log-json", "-o", "o.csv").err.splitlines()[0])
    assert [told[name] for name in ("target", "rows", "labelled", "abstained", "rejected")] == ["o.csv", 2, 1, 0, 1]
    assert told["rate"] > 0


def test_a_rejected_row_is_told_with_its_place_in_numbers(call, rows):
    told = json.loads(call("label", "a.jsonl", "--log-json", "--quiet").err.splitlines()[0])
    assert (told["source"], told["line"]) == ("a.jsonl", 2)


def test_quiet_says_only_what_is_wrong(call, rows, tmp_path):
    (tmp_path / "b.csv").write_text("text\n河\n", encoding="utf-8")
    assert call("label", "b.csv", "-o", "o.csv", "--quiet").err == ""
    assert "line 2" in call("label", "a.jsonl", "-q").err


def test_verbose_tells_what_was_found_out(call, tmp_path):
    (tmp_path / "b.csv").write_text("n;text\n1;志愿者\n", encoding="gb18030")
    said = call("label", "b.csv", "-o", "o.csv", "-v").err.splitlines()
    assert said[0] == "b.csv: csv, gb18030, 16 bytes, columns: n, text."
    assert len(said) == 2


def test_quiet_and_verbose_choose_what_is_said(capsys):
    for talk, count in ((Talk(), 2), (Talk(quiet=True), 1), (Talk(verbose=True), 3)):
        talk.tell("empty_page", source="a")
        talk.detail("empty_page", source="b")
        talk.warn("empty_page", source="c")
        assert len(capsys.readouterr().err.splitlines()) == count
