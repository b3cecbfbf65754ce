"""What ``newsclf train`` and ``newsclf evaluate`` print of figures, and where they write them."""

from __future__ import annotations

import json
import random

import pytest

import newsclf

WORDS = ["河道", "列车", "医院", "学校", "球场", "剧院", "工厂", "农田", "港口", "机场", "法院", "银行", "超市", "公园", "矿山"]


def table(tmp_path, rows, name="mine.csv", head="text,theme"):
    (tmp_path / name).write_text("\n".join([head, *rows]), encoding="utf-8")
    return name


def named(classes, texts=6, slips=0):
    """Rows of many classes, named A/河道, A/列车 …; the last rows of each have the label of the class before it."""
    chance, labels = random.Random(1), [f"{'ABCDE'[number // 3]}/{word}" for number, word in enumerate(WORDS)]
    return [
        f"{chance.choice('东西南北')}{chance.choice('市县乡')}{word}今天开放,{labels[max(0, number - (text >= texts - slips))]}"
        for number, word in enumerate(WORDS[:classes])
        for text in range(texts)
    ]


SEVERAL = ["志愿者春运引路,v;s", "志愿者看望老人,v", "春运加开列车,s", "会议召开,"] * 4


def test_few_labels_have_a_matrix_and_many_the_pairs_that_are_confused(call, tmp_path):
    for classes, there, absent in ((12, "truth \\ answer", "confused"), (15, "pairs that are confused most often", "truth \\")):
        assert call("train", table(tmp_path, named(classes)), "--quick", "-o", f"m{classes}").returncode == 0
        name = table(tmp_path, named(classes, slips=1), f"{classes}.csv")
        shown = call("evaluate", f"m{classes}", name, "--format", "table").out
        assert there in shown
        assert absent not in shown
        assert len(json.loads(call("evaluate", f"m{classes}", name).out)["confusion"]["matrix"]) == classes
    assert "The 10 weakest of 15 labels:" in shown
    assert "15 个标签中最弱的 10 个" in call("evaluate", "m15", "15.csv", "--format", "table", "--lang", "zh").out


def test_a_hierarchy_is_told_level_by_level_by_train_evaluate_and_info(call, tmp_path):
    name = table(tmp_path, named(9, texts=8))
    done = call("train", name, "--quick", "-o", "m", "--hierarchy", "/")
    assert (done.returncode, done.out) == (0, "")
    first, second = done.err.splitlines()[-2:]
    assert first.startswith("Level 1 (3 labels): macro-F1 ")
    assert second.startswith("Level 2 (9 labels): macro-F1 ")
    assert "Weakest classes: " in first
    assert "Weakest classes: " in second
    assert "Labels are paths, parted by /" in call("info", "m", "--format", "table").out
    assert json.loads(call("info", "m").out)["hierarchy"] == "/"
    metrics = json.loads(call("evaluate", "m", name).out)
    assert set(metrics["levels"][0]["per_theme"]) == {"A", "B", "C"}
    assert "第 1 级（3 个标签）" in call("evaluate", "m", name, "--format", "table", "--lang", "zh").out
    (record,) = map(
        json.loads, call("label", "-", "--as", "lines", "-m", "m", stdin="东市河道今天开放".encode()).out.splitlines()
    )
    assert record["theme"] in record["scores"]
    assert record["theme"].split("/")[0] in "ABC"


def test_slashes_are_plain_without_the_option(call, tmp_path):
    name = table(tmp_path, named(6))
    assert "Level" not in call("train", name, "--quick", "-o", "m").err
    assert json.loads(call("evaluate", "m", name).out)["levels"] == []
    assert "paths" not in call("info", "m", "--format", "table").out


@pytest.mark.parametrize(
    ("label", "separator", "code", "told"),
    [
        ("A//B", "/", 1, "The label A//B has nothing before, after or between"),
        ("/A", "/", 1, "The label /A has nothing"),
        ("A", ">", 1, "No label holds >"),
        ("A", "", 2, "--hierarchy needs a character"),
    ],
)
def test_labels_that_are_no_paths_are_told_in_one_sentence(call, tmp_path, label, separator, code, told):
    name = table(tmp_path, [*named(6), f"东市河道,{label}", f"西市河道,{label}"])
    done = call("train", name, "--quick", "-o", "m", "--hierarchy", separator)
    assert done.returncode == code
    assert told in done.err
    assert len(done.err.splitlines()) == 1
    assert not (tmp_path / "m").exists()


def test_a_theme_may_have_texts_of_its_own_beside_its_topics(call, tmp_path):
    name = table(tmp_path, [*named(6), "东市河道,A", "西市河道,A"])
    assert call("train", name, "--quick", "-o", "m", "--hierarchy", "/").returncode == 0
    metrics = json.loads(call("evaluate", "m", name).out)
    assert metrics["levels"][0]["per_theme"]["A"]["support"] == 20
    assert metrics["per_theme"]["A"]["support"] == 2


def test_sets_of_labels_are_measured_by_train_and_evaluate(call, tmp_path):
    name = table(tmp_path, SEVERAL)
    done = call("train", name, "--quick", "-o", "m", "--label-separator", ";")
    assert "the whole set right in" in done.err.splitlines()[-2]
    shown = call("evaluate", "m", name, "--label-separator", ";", "--format", "table").out
    for told in ("Hamming loss", "samples (over texts)", "1.00 themes a text", "95 % interval of this macro-F1"):
        assert told in shown
    metrics = json.loads(call("evaluate", "m", name, "--label-separator", ";").out)
    assert {"micro", "macro", "samples", "exact", "hamming_loss", "cardinality"} <= set(metrics["sets"])
    assert "sets_macro_f1" in metrics["interval"]


def test_data_with_one_label_for_each_text_have_no_table_of_sets(call, tmp_path):
    name = table(tmp_path, named(3))
    assert "whole set" not in call("train", name, "--quick", "-o", "m").err
    shown = call("evaluate", "m", name, "--format", "table").out
    assert "95 % interval" in shown
    assert "whole set" not in shown


def test_groups_are_drawn_together_for_the_intervals(call, tmp_path):
    call("train", table(tmp_path, named(6)), "--quick", "-o", "m")
    name = table(tmp_path, [f"{row},{number // 12}" for number, row in enumerate(named(6, slips=3))], head="text,theme,article")
    metrics = [json.loads(call("evaluate", "m", name, *options).out) for options in ((), ("--group-column", "article"))]
    assert metrics[0].pop("interval") != metrics[1].pop("interval")
    assert metrics[0] == metrics[1]
    assert call("evaluate", "m", name, "--group-column", "artikel").returncode == 1


def test_evaluate_replaces_figures_only_when_told(call, tmp_path):
    name = table(tmp_path, named(3))
    call("train", name, "--quick", "-o", "m")
    assert call("evaluate", "m", name, "-o", "report").returncode == 0
    target = tmp_path / "report" / "metrics.json"
    target.write_text("mine")
    done = call("evaluate", "m", name, "-o", "report")
    assert (done.returncode, done.out) == (1, "")
    assert "report/metrics.json is there already; add --overwrite" in done.err
    assert target.read_text() == "mine"
    assert call("evaluate", "m", name, "-o", "report", "--overwrite").returncode == 0
    assert json.loads(target.read_text("utf-8"))["n"] == 18


def test_segment_replaces_an_output_only_when_told(call, tmp_path):
    (tmp_path / "page.txt").write_text(newsclf.example_page(), encoding="utf-8")
    (tmp_path / "s.jsonl").write_text("mine")
    done = call("segment", "page.txt", "-o", "s.jsonl")
    assert (done.returncode, len(done.err.splitlines())) == (1, 1)
    assert "s.jsonl is there already; add --overwrite" in done.err
    assert (tmp_path / "s.jsonl").read_text() == "mine"
    assert call("segment", "page.txt", "-o", "s.jsonl", "--overwrite").returncode == 0
    assert len((tmp_path / "s.jsonl").read_text("utf-8").splitlines()) == 26
    assert call("segment", "page.txt", "-o", "/dev/null").returncode == 0
