"""What others wrote (texts, tables, names of files, models) is shown, and drives no terminal."""

import json
import os
import subprocess
import sys
import unicodedata

import pytest

from models import resign
from newsclf.cli.frame import say
from newsclf.cli.terminal import print_table, tell
from newsclf.shipped import shipped_folder

EVIL = "\x1b[2J\x1b]0;owned\x07\r\b\x7f\x9b31m\u202e\u2066[bold red]河[/]:heart:[link=http://x]道[/link]"
PLAIN = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}


def harmless(text):
    kinds = {unicodedata.category(char) for char in text.replace("\n", "")}
    return not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.fixture
def call(tmp_path):
    def run(*arguments, code=0):
        command = [sys.executable, "-m", "newsclf", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=PLAIN)
        out, err = done.stdout.decode(), done.stderr.decode()
        assert done.returncode == code, err
        assert harmless(out), out
        assert harmless(err), err
        return out + err

    return run


def test_a_sentence_is_one_line_and_harmless(capsys):
    say(EVIL + "\nmore")
    tell(EVIL + "\nmore")
    out, err = capsys.readouterr()
    assert out == err
    assert harmless(out)
    assert out.count("\n") == 1
    assert "␛[2J" in out
    assert "\\x9b31m\\u202e" in out


def test_a_table_shows_heads_and_cells_as_they_are_written(capsys):
    print_table(["[bold]head[/bold]", ":heart:", EVIL], [["[red]cell[/red]", ":smile:", EVIL], ["a\tb\nc", 1, None]])
    out = capsys.readouterr().out
    assert harmless(out)
    for shown in ("[bold]head[/bold]", ":heart:", "[red]cell[/red]", ":smile:", "a b c", "[bold red]河[/]", "␛]0;owned␇"):
        assert shown in out


@pytest.mark.parametrize("command", [["segment"], ["label"], ["label", "--as", "lines"]])
def test_texts(call, tmp_path, command):
    (tmp_path / "page.txt").write_text(f"{EVIL}志愿者清理河道\n\n{EVIL}春运首日\n", "utf-8")
    assert "␛" in call(*command, "page.txt", "--format", "table")


def test_a_text_that_is_explained(call):
    assert "清理" in call("explain", f"{EVIL}志愿者清理河道垃圾{EVIL}", "--format", "table")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["label", EVIL], 1),
        (["label", "--model", EVIL, "x.txt"], 1),
        (["label", "--model", EVIL + ".zip", "x.txt"], 1),
        (["info", EVIL], 1),
        (["label", "x.txt", "-o", EVIL + ".xlsx"], 2),
        (["label", "x.txt", "--format", EVIL], 2),
        (["label", "x.txt", "--jobs", EVIL], 2),
        (["label", "--" + EVIL], 2),
        ([EVIL], 2),
        (["explain", "志愿者", "--theme", EVIL], 2),
        (["explain", "志愿者", EVIL], 2),
        (["label", "x.txt", "--text-column", EVIL, "--as", "table"], 1),
        (["dict", "check", EVIL], 1),
        (["train", EVIL, "-o", "m"], 1),
        (["evaluate", EVIL, EVIL], 1),
    ],
    ids=lambda words: " ".join(words).split("\x1b")[0] if isinstance(words, list) else str(words),
)
def test_names_in_errors(call, tmp_path, words, code):
    (tmp_path / "x.txt").write_text("text\n志愿者清理河道\n", "utf-8")
    assert len(call(*words, code=code).splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_names_of_files_that_are_there(call, tmp_path):
    name = EVIL.replace("/", "")
    (tmp_path / name).write_text("", "utf-8")
    call("label", name, "--format", "table")
    (tmp_path / (name + ".csv")).write_text(f"text,{name}\na,b,c\n", "utf-8")
    call("label", name + ".csv", "--format", "table", code=1)
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"\xff\xfe\xff")
    call("label", os.fsdecode(b"\xff\xfe.txt"), "--format", "table", code=1)


def test_columns_and_labels_of_tables(call, tmp_path):
    (tmp_path / "a.csv").write_text(f'"{EVIL}",b\n1,2\n', "utf-8")
    call("label", "a.csv", code=1)
    (tmp_path / "b.csv").write_text(f'text,theme\n清理河道垃圾,"{EVIL}"\n清理河道垃圾,ecology\n', "utf-8")
    assert "␛" in call("evaluate", shipped_folder(), "b.csv", "--format", "table")
    assert "cannot be seen" in call("train", "b.csv", "-o", "m", code=1)
    assert not (tmp_path / "m").exists()


def test_words_of_a_dictionary(call, tmp_path):
    (tmp_path / "words.txt").write_text(f"{EVIL}\n", "utf-8")
    assert "words.txt, line" in call("dict", "check", "words.txt", "--format", "table", code=1)
    (tmp_path / "words.txt").write_text("\x1b[2J河长制\u202e\n", "utf-8")
    assert "␛" in call("dict", "check", "words.txt", "--format", "table")


def test_names_of_themes_are_no_markup(call, make_folder):
    folder = make_folder()
    names = ["[bold]a[/bold]", ":heart:", "[link=http://x]", "[/]"]
    manifest = json.loads((folder / "manifest.json").read_bytes())
    labels = dict(zip(names, manifest["training"]["labels"].values(), strict=True))
    resign(folder, themes=names, training={**manifest["training"], "labels": labels})
    assert all(name in call("info", folder, "--format", "table") for name in names)
    assert "[" in call("explain", "志愿者清理河道垃圾", "--model", folder, "--format", "table")


def test_facts_of_a_model_that_nobody_checked(call, make_folder):
    folder = make_folder()
    training = json.loads((folder / "manifest.json").read_bytes())["training"]
    evil = {
        **training,
        "texts": EVIL,
        "without_theme": EVIL,
        "fingerprint": EVIL,
        "labels": dict.fromkeys(training["labels"], EVIL),
    }
    resign(folder, training=evil)
    assert "␛" in call("info", folder, "--format", "table")


@pytest.mark.parametrize("training", [None, [], {}, "x", {"fingerprint": 1}])
def test_facts_that_are_missing_are_one_sentence(call, make_folder, training):
    folder = make_folder()
    resign(folder, training=training)
    assert "manifest.json" in call("info", folder, "--format", "table", code=1)


def test_names_and_definitions_of_a_model_are_shown_as_they_are_written(call, make_folder):
    folder = make_folder()
    said = {
        "names": {"en": "[red]E[/red]"},
        "definitions": {"en": "[link=http://x]d[/link]:heart:\nmore"},
        "colour": "",
        "seed_words": [],
    }
    resign(folder, theme_facts={"ecology": said})
    shown = call("info", folder, "--format", "table")
    assert "[red]E[/red]" in shown
    assert "[link=http://x]d[/link]:heart: more" in shown


@pytest.mark.parametrize("test", [[], "x", {"n": 1}, {"macro_f1_interval": [1]}, {"macro_f1_interval": [0, 1], "n": "x"}])
def test_figures_of_a_test_that_nobody_checked_are_one_sentence(call, make_folder, test):
    folder = make_folder()
    resign(folder, test=test or {"n": 1})
    assert "manifest.json" in call("info", folder, "--format", "table", code=1)
