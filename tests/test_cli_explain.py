"""``newsclf explain`` as people see it."""

import contextlib
import json
import os
import pty
import re
import select
import subprocess
import sys

import pytest
from commands import ENGLISH

LONG = "本报讯春运首日，志愿者在车站的候车大厅里为返乡的旅客引路、倒水、量体温、指导购票、安抚老人和孩子，从清晨忙到深夜。"


def explain(*words, code=0):
    done = subprocess.run([sys.executable, "-m", "newsclf", "explain", *words], capture_output=True, env=ENGLISH)
    assert done.returncode == code, done.stderr.decode()
    return (done.stderr if code else done.stdout).decode()


def numbers(shown):
    """The numbers of the first column that has any, row by row."""
    return [float(found[0]) for line in shown.splitlines() if (found := re.findall(r"[+-]\d+\.\d{4}", line))]


def test_the_rows_that_are_drawn_add_up_to_the_last():
    shown = numbers(explain(LONG, "--format", "table", "--theme", "volunteering"))
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=0.002)


def test_of_many_words_the_weak_ones_are_drawn_together_unless_all_are_asked_for():
    some, every = explain(LONG, "--format", "table", "--lang", "zh"), explain(LONG, "--format", "table", "--lang", "zh", "--all")
    assert "（其余" in some
    assert "（其余" not in every
    assert len(every.splitlines()) > len(some.splitlines())


def test_against_another_theme_says_whether_it_is_named_and_what_sets_them_apart():
    shown = explain("志愿者清理河道垃圾。", "--against", "民生", "--format", "table", "--lang", "zh")
    assert "未判定为民生：概率 0." in shown
    assert "志愿服务" in shown
    assert "与民生的对数几率之差" in shown
    assert "志愿者" in shown


def test_against_a_theme_where_there_is_none_says_what_is_missing():
    shown = explain("会议听取了社区工作汇报。", "--against", "livelihood", "--format", "table")
    assert "livelihood lacks" in shown
    assert numbers(shown)[0] == max(numbers(shown)[:-1])  # what speaks for it comes first
    assert sum(numbers(shown)[:-1]) == pytest.approx(numbers(shown)[-1], abs=0.001)


def test_a_rival_that_is_named_too_is_said_to_be():
    shown = explain(
        "春运期间志愿者在车站为返乡旅客引路。", "--theme", "volunteering", "--against", "spring_travel", "--format", "table"
    )
    assert "spring_travel is named, too" in shown


def test_records_of_a_contrast_add_up():
    record = json.loads(explain("志愿者清理河道垃圾。", "--against", "livelihood"))
    assert record["against"] == "livelihood"
    total = record["start"] + sum(word["theme"] - word["against"] for word in record["words"])
    assert total == pytest.approx(record["difference"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--against", "体育"], "体育"),
        (["--against", ""], "no theme"),
        (["--theme", "ecology", "--against", "ecology"], "--against needs another theme"),
        (["--against", "volunteering"], "--against needs another theme"),
    ],
)
def test_wrong_rivals_are_wrong_usage(words, said):
    assert said in explain("志愿者清理河道垃圾，志愿服务队员义务植树。", *words, code=2)


def test_a_terminal_shows_the_text_with_its_words_in_colour():
    parent, child = pty.openpty()
    words = [sys.executable, "-m", "newsclf", "explain", "志愿者清理\x1b[31m河道。", "--lang", "zh"]
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    process = subprocess.Popen(words, stdout=child, stderr=child, env=env)
    os.close(child)
    shown = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal that nobody writes to any more with an error
        while select.select([parent], [], [], 30)[0] and (more := os.read(parent, 65536)):
            shown += more
    assert process.wait() == 0
    assert re.search(rb"\x1b\[1;4;32m\xe5\xbf\x97\xe6\x84\xbf", shown)
    assert b"\x1b[31m\xe6\xb2\xb3" not in shown  # what the text would do to the terminal
