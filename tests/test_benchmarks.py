from __future__ import annotations

import json
import sys

import pytest

import newsclf
from newsclf import ThemeClassifier
from training.benchmarks import learner, machine
from training.benchmarks.machine import run
from training.benchmarks.million import noisy_headlines
from training.benchmarks.parity import Reference
from training.labelled import news_texts

ODD = ["", "。", "abc", "𠀀𠀁", "春运" * 3000, "国會議員們在車站", "ⅢШ℃½", "\ud800志愿者", "２ ０２５ 年，Ａ Ｂ", "１２３"]


def test_scores_are_those_of_scikit_learns_arithmetic(corpus):
    model = newsclf.load()
    texts = [row["text"] for row in corpus[::20]] + ODD
    assert model.decision_function(texts) == pytest.approx(Reference(model).decision_function(texts), abs=1e-6, rel=0)


def test_so_are_those_of_a_model_without_lexicon_and_vectors(corpus):
    texts = [row["text"] for row in corpus[:500:4]]
    model = ThemeClassifier().fit(texts, [row["theme"] for row in corpus[:500:4]]).to_model()
    assert model.decision_function(texts + ODD) == pytest.approx(Reference(model).decision_function(texts + ODD), abs=1e-6, rel=0)


def test_so_are_those_of_real_paragraphs():
    texts = [text for _, text in news_texts()][:2000]
    if not texts:
        pytest.skip("the public texts are not there (NEWSCLF_CORPORA)")
    model = newsclf.load()
    assert model.decision_function(texts) == pytest.approx(Reference(model).decision_function(texts), abs=1e-6, rel=0)


def test_facts_do_without_what_is_not_installed(monkeypatch):
    monkeypatch.setattr(machine, "PACKAGES", ("numpy", "no-such-package"))
    assert machine.facts()["no-such-package"] == "not installed"
    assert machine.facts()["numpy"][0].isdigit()


def test_a_process_has_seconds_and_megabytes():
    seconds, megabytes = run([sys.executable, "-c", "import sys; sys.stdin.read()"], "春运")
    assert 0 < seconds < 60
    assert 1 < megabytes < 500


def test_a_process_that_fails_ends_the_measurement():
    with pytest.raises(SystemExit, match="oops"):
        run([sys.executable, "-c", "raise SystemExit('oops')"])


def test_noisy_headlines_are_the_same_each_time_and_few_are_alike():
    rows = list(noisy_headlines(400, distinct=100))
    assert rows == list(noisy_headlines(400, distinct=100))
    assert len({text for text, _ in rows}) > 250
    assert [label for _, label in rows[:100]] == [label for _, label in rows[100:200]]


def test_a_learner_says_what_it_needed(tmp_path):
    rows = [json.dumps({"text": text, "label": label}) for text, label in noisy_headlines(300)]
    (tmp_path / "table.jsonl").write_text("\n".join(rows), encoding="utf-8")
    learner.main(str(tmp_path / "table.jsonl"), str(tmp_path / "found.json"))
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert found["fit_cpu_seconds"] > 0
    # Which of the two is larger nobody knows here: this process has had other work, and the system counts pages in its own time.
    assert min(found["peak_megabytes"], found["texts_and_program_megabytes"]) > 10
