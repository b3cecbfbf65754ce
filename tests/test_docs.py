"""The READMEs and the command test each other."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from annotating import labelstudio_task

import newsclf
from newsclf.cli.app import COMMANDS
from newsclf.theme_file import parse_themes

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


def commands(path: Path) -> list[str]:
    lines = [line.removeprefix("$ ") for block in blocks(path, "console") for line in block.splitlines() if line.startswith("$ ")]
    return [line.split("   #")[0].strip() for line in lines]


@pytest.fixture
def desk(tmp_path, corpus):
    """A folder with the files that the README's commands name."""
    run("example", cwd=tmp_path, out=tmp_path / "page.txt")
    for name in ("mine.csv", "test.csv", "paragraphs.csv"):
        lines = ["text,theme"] + [f'"{row["text"]}",{row["theme"]}' for row in corpus[::6] if '"' not in row["text"]]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    shutil.copy(tmp_path / "test.csv", tmp_path / "dev.csv")
    (tmp_path / "themes.toml").write_text(blocks(READMES[0], "toml")[0], encoding="utf-8")
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
    (tmp_path / "more.txt").write_text("\n".join(row["text"] for row in corpus[1::9]), encoding="utf-8")
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


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_command_of_the_readme_works(path, desk):
    for line in (line for line in commands(path) if line.startswith("newsclf")):
        words = shlex.split(line)
        out = desk / words[words.index(">") + 1] if ">" in words else None
        run(*words[1 : words.index(">") if ">" in words else None], cwd=desk, out=out)
    assert (desk / "my-model" / "manifest.json").is_file()
    assert newsclf.load(desk / "my-news").theme_facts["ecology"].colour == "#1b9e77"
    assert (desk / "report" / "metrics.json").is_file()
    assert len((desk / "labels.jsonl").read_text("utf-8").splitlines()) == 26


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_snippet_of_the_readme_runs(path):
    for snippet in blocks(path, "python"):
        done = subprocess.run([sys.executable, "-W", "error", "-c", snippet], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_themes_of_the_readme_are_those_that_the_command_reads(path):
    (written,) = blocks(path, "toml")
    ecology, volunteering = parse_themes(written, path.name).values()
    assert (ecology.name("zh"), ecology.seed_words, volunteering.key) == ("生态", ("湿地", "污水"), "志愿服务")


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_command_stands_in_the_readme(path):
    shown = " ".join(commands(path))
    assert all(f"newsclf {name}" in shown for name in COMMANDS)


def test_both_readmes_show_the_same_commands_and_snippets():
    assert [re.sub(r" +#.*", "", line) for line in commands(READMES[0])] == [
        re.sub(r" +#.*", "", line) for line in commands(READMES[1])
    ]
    strip = [[re.sub(r" *#.*", "", block) for block in blocks(path, "python")] for path in READMES]
    assert strip[0] == strip[1]


def test_two_commands_set_everything_up():
    first, second = commands(READMES[0])[:2]
    assert "pip install ." in first
    assert first.endswith("newsclf label newsclf/example/page.txt --format table")
    assert second.endswith("pip install '.[test]' && .venv/bin/pytest")


def test_ci_runs_the_test_command_of_the_readme():
    line = next(line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines() if line.startswith("test_command="))
    done = subprocess.run(["bash", "-c", f'{line}; echo "$test_command"'], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == commands(READMES[0])[1]


GUIDES = [ROOT / "docs" / "many-machines.md", ROOT / "docs" / "many-machines.zh-CN.md"]


@pytest.fixture(params=GUIDES, ids=lambda path: path.name)
def recipes(request):
    """What the snippets of the guide to many machines define."""
    names = {}
    for snippet in blocks(request.param, "python"):
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


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_the_commands_of_the_guide_work(path, desk):
    lines = commands(path)
    assert len(lines) == 2
    run(*shlex.split(lines[0])[1:], cwd=desk)
    wrong = subprocess.run([sys.executable, "-m", *shlex.split(lines[1])], capture_output=True, cwd=desk)
    assert wrong.returncode == 1, wrong.stderr.decode()  # there is no such file here; the usage is right
    assert b"/data/archive.csv" in wrong.stderr


BATCHES = [ROOT / "docs" / "batch.md", ROOT / "docs" / "batch.zh-CN.md"]


@pytest.mark.parametrize("path", BATCHES, ids=lambda path: path.name)
def test_the_commands_of_the_guide_to_batches_work(path, desk):
    for line in commands(path):
        run(*shlex.split(line)[1:], cwd=desk)
    assert (desk / "labelled" / "page.txt.jsonl").is_file()


EXPORTS = [ROOT / "docs" / "export.md", ROOT / "docs" / "export.zh-CN.md"]


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_the_commands_and_snippets_of_the_guide_to_exports_work(path, desk, model_folder):
    for module in ("onnx", "onnxruntime", "skops"):
        pytest.importorskip(module)
    shutil.copytree(model_folder, desk / "my-model")
    for line in commands(path):
        run(*shlex.split(line)[1:], cwd=desk)
    for snippet in blocks(path, "python"):
        done = subprocess.run([sys.executable, "-W", "error", "-c", snippet], capture_output=True, cwd=desk)
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"volunteering" in done.stdout


LOOPS = [ROOT / "docs" / "labelling-loop.md", ROOT / "docs" / "labelling-loop.zh-CN.md"]


def test_both_guides_to_the_labelling_loop_show_the_same():
    assert commands(LOOPS[0]) == commands(LOOPS[1])
    assert blocks(LOOPS[0], "python") == blocks(LOOPS[1], "python")


def test_the_commands_and_snippets_of_the_guide_to_the_labelling_loop_work(desk):
    for line in commands(LOOPS[0]):
        run(*shlex.split(line)[1:], cwd=desk)
    assert json.loads((desk / "drift.json").read_text("utf-8"))["months"]
    assert newsclf.load(desk / "better-model").manifest["training"]["texts"] > 600
    for snippet in blocks(LOOPS[0], "python"):
        done = subprocess.run([sys.executable, "-W", "error", "-c", snippet], capture_output=True, cwd=desk)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "候鸟".encode() in done.stdout


def test_links_of_the_documents_lead_somewhere():
    for path in [*READMES, *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
            assert target.startswith("https://") or (path.parent / target).exists(), target


def test_figures_are_those_that_the_scripts_wrote():
    done = subprocess.run([sys.executable, "-m", "training.figures", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
