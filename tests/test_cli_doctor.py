"""What the doctor finds: here, on machines that lack something, and of broken models."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from commands import ENGLISH

import newsclf
from newsclf.cli import checkup
from newsclf.cli.checkup import DEVELOPERS, examined, fits, private
from newsclf.errors import ModelError
from newsclf.messages import catalogue

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
REQUIRES = [
    "numpy>=1.26", "scikit-learn<9,>=1.6", "pyarrow>=16; extra == 'parquet'", "onnx>=1.17 ; extra == 'export'",
    "skops>=0.11; extra == 'export'", "pytest>=8; extra == 'test'",
    "atheris>=3.0; (platform_system == 'Linux' and platform_machine == 'x86_64') and extra == 'fuzz'",
    'brandnew; extra == "brandnew"',
]  # fmt: skip


@pytest.fixture
def installed(monkeypatch):
    """Say what is installed, and what newsclf needs."""
    versions = {"numpy": "2.4.6", "scikit-learn": "1.6", "onnx": "1.20.0"}

    def version(name):
        try:
            return versions[name]
        except KeyError:
            raise metadata.PackageNotFoundError(name) from None

    monkeypatch.setattr(checkup.metadata, "version", version)
    monkeypatch.setattr(checkup.metadata, "requires", lambda name: REQUIRES)
    return versions


def test_the_object_for_reports_says_what_is_there(call):
    done = call("doctor")
    facts = json.loads(done.out)
    assert (done.returncode, done.err, done.out.count("\n")) == (0, "", 1)
    assert (facts["newsclf"], facts["problems"]) == (newsclf.__version__, [])
    assert facts["packages"]["numpy"]["version"] == metadata.version("numpy")
    assert [(model["model"], model["works"]) for model in facts["models"]] == [(newsclf.load().name, True)]
    assert facts["cores"] >= 1
    assert facts["temporary_folder"]["writable"]


def test_people_get_a_table_and_the_lines_that_add_what_is_lacking(call, model_folder):
    done = call("doctor", "--format", "table", "--lang", "zh", "-m", model_folder)
    assert (done.returncode, done.err) == (0, "")
    for told in ("scikit-learn", "themes-zh", model_folder.name, "临时文件夹", "一切正常"):
        assert told in done.out


def test_extras_are_those_of_the_metadata_and_each_lacking_one_has_its_line(installed):
    extras = examined()["extras"]
    assert list(extras) == ["brandnew", "export", "parquet", "test"]  # that of other machines is none here
    assert extras["export"]["install"] == "pip install 'newsclf[export]'"
    assert not extras["export"]["complete"]
    assert extras["export"]["packages"]["onnx"] == {"version": "1.20.0", "needs": ">=1.17", "fits": True}
    assert [name for name, fact in extras.items() if fact["for_developers"]] == ["test"]
    installed["skops"] = "0.11"
    assert examined()["extras"]["export"]["complete"]


def test_every_extra_of_the_project_has_words_that_say_what_it_is_for():
    extras = set(PROJECT["optional-dependencies"])
    assert {name for name in extras if f"extra_{name}" not in catalogue()} == set()
    assert {name for name in extras if catalogue()[f"extra_{name}"]["en"].startswith("for developers")} == extras & set(
        DEVELOPERS
    )


def test_a_package_that_is_too_old_or_gone_is_a_problem(installed):
    assert examined()["problems"] == []
    installed["scikit-learn"] = "1.5.9"
    del installed["numpy"]
    found = examined()["problems"]
    assert [sentence.split()[0] for sentence in found] == ["numpy>=1.26", "scikit-learn<9,>=1.6"]
    assert "found: none" in found[0]
    assert "found: 1.5.9" in found[1]


@pytest.mark.parametrize(
    ("version", "wanted", "does"),
    [("1.6", ">=1.6", True), ("1.6.0", ">=1.6", True), ("1.10", ">=1.6", True), ("1.5.9", ">=1.6", False),
     ("2.0rc1", ">=1.6", True),
     ("0.43", "<0.43,>=0.42.1", False), ("0.42.1", "<0.43,>=0.42.1", True), ("5", "", True), ("1.2.post1", ">=1.2", True)],
)  # fmt: skip
def test_which_versions_fit(version, wanted, does):
    assert fits(version, wanted) is does


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_a_damaged_model_is_one_sentence_and_exit_code_1(call, make_folder, form):
    folder = make_folder()
    (folder / "CARD.md").write_text("changed")
    done = call("doctor", "--model", folder, "--format", form)
    assert done.returncode == 1
    assert len(done.err.splitlines()) == 1
    assert "CARD.md" in done.err
    assert done.err.startswith("newsclf does not work here as it should: ")
    if form == "jsonl":
        shipped, other = json.loads(done.out)["models"]
        assert (shipped["works"], other["works"]) == (True, False)


def test_a_shipped_model_that_is_lost_or_answers_otherwise_is_a_problem(monkeypatch, model):
    monkeypatch.setattr(checkup, "EXPECTED", "体育")
    assert "instead of 体育" in examined()["problems"][0]

    def lost(folder):
        raise ModelError

    monkeypatch.setattr(checkup, "attribute", lambda module, name: lost)
    assert [fact["works"] for fact in examined()["models"]] == [False]


@pytest.mark.parametrize("module", ["numpy", "rich"])
def test_without_a_package_it_still_says_what_is_wrong(module):
    code = f"import sys\nsys.modules['{module}'] = None\nfrom newsclf.cli import main\nmain(['doctor', '--format', 'jsonl'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=ENGLISH)
    facts = json.loads(done.stdout)
    assert b"Traceback" not in done.stderr
    assert (done.returncode, bool(facts["problems"])) == ((1, True) if module == "numpy" else (0, False))


def test_nothing_tells_who_runs_it(tmp_path, make_folder):
    home = tmp_path / "wangxiaoming"
    shutil.copytree(make_folder(), home / "models" / "damaged")
    (home / "models" / "damaged" / "CARD.md").write_text("changed")
    (home / "tmp").mkdir()
    env = {**ENGLISH, "HOME": str(home), "USER": "wangxiaoming", "LOGNAME": "wangxiaoming", "TMPDIR": str(home / "tmp")}
    command = [sys.executable, "-m", "newsclf", "doctor", "-m", str(home / "models" / "damaged")]
    done = subprocess.run(command, capture_output=True, env=env)
    assert done.returncode == 1
    assert b"wangxiaoming" not in done.stdout + done.stderr
    assert json.loads(done.stdout)["models"][1]["folder"] == "~/models/damaged"


def test_a_path_elsewhere_loses_the_name_too(monkeypatch):
    monkeypatch.setenv("HOME", "/home/li")
    monkeypatch.setattr(checkup.getpass, "getuser", lambda: "li")
    assert [private(path) for path in ("/home/li", "/home/li/模型", "/home/lily", "/data/li/m")] == [
        "~",
        "~/模型",
        "/home/lily",
        "/data/…/m",
    ]


def test_a_temporary_folder_that_cannot_be_written_and_no_fonts_are_told(monkeypatch, capsys):
    def refuse():
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(checkup.tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(checkup.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, b""))
    facts = examined()
    assert facts["temporary_folder"] == {"folder": None, "writable": False, "free": 0, "reason": "the disk can only be read"}
    assert facts["fonts"] in (None, {"count": 0, "such_as": []})
    assert facts["problems"] == []


def test_heavy_packages_are_looked_up_and_not_imported():
    heavy = "{'sklearn', 'scipy', 'pandas', 'jieba', 'pyarrow', 'matplotlib', 'onnx', 'distributed'}"
    code = f"import sys\nfrom newsclf.cli import main\ntry: main(['doctor'])\nfinally: print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.stdout.decode().splitlines()[-1] == "[]"
