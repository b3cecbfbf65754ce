"""``newsclf drift``."""

import json

import pytest


@pytest.fixture
def tables(tmp_path, corpus):
    travel = [row["text"] for row in corpus if row["theme"] == "spring_travel" and '"' not in row["text"]]
    others = [row["text"] for row in corpus if row["theme"] != "spring_travel" and '"' not in row["text"]]
    for name, texts, when in (
        ("old", others[:200], "2023年11月{}日"),
        ("new", [*others[200:300], *travel[:100]], "202401{:02d}"),
    ):
        rows = [f'"{text}",{when.format(place % 28 + 1)}' for place, text in enumerate(texts)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["text,date", *rows[:-1], f'"{texts[-1]}",gestern']), encoding="utf-8")


def test_figures_by_month_go_into_a_file_and_what_moved_is_told(call, tables, tmp_path):
    done = call("drift", "old.csv", "new.csv", "--date-column", "date", "-o", "drift.json")
    assert done.returncode == 0, done.err
    found = json.loads((tmp_path / "drift.json").read_text("utf-8"))
    assert [(month["month"], month["texts"]) for month in found["months"]] == [("2023-11", 199), ("2024-01", 199)]
    assert {"spring_travel", "words"} <= set(found["moved"])
    assert found["rule"]["psi"] == 0.2
    assert "1 of old texts, 1 of new ones" in done.err
    assert "moved enough to look at" in done.err
    assert "less than 1% chance" in done.err


def test_for_people_there_are_tables(call, tables):
    done = call("drift", "old.csv", "new.csv", "--date-column", "date", "--format", "table", "--lang", "zh")
    for words in ("上升的词", "春运", "2024-01", "旧文本 200 条", "群体稳定性指数"):
        assert words in done.out
    assert "变动值得一看" in done.err
    assert "Nothing moved enough" in call("drift", "old.csv", "old.csv").err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["old.csv", "new.csv", "--date-column", "day"], 1, "no column day"),
        (["old.csv", "empty.txt"], 1, "empty.txt"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(call, tables, tmp_path, arguments, code, said):
    (tmp_path / "empty.txt").write_text("\n")
    done = call("drift", *arguments)
    assert (done.returncode, said in done.err) == (code, True), done.err
