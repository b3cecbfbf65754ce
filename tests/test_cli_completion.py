"""Completion, asked for as shells do."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ENGLISH

from newsclf.cli.completion import INSTALL
from newsclf.cli.completions import columns, models, themes
from newsclf.cli.shells import SHELLS, VARIABLE, script
from newsclf.messages import catalogue


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with what can be completed."""
    monkeypatch.chdir(tmp_path)
    for folder in ("my-model", "我的模型", "archive"):
        Path(folder).mkdir()
    for folder in ("my-model", "我的模型"):
        Path(folder, "manifest.json").write_text(json.dumps({"themes": ["体育", "财经"]}), "utf-8")
    Path("packed.zip").write_bytes(b"PK")
    Path("page.txt").write_text("志愿者\n", "utf-8")
    Path("rows.csv").write_text('编号,正 文,"a,b",theme\n1,志愿者,x,y\n', "gb18030")
    Path("rows.tsv").write_text("甲\t乙\n1\t2\n", "utf-8")
    Path("rows.jsonl").write_text('\n{"标题": 1, "内容": 2}\n{"x": 1}\n', "utf-8")
    return tmp_path


class Completer:
    """A shell that asks in this process."""

    def __init__(self, shell, monkeypatch):
        self.shell, self.monkeypatch = shell, monkeypatch

    def __call__(self, *words, code="en"):
        line = "\n".join(["newsclf", *words])
        place = words[-1] if self.shell == "fish" else str(len(words))
        for name, value in (("COMP_WORDS", line), ("COMP_CWORD", place), (VARIABLE, f"{self.shell}_complete"), ("LC_ALL", code)):
            self.monkeypatch.setenv(name, value)
        done = subprocess.run([sys.executable, "-m", "newsclf"], capture_output=True, env={**os.environ, "PYTHONUTF8": "1"})
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode().splitlines()


@pytest.fixture
def bash(desk, monkeypatch):
    return Completer("bash", monkeypatch)


class Context:
    """What completions look at of a command line."""

    def __init__(self, *words):
        self.obj = list(words)


def values(items):
    return [item.value for item in items]


def test_bash_completes_commands_options_choices_files_models_columns_and_themes(bash):
    assert bash("ex") == ["plain,explain", "plain,export", "plain,example"]
    assert bash("label", "--form") == ["plain,--format"]
    assert bash("label", "page.txt", "--format", "") == ["plain,table", "plain,jsonl"]
    assert bash("label", "page.txt", "--format", "=", "j") == ["plain,jsonl"]
    assert bash("label", "pa") == ["file,pa"]
    assert bash("info", "") == ["plain,my-model", "plain,packed.zip", "plain,我的模型", "dir,"]
    assert bash("label", "rows.csv", "--text-column", "") == ["plain,编号", r"plain,正\ 文", "plain,a,b", "plain,theme"]
    assert bash("label", "rows.csv", "--text-column", "'正") == ["plain,正 文"]
    assert bash("explain", "志愿者", "-m", "my-model", "--theme", "") == ["plain,体育", "plain,财经"]


def test_fish_and_zsh_are_told_what_things_are_in_the_language_of_the_user(desk, monkeypatch):
    zsh, fish = Completer("zsh", monkeypatch), Completer("fish", monkeypatch)
    assert fish("dic", code="zh_CN.UTF-8") == ["plain,dict\t" + catalogue()["help_dict"]["zh"].partition("：")[0]]
    assert zsh("--lang", "zh", "inf") == ["plain", "info", "查看模型信息"]
    assert zsh("label", "--format=t") == ["plain", "--format=table", "_"]
    assert zsh("info", "my") == ["plain", "my-model", "_", "dir", "my", "_"]


@pytest.mark.parametrize(
    "words", [["label", "--text-column", ""], ["info", "nowhere/"], ["label", "--nonsense=", "x", "--text-column", ""],
              ["explain", "志愿者", "-m", "page.txt", "--theme", ""]]
)  # fmt: skip
def test_where_there_is_nothing_to_complete_nobody_is_told_of_errors(bash, words):
    assert [line for line in bash(*words) if line and not line.startswith(("dir", "plain,--format"))] == []


def test_columns_are_those_of_the_first_table_on_the_line(desk):
    assert values(columns(Context("label", "page.txt", "rows.tsv", "rows.csv"), "")) == ["甲", "乙"]
    assert values(columns(Context("rows.jsonl"), "内")) == ["内容"]
    assert columns(Context("nowhere.csv", "archive"), "") == []


def test_a_pipe_is_never_read_and_a_hostile_head_never_shown(desk):
    os.mkfifo("pipe.csv")
    Path("evil.csv").write_text("a\x1b[2J,正文,b\u202ec\n", "utf-8")
    assert values(columns(Context("pipe.csv", "evil.csv"), "")) == ["正文"]


def test_only_the_head_of_a_large_table_is_read(desk):
    Path("large.csv").write_text("标题,正文\n" + "一,二\n" * 200_000, "utf-8")
    with open("large.csv", "ab") as stream:
        stream.write(b"\xff\xff\x00")  # what no reader of the whole would take
    assert values(columns(Context("large.csv"), "")) == ["标题", "正文"]


def test_models_are_found_below_a_folder_and_at_home(desk, monkeypatch):
    monkeypatch.setenv("HOME", str(desk))
    shutil.move("my-model", "archive/my-model")
    assert values(models(None, "archive/m"))[:-1] == ["archive/my-model"]
    assert values(models(None, "~/archive/"))[:-1] == ["~/archive/my-model"]


def test_themes_are_those_of_the_shipped_model_unless_another_is_named(desk):
    assert "volunteering" in values(themes(Context("explain"), ""))
    assert values(themes(Context("--model", "我的模型"), "财")) == ["财经"]
    assert themes(Context("-m", "nowhere"), "") == []


@pytest.mark.parametrize("words", [["la"], ["label", "--te"]])
def test_completion_needs_nothing_heavy(desk, words):
    heavy = "{'sklearn', 'scipy', 'pandas', 'jieba', 'rjieba', 'joblib', 'rich'}" if len(words) > 1 else "{'numpy', 'rich'}"
    code = f"import sys\nfrom newsclf.cli import main\ntry: main([])\nfinally: print(sorted({heavy} & set(sys.modules)))"
    env = {**ENGLISH, VARIABLE: "bash_complete", "COMP_WORDS": "\n".join(["newsclf", *words]), "COMP_CWORD": str(len(words))}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env)
    assert done.stdout.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_script_and_its_help_how_to_install_it(call, shell):
    done = call("completion", shell)
    assert (done.returncode, done.out, done.err) == (0, script(shell), "")
    told = call("completion", "--help").out
    assert all(line in told for line in INSTALL[shell])


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_itself_takes_the_script(shell, tmp_path):
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(script(shell), "utf-8")
    assert subprocess.run([shell, "-n", "script"], cwd=tmp_path, capture_output=True).returncode == 0


def test_bash_itself_completes(desk):
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    command = desk / "newsclf"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsclf "$@"\n')
    command.chmod(0o755)
    (desk / "script").write_text(script("bash"), "utf-8")
    ask = r"""ask() {
        COMP_WORDS=(../newsclf "$@"); COMP_CWORD=$#
        _newsclf_completion ../newsclf
        printf '[%s]' "${COMPREPLY[@]}"; echo
    }
    . ./script; cd archive; touch a.txt '*'
    ask up; ask label x --to ""; ask train ../rows.csv --text-column 正; ask info ../my"""
    done = subprocess.run(["bash", "-c", ask], cwd=desk, capture_output=True, env=ENGLISH)
    assert done.stderr == b""
    forms = "[csv][tsv][jsonl][parquet][arrow]"
    assert done.stdout.decode().splitlines() == ["[update]", forms, r"[正\ 文]", "[../my-model]"]
    registered = subprocess.run(["bash", "-c", ". ./script; complete -p newsclf"], cwd=desk, capture_output=True)
    assert registered.stdout.decode().split()[-3:] == ["-F", "_newsclf_completion", "newsclf"]
