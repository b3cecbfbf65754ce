from __future__ import annotations

import json

import pytest
from exporting import TEXTS, elsewhere, labels_by_rule
from test_exports_files import ANSWERS, JOBLIB


def test_a_model_is_exported_and_says_what_it_loses(call, model, model_folder, tmp_path):
    done = call("export", model_folder, "--to", "joblib", "-o", "m.joblib")
    assert (done.returncode, done.out) == (0, "")
    assert "m.joblib: " in done.err
    assert "abstaining" in done.err
    assert "pickle" in done.err
    labels, _, note = elsewhere(JOBLIB + ANSWERS, tmp_path / "m.joblib", TEXTS)
    assert labels == labels_by_rule(model, TEXTS)
    assert note["model"] == model.name


def test_the_exported_model_is_checked_on_texts(call, model_folder, tmp_path):
    rows = ["清理河道垃圾，水质好转。", "春运首日加开列车。", "The weather is fine today.", "乙"]
    (tmp_path / "texts.jsonl").write_text("".join(json.dumps({"正文": row}) + "\n" for row in rows), encoding="utf-8")
    done = call("export", model_folder, "--to", "joblib", "-o", "m.joblib", "--check", "texts.jsonl", "--lang", "zh")
    assert done.returncode == 0, done.err
    assert "已用 4 条文本核对：100.00% 的主题相同" in done.err
    assert "0 条 newsclf 弃权" in done.err


def test_texts_on_which_newsclf_abstains_are_counted(call, tmp_path, corpus):
    rows = [row for row in corpus[:600:3] if row["theme"] != "other"]
    lines = [json.dumps({"text": row["text"], "theme": row["theme"]}) for row in rows]
    (tmp_path / "mine.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "texts.csv").write_text("text\n清理河道垃圾，水质好转。\nhello\n", encoding="utf-8")
    assert call("train", "mine.jsonl", "--quick", "-o", "m").returncode == 0
    done = call("export", "m", "--to", "joblib", "-o", "m.joblib", "--check", "texts.csv")
    assert done.returncode == 0, done.err
    assert "50.00% have the same theme" in done.err
    assert "on 1 that get a theme, newsclf abstains" in done.err


def test_a_file_that_is_there_is_replaced_only_when_asked(call, model_folder, tmp_path):
    (tmp_path / "m.joblib").write_text("mine")
    done = call("export", model_folder, "--to", "joblib", "-o", "m.joblib")
    assert (done.returncode, "--overwrite" in done.err) == (1, True)
    assert (tmp_path / "m.joblib").read_text() == "mine"
    assert call("export", model_folder, "--to", "joblib", "-o", "m.joblib", "--overwrite").returncode == 0
    assert (tmp_path / "m.joblib").stat().st_size > 1000


def test_the_other_forms_say_how_they_are_opened(call, model_folder):
    for form, module, told in (("skops", "skops", "trusted="), ("onnx", "onnx", "code points")):
        pytest.importorskip(module)
        done = call("export", model_folder, "--to", form, "-o", f"m.{form}")
        assert (done.returncode, told in done.err) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["export", "nowhere", "--to", "joblib", "-o", "m"], 1, "nowhere"),
        (["export", "--to", "pickle", "-o", "m"], 2, "joblib, onnx, skops"),
        (["export", "--to", "joblib"], 2, "--out"),
        (["export", "-o", "m"], 2, "--to"),
        (["export", "--to", "joblib", "-o", "m", "--check", "missing.csv"], 1, "missing.csv"),
        (["export", "--to", "joblib", "-o", "no/such/m"], 1, "no/such/m"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(call, tmp_path, arguments, code, told):
    done = call(*arguments)
    assert (done.returncode, done.out, told in done.err) == (code, "", True)
    assert len(done.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_rows_checks_nothing(call, tmp_path, model_folder):
    (tmp_path / "texts.csv").write_text("text\n", encoding="utf-8")
    done = call("export", model_folder, "--to", "joblib", "-o", "m", "--check", "texts.csv")
    assert (done.returncode, "no rows" in done.err) == (1, True)
