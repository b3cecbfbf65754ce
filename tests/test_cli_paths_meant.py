"""What is asked of somebody whose path leads nowhere."""

from pathlib import Path

import pytest

from newsclf.cli.paths_meant import MANIFEST, path_meant
from newsclf.errors import DamagedModelError, MissingFileError, MissingModelError
from newsclf.model_folder import MANIFEST as OF_FOLDERS


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("archive/三月", "my-model", "my-mode", "我的模型"):
        Path(folder).mkdir(parents=True)
    for file in (
        "page.txt",
        "段落.csv",
        "archive/page-2.txt",
        "archive/三月/头版.txt",
        "my model 2.zip",
        f"my-model/{MANIFEST}",
        f"我的模型/{MANIFEST}",
    ):
        Path(file).touch()
    return tmp_path


def meant(error):
    said = path_meant(error)
    return said.removeprefix(" Did you mean ").removesuffix("?").split(" / ") if said else []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("pgae.txt", "page.txt"),
        ("./page.tx", "./page.txt"),
        ("段洛.csv", "段落.csv"),
        ("archiv/page-2.txt", "archive/page-2.txt"),
        ("archive/page2.txt", "archive/page-2.txt"),
        ("archive/三月/头板.txt", "archive/三月/头版.txt"),
        ("archve/3/x.txt", "archive"),
        ("Page.TXT", "page.txt"),
    ],
)
def test_a_slip_in_a_path(wrong, right):
    assert meant(MissingFileError(source=wrong, reason="gone"))[0] == right


def test_a_slip_in_an_absolute_path(tmp_path):
    assert meant(MissingFileError(source=str(tmp_path / "pag.txt"), reason="gone")) == [str(tmp_path / "page.txt")]


@pytest.mark.parametrize("wrong", ["nothing-like-it", "", "/", "page.txt/x", "/nowhere/at/all", "\0", "x" * 5000])
def test_nothing_is_asked_where_nothing_is_near(wrong):
    assert meant(MissingFileError(source=wrong, reason="gone")) == []


def test_of_models_only_such_that_are_some():
    assert meant(MissingModelError(folder="mymodel")) == ["my-model", "'my model 2.zip'"]
    assert meant(MissingModelError(folder="我得模型")) == ["我的模型"]
    assert meant(MissingModelError(folder="pages.txt")) == []
    assert MANIFEST == OF_FOLDERS


def test_a_file_that_is_there_or_another_error_is_not_about_the_name():
    assert path_meant(MissingFileError(source="page.txt", reason="permission denied")) == ""
    assert path_meant(DamagedModelError(folder="mymodel", file="CARD.md")) == ""


def test_a_text_in_the_place_of_a_file_is_answered():
    assert "newsclf explain" in path_meant(MissingFileError(source="志愿者在高铁站为返乡旅客引路。", reason="gone"))
    assert path_meant(MissingFileError(source="不存在的文件.txt", reason="gone")) == ""


def test_the_command_asks_behind_its_sentence(call, tmp_path):
    done = call("label", "pgae.txt")
    assert (done.returncode, done.err) == (
        1,
        "pgae.txt: cannot be read (no such file or folder); check the path. Did you mean page.txt?\n",
    )
    (tmp_path / "表.csv").write_text("编号,正 文\n1,志愿者\n", "utf-8")
    assert "是否想用 --text-column '正 文'？" in call("label", "表.csv", "--lang", "zh").err
    assert (
        "Did you mean --label-column 编号"
        in call("train", "表.csv", "-o", "m", "--text-column", "正 文", "--label-column", "编码").err
    )
    assert "是否想用 民生？" in call("explain", "医保", "--theme", "民声", "--lang", "zh").err
