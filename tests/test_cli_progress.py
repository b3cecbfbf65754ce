from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from commands import ENGLISH

from newsclf.batch.work import Done
from newsclf.cli.progress import Progress
from newsclf.cli.talk import Talk

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def in_terminal(tmp_path: Path):
    """Call the command with a terminal for stderr, and stdout too where it is asked for: all that the terminal gets."""
    (tmp_path / "a.csv").write_text("text\n" + "志愿者清理河道垃圾\n[\n" * 2000, encoding="utf-8")

    def run(*arguments: str, stdout_too: bool = False) -> str:
        outer, inner = pty.openpty()
        command = [sys.executable, "-m", "newsclf", "label", "a.csv", *arguments]
        stdout = inner if stdout_too else subprocess.DEVNULL
        env = {**ENGLISH, "TERM": "xterm", "COLUMNS": "80"}
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=inner, cwd=tmp_path, env=env) as process:
            os.close(inner)
            said = b""
            with suppress(OSError):  # the terminal is gone with the process
                while data := os.read(outer, 1 << 16):
                    said += data
        os.close(outer)
        assert process.returncode == 0, said
        return said.decode()

    return run


def test_a_terminal_shows_a_bar_that_is_gone_at_the_end(in_terminal):
    said = in_terminal("-o", "o.csv")
    assert "rows, " in said
    assert "left" in said
    bar, last = said[: said.rindex("\x1b[2K")], said[said.rindex("\x1b[2K") :]  # the line of the bar is wiped
    assert "\x1b[?25l" in bar  # and its cursor was hidden, and is back
    assert "\x1b[?25h" in said
    assert [line for line in ESCAPE.sub("", last).split("\r\n") if line.strip()][-1].startswith(
        "o.csv: 4000 rows in, 4000 labelled"
    )
    assert "━" not in last


def test_the_bar_speaks_chinese(in_terminal):
    assert "4,000 行，每秒" in in_terminal("-o", "o.csv", "--lang", "zh")


@pytest.mark.parametrize("option", ["--quiet", "--log-json"])
def test_no_bar_where_it_is_not_wanted(in_terminal, option):
    assert "━" not in in_terminal("-o", "o.csv", option)


def test_no_bar_between_rows_in_the_same_terminal(in_terminal):
    said = in_terminal("--to", "csv", stdout_too=True)
    assert said.count("\r\n") >= 4001
    assert "━" not in said


def test_a_pipe_gets_no_bar(call, tmp_path):
    (tmp_path / "a.csv").write_text("text\n河\n", encoding="utf-8")
    assert len(call("label", "a.csv", "-o", "o.csv").err.splitlines()) == 1


def test_machines_are_told_now_and_then(capsys, monkeypatch):
    seconds = iter(range(0, 1000, 2))
    monkeypatch.setattr("newsclf.cli.progress.time.monotonic", lambda: float(next(seconds)))
    with Progress(Talk(as_json=True), 1000) as progress:
        progress(Done(0, "a.csv", 10, 0, 0, size=100), earlier=True)
        for number in range(1, 12):
            progress(Done(number, "a.csv", 10, 0, 0, size=100))
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {one["event"] for one in told} == {"progress"}
    assert 2 <= len(told) <= 6
    assert [one["rows"] for one in told] == sorted(one["rows"] for one in told)
    assert told[-1]["share"] <= 1  # UTF-16 grows when it is read
    assert all(re.fullmatch(r"\d+:\d\d:\d\d", one["left"]) for one in told)


def test_before_anything_is_done_nobody_knows_how_long_it_takes():
    assert Progress(Talk(), 1000)._facts()["left"] == "-:--:--"
    assert Progress(Talk(), 0)._facts() == {"rows": 0, "rate": 0.0, "left": "-:--:--"}
