"""``newsclf compare``: the command, its page, and what it says."""

import json
import random
import re

import pytest

import newsclf

SIGNS = ["河道清理", "春运列车", "会议报告"]


def rows(seed, wrong=0.0, n=60):
    """Made texts with their labels, some of them wrong."""
    chance = random.Random(seed)
    for _ in range(n):
        place = chance.randrange(3)
        label = "甲乙丙"[place if chance.random() >= wrong else chance.randrange(3)]
        yield f"{chance.choice('东西南北')}{chance.choice('市县乡')}{SIGNS[place]}今天{chance.choice('开始结束进行')}", label


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A good model and one that learned from labels that are mostly wrong."""
    folder = tmp_path_factory.mktemp("models")
    for name, wrong in (("good", 0.0), ("bad", 0.9)):
        texts, labels = zip(*rows(1, wrong), strict=True)
        newsclf.ThemeClassifier(effort="quick", vectors=None).fit(list(texts), list(labels)).save(folder / name)
    return folder


@pytest.fixture
def table(tmp_path):
    lines = [f"{text},{label},{number // 3}" for number, (text, label) in enumerate(rows(2))]
    (tmp_path / "test.csv").write_text("\n".join(["text,label,article", *lines]), encoding="utf-8")
    return "test.csv"


def test_the_better_model_is_named_in_plain_words(call, models, table):
    done = call("compare", models / "bad", models / "good", table, "--format", "table")
    assert done.returncode == 0, done.err
    assert re.search(r"macro-F1: good@\w+ is better by 0\.\d+ \(95 % interval 0\.\d+ to 0\.\d+\), p = 0\.0005", done.out)
    assert "60 texts" in done.out
    turned = call("compare", models / "good", models / "bad", table, "--format", "table").out
    assert re.search(r"macro-F1: good@\w+ is better by 0", turned)


def test_of_a_model_and_itself_no_difference_is_shown(call, models, table):
    shown = call("compare", models / "good", models / "good", table, "--format", "table", "--lang", "zh").out
    assert "macro-F1：未显示出差异" in shown
    assert "两者都判错的" in shown


def test_a_pipe_gets_one_object_and_the_folder_the_same_and_a_page(call, models, table, tmp_path):
    done = call("compare", models / "bad", models / "good", table, "--group-column", "article", "-o", "out")
    record = json.loads(done.out)
    assert record == json.loads((tmp_path / "out" / "comparison.json").read_text("utf-8"))
    assert (record["groups"], record["only"]["p"]) == (20, None)
    assert len(record["disagreements"]) == min(20, record["only"]["first"] + record["only"]["second"])
    one = record["disagreements"][0]
    assert [answer["label"] == one["label"] for answer in one["answers"]].count(True) == 1
    page = (tmp_path / "out" / "comparison.html").read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert one["text"][:4] in re.sub("<[^>]+>", "", page)


def test_pages_that_are_there_are_replaced_only_when_told(call, models, table, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "comparison.html").write_text("mine")
    done = call("compare", models / "bad", models / "good", table, "-o", "out")
    assert (done.returncode, "--overwrite" in done.err) == (1, True)
    assert (tmp_path / "out" / "comparison.html").read_text() == "mine"
    assert call("compare", models / "bad", models / "good", table, "-o", "out", "--overwrite").returncode == 0


def test_a_model_that_learned_from_these_texts_is_told_of(call, models, tmp_path):
    lines = [f"{text},{label}" for text, label in rows(1)]
    (tmp_path / "learned.csv").write_text("\n".join(["text,label", *lines]), encoding="utf-8")
    shown = call("compare", models / "good", models / "bad", "learned.csv", "--format", "table").out
    assert re.search(r"Beware: good@\w+ learned from these very texts", shown)
    assert "Beware: bad@" not in shown


def test_the_shipped_model_is_known_by_its_name_and_what_it_does_not_know_is_told(call, models, table):
    shown = call("compare", "themes-zh", models / "good", table, "--format", "table").out
    assert f"A: {newsclf.load().name}" in shown
    assert re.search(r"themes-zh@\w+ does not know 丙; 乙; 甲: texts of these count as missed", shown)


def test_hostile_texts_and_names_are_inert(call, models, tmp_path):
    text = '<script>alert(1)</script>"河道清理\u202e'
    (tmp_path / "evil.jsonl").write_text(
        "\n".join(json.dumps({"text": text, "label": label}) for label in ("乙", "甲", '<img src=x onerror="1">')),
        encoding="utf-8",
    )
    assert call("compare", models / "bad", models / "good", "evil.jsonl", "-o", "out").returncode == 0
    page = (tmp_path / "out" / "comparison.html").read_text("utf-8")
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
