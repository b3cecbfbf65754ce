"""``newsclf suggest``, and the way from a worksheet to a model."""

import csv
import json

import pytest


@pytest.fixture
def news(tmp_path, corpus):
    lines = ["id,text,theme,栏目"] + [
        f'n{n},"{row["text"]}",,要闻' for n, row in enumerate(corpus[500:900]) if '"' not in row["text"]
    ]
    (tmp_path / "news.csv").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "news.csv"


def filled(path, corpus, most=None):
    """Fill in a worksheet as somebody would who knows the themes."""
    truth = {row["text"]: row["theme"] for row in corpus}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows, head = list(reader), reader.fieldnames
    for row in rows[:most]:
        row["theme"] = truth[row["text"]]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_a_worksheet_is_filled_in_and_goes_straight_to_train(call, news, tmp_path, corpus):
    done = call("suggest", "news.csv", "-n", "30", "-o", "todo.csv")
    assert done.returncode == 0, done.err
    assert "30 of" in done.err
    rows = filled(tmp_path / "todo.csv", corpus, most=24)
    assert list(rows[0]) == ["id", "source", "line", "text", "theme", "suggested", "score", "why", "input_theme", "栏目"]
    assert {row["栏目"] for row in rows} == {"要闻"}
    assert all(row["id"].startswith("n") and "accepted from" in row["why"] for row in rows)
    assert all(row["text"] in news.read_text("utf-8").splitlines()[int(row["line"]) - 1] for row in rows)
    trained = call("train", "todo.csv", "-o", "my-model", "--quick")
    assert trained.returncode == 0, trained.err
    assert "6 row(s) without a label" in trained.err
    assert json.loads((tmp_path / "my-model" / "manifest.json").read_text())["training"]["texts"] == 24
    more = call("suggest", "news.csv", "-n", "30", "--labelled", "todo.csv", "-m", "my-model", "-o", "more.jsonl")
    assert more.returncode == 0, more.err
    again = [json.loads(line) for line in (tmp_path / "more.jsonl").read_text("utf-8").splitlines()]
    assert not {row["text"] for row in again} & {row["text"] for row in rows[:24]}
    assert {row["theme"] for row in again} == {None}


def test_in_a_pipe_it_is_json_lines_and_for_people_a_table(call, news):
    rows = [json.loads(line) for line in call("suggest", "news.csv", "-n", "2").out.splitlines()]
    assert [row["theme"] for row in rows] == [None, None]
    table = call("suggest", "news.csv", "-n", "2", "--format", "table", "--lang", "zh")
    assert "拿不准" in table.out
    assert "选出 2 条" in table.err


def test_what_is_left_out_is_told_and_what_cannot_be_read_makes_the_exit_code_one(call, tmp_path):
    rows = [{"text": "短"}, {"text": "志愿者清理河道垃圾，水清了。"}, {"text": "No Chinese here at all."}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines[:1], "{", *lines[1:]]), encoding="utf-8")
    done = call("suggest", "a.jsonl", "-n", "5", "-o", "b.csv")
    assert done.returncode == 1
    assert "a.jsonl, line 2:" in done.err
    assert "1 row(s) in all" in done.err
    assert "too short" in done.err
    assert "not Chinese" in done.err
    assert "only 1 texts to choose, not 5" in done.err
    assert len((tmp_path / "b.csv").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["news.csv", "-o", "a.xlsx"], 2, ".csv, .tsv, .jsonl"),
        (["news.csv", "--labelled", "news.csv", "--text-column", "x"], 1, "--text-column"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(call, news, arguments, code, said):
    done = call("suggest", *arguments)
    assert done.returncode == code
    assert said in done.err
