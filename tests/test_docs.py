"""The documents and the command test each other."""

import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest
from annotating import labelstudio_task
from documents import DOCS, ENGLISH, README, ROOT, blocks, chinese, commands, run_here, shown

import newsclf
from newsclf.cli.app import COMMANDS
from newsclf.evaluation import evaluate
from newsclf.io.records import LABEL_FIELDS, segment_record
from newsclf.theme_file import parse_themes

READMES = [README, chinese(README)]
GUIDES = [
    path
    for path in ENGLISH
    if path != README and any(kind == "python" or line.startswith("newsclf") for kind, line in shown(path))
]


@pytest.fixture
def desk(tmp_path, corpus):
    """A folder with the files that the documents' commands name."""
    (tmp_path / "page.txt").write_text(newsclf.example_page(), encoding="utf-8")
    for name in ("mine.csv", "test.csv", "paragraphs.csv"):
        lines = ["text,theme"] + [f'"{row["text"]}",{row["theme"]}' for row in corpus[::12] if '"' not in row["text"]]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    shutil.copy(tmp_path / "test.csv", tmp_path / "dev.csv")
    sources = [f"{line},{'source' if not number else '晚报' if number % 3 else '日报'}" for number, line in enumerate(lines)]
    (tmp_path / "sources.csv").write_text("\n".join(sources), encoding="utf-8")
    (tmp_path / "themes.toml").write_text(blocks(README, "toml")[0], encoding="utf-8")
    (tmp_path / "more.csv").write_text("\n".join(lines[:1] + lines[1:40:3]), encoding="utf-8")
    (tmp_path / "few.csv").write_text("\n".join(lines[:1] + lines[1::4]), encoding="utf-8")
    (tmp_path / "raw.csv").write_text("\n".join(["text", *(line.rsplit(",", 1)[0] for line in lines[1:])]), encoding="utf-8")
    news = ["id,text", *(f'{row["id"]},"{row["text"]}"' for row in corpus[3::12] if '"' not in row["text"])]
    (tmp_path / "news.csv").write_text("\n".join(news), encoding="utf-8")
    for name, rows in (("old", corpus[4::12]), ("new", corpus[5::12])):
        dated = [f'2024-0{1 + place % 3}-15,"{row["text"]}"' for place, row in enumerate(rows) if '"' not in row["text"]]
        (tmp_path / f"{name}.csv").write_text("\n".join(["date,text", *dated]), encoding="utf-8")
    tasks = [labelstudio_task(place, row["text"], [row["theme"]]) for place, row in enumerate(corpus[6::40])]
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    (tmp_path / "more.txt").write_text("\n".join(row["text"] for row in corpus[1::18]), encoding="utf-8")
    (tmp_path / "words.txt").write_text("河长制\n长护险 20\n", encoding="utf-8")
    (tmp_path / "archive").mkdir()
    for name in ("page.txt", "paragraphs.csv"):
        shutil.copy(tmp_path / name, tmp_path / "archive")
    (tmp_path / "notes.txt").write_text("志愿者清理河道\n\n春运首日加开列车\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str, cwd: Path, out: Path | None = None) -> str:
    done = subprocess.run([sys.executable, "-m", "newsclf", *arguments], capture_output=True, cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    if out:
        out.write_bytes(done.stdout)
    return done.stdout.decode()


# What the Chinese documents show is what the English ones show (a test below), so that the English ones are run.


def test_every_command_of_the_readme_works(desk):
    for line in (line for line in commands(README) if line.startswith("newsclf")):
        words = shlex.split(line)
        out = desk / words[words.index(">") + 1] if ">" in words else None
        run(*words[1 : words.index(">") if ">" in words else None], cwd=desk, out=out)
    assert (desk / "my-model" / "manifest.json").is_file()
    assert newsclf.load(desk / "my-news").theme_facts["ecology"].colour == "#1b9e77"
    assert (desk / "report" / "metrics.json").is_file()
    assert len((desk / "labels.jsonl").read_text("utf-8").splitlines()) == 26


def test_every_snippet_of_the_readme_runs():
    for snippet in blocks(README, "python"):
        done = subprocess.run([sys.executable, "-W", "error", "-c", snippet], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_every_command_and_snippet_of_a_guide_works(path, desk, model_folder):
    if not any(re.search(r"-o my-model\b(?!\.)", line) for line in commands(path)):
        shutil.copytree(model_folder, desk / "my-model")
    names: dict[str, object] = {}
    for kind, code in shown(path):
        if kind == "python":
            run_snippet(code, names, desk)
        elif code.startswith("newsclf"):
            run_line(code, desk)


def run_line(line: str, desk: Path) -> None:
    said = run_here(line, desk)
    if "pip install 'newsclf[" in said.err:
        pytest.skip(said.err.strip())
    if "/data/" in line:  # on a cluster of the reader's: there is no such file here, but the usage is right
        assert said.code == 1, said.err
        assert "/data/" in said.err
    else:
        assert said.code == 0, f"{line}: {said.err}"


def run_snippet(code: str, names: dict[str, object], desk: Path) -> None:
    try:
        with chdir(desk):
            exec(code, names)
    except ModuleNotFoundError as error:
        pytest.skip(f"needs {error.name}")


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_both_languages_show_the_same_commands_and_snippets(path):
    assert commands(path) == commands(chinese(path))
    strip = [[re.sub(r" *#.*", "", block) for block in blocks(one, "python")] for one in (path, chinese(path))]
    assert strip[0] == strip[1]


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)
def test_console_blocks_show_commands_only_and_modules_that_are_there(path):
    lines = [line for block in blocks(path, "console") for line in block.splitlines()]
    assert [line for line in lines if not line.startswith("$ ")] == []
    modules = re.findall(r"python3? -m ((?:training|tests|docs)[\w.]*)", "\n".join(lines))
    assert [name for name in modules if not importlib.util.find_spec(name)] == []


def test_every_document_has_a_twin_that_it_leads_to():
    assert {path.name for path in DOCS.glob("*.zh-CN.md")} == {chinese(path).name for path in ENGLISH if path != README}
    for path in ENGLISH:
        assert f"]({chinese(path).name})" in path.read_text("utf-8")
        assert f"[English]({path.name})" in chinese(path).read_text("utf-8")


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_themes_of_the_readme_are_those_that_the_command_reads(path):
    (written,) = blocks(path, "toml")
    ecology, volunteering = parse_themes(written, path.name).values()
    assert (ecology.name("zh"), ecology.seed_words, volunteering.key) == ("生态", ("湿地", "污水"), "志愿服务")


@pytest.mark.parametrize("name", ["formats.md", "formats.zh-CN.md", "few-labels.md", "few-labels.zh-CN.md"])
def test_the_themes_of_the_guides_can_be_read(name):
    for written in blocks(DOCS / name, "toml"):
        assert parse_themes(written, name)


@pytest.mark.parametrize("name", ["formats.md", "formats.zh-CN.md"])
def test_the_fields_of_records_are_those_that_are_written(name):
    _, label, segment, *_ = (DOCS / name).read_text("utf-8").split("\n## ")
    assert tuple(fields(label)) == LABEL_FIELDS
    assert fields(segment) == list(segment_record(newsclf.segment("标题\n正文。")[0]))


@pytest.mark.parametrize("name", ["formats.md", "formats.zh-CN.md"])
def test_the_files_of_a_model_and_the_figures_of_an_evaluation_are_those_that_are_written(name, model_folder):
    text = (DOCS / name).read_text("utf-8")
    model, metrics = (text.split(f"\n## {title}")[1].split("\n## ")[0] for title in (model_title(name), "metrics.json"))
    assert {path.name for path in model_folder.iterdir()} <= set(fields(model))
    found = evaluate(newsclf.load(model_folder), ["志愿者清理河道"], ["volunteering"])
    assert set(fields(metrics)) == set(found)


def model_title(name: str) -> str:
    return "模型文件夹" if "zh" in name else "Model folder"


def fields(section: str) -> list[str]:
    """The names in the first column of a table."""
    return [name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall("`(.*?)`", row)]


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_command_stands_in_the_readme(path):
    shown_there = " ".join(commands(path))
    assert all(f"newsclf {name}" in shown_there for name in COMMANDS)


def test_two_commands_set_everything_up():
    first, second = commands(README)[:2]
    assert "pip install ." in first
    assert first.endswith("newsclf label newsclf/example/page.txt --format table")
    assert second.endswith("pip install '.[test]' && .venv/bin/pytest")


def test_ci_runs_the_test_command_of_the_readme():
    line = next(line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if line.startswith("test_command="))
    done = subprocess.run(["bash", "-c", f'{line}; echo "$test_command"'], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == commands(README)[1]


@pytest.fixture
def recipes():
    """What the snippets of the guide to many machines define."""
    names = {}
    for snippet in blocks(DOCS / "many-machines.md", "python"):
        exec(snippet, names)
    return names


TEXTS = ["志愿者清理河道垃圾。", "会议听取了工作汇报。"]


def test_the_recipe_for_ray_labels_a_batch_of_arrays(recipes):
    found = recipes["Labeller"]()({"text": np.array(TEXTS, dtype=object), "n": np.array([1, 2])})
    assert found["theme"] == [label.theme for label in newsclf.load().label_many(TEXTS)]
    assert list(found["n"]) == [1, 2]


def test_the_recipe_for_spark_labels_an_iterator_of_frames(recipes):
    pandas = pytest.importorskip("pandas")
    (found,) = recipes["label_frames"](iter([pandas.DataFrame({"text": TEXTS})]))
    assert found.columns.tolist() == ["text", "theme", "score"]
    assert found["theme"].tolist() == [label.theme for label in newsclf.load().label_many(TEXTS)]


def test_links_of_the_documents_lead_somewhere():
    for path in [*READMES, *DOCS.glob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
            assert target.startswith("https://") or (path.parent / target).exists(), f"{path.name}: {target}"


def test_figures_are_those_that_the_scripts_wrote():
    done = subprocess.run([sys.executable, "-m", "training.figures", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
