"""``newsclf evaluate -o``: which files it writes, and what it says."""

from __future__ import annotations

import json

import pytest
from documents import run_here

from newsclf.evaluation import judged
from newsclf.model_folder import read
from newsclf.report import pictures as module
from newsclf.report.pictures import NAMES
from newsclf.targets import fingerprint_of

pytest.importorskip("matplotlib")

ROWS = [
    "text,theme,来源",
    "志愿者清理河道垃圾,volunteering,晚报",
    "春运首日车站加开临客,ecology,日报",
    "会议听取了工作汇报,other,日报",
]
FILES = {"metrics.json", "report.html", *(f"{name}.{ending}" for name in (*NAMES, "by-1") for ending in ("png", "svg"))}


@pytest.fixture
def desk(tmp_path, model_folder):
    """A folder with a table and a model."""
    (tmp_path / "mine.csv").write_text("\n".join(ROWS), encoding="utf-8")
    (tmp_path / "m").symlink_to(model_folder)
    return tmp_path


def test_figures_report_and_pictures_are_written_and_nothing_else(desk):
    said = run_here("newsclf evaluate m mine.csv -o report --by 来源 --by 来源", desk)
    assert said.code == 0
    assert {path.name for path in (desk / "report").iterdir()} == FILES
    metrics = json.loads((desk / "report" / "metrics.json").read_text("utf-8"))
    assert [(one["value"], one["n"]) for one in metrics["by"]["来源"]["values"]] == [("日报", 2), ("晚报", 1)]
    assert json.loads(said.out) == metrics
    html = (desk / "report" / "report.html").read_text("utf-8")
    assert "mine.csv, line 3" in html
    assert said.err.splitlines()[-1] == "Wrote report/report.html and 6 pictures beside it (PNG and SVG)."
    (desk / "report" / "metrics.json").unlink()
    (desk / "report" / "report.html").unlink()
    said = run_here("newsclf evaluate m mine.csv -o report", desk)
    assert (said.code, said.err.splitlines()) == (
        1,
        ["report/themes.png is there already; add --overwrite to replace it, or name another file with -o."],
    )


def test_without_matplotlib_figures_are_written_and_one_sentence_names_the_extra(desk, monkeypatch):
    def gone(package, name):
        raise ModuleNotFoundError(package)

    monkeypatch.setattr(module, "attribute", gone)
    said = run_here("newsclf evaluate m mine.csv -o report", desk)
    assert said.code == 0
    assert [path.name for path in (desk / "report").iterdir()] == ["metrics.json"]
    written, named = said.err.splitlines()
    assert written == "report/metrics.json written."
    assert "pip install 'newsclf[report]'" in named


def test_a_column_that_is_not_there_is_named(desk):
    said = run_here("newsclf evaluate m mine.csv --by 来原", desk)
    assert said.code == 1
    assert "no column 来原" in said.err
    assert "--by 来源" in said.err


def test_a_model_that_learned_from_the_same_texts_is_told_of(desk, monkeypatch):
    texts, labels = zip(*(row.split(",")[:2] for row in ROWS[1:]), strict=True)
    training = {"texts": 3, "fingerprint": fingerprint_of(texts, [{label} - {"other"} for label in labels])}
    model = read(desk / "m")
    model.manifest["training"] = training
    monkeypatch.setattr("newsclf.cli.evaluate.load", lambda folder: model)
    assert "learned from these very texts" in run_here("newsclf evaluate m mine.csv", desk).err
    training["fingerprint"] = "another"
    assert "learned from these very texts" not in run_here("newsclf evaluate m mine.csv", desk).err
    assert judged(model, texts, labels).metrics()["n"] == 3
