"""``newsclf audit``."""

import csv
import json

import pytest


@pytest.fixture
def mine(tmp_path, corpus):
    """A table with a wrong label on its tenth line, and a near-copy with another label on its last."""
    rows = [(f"n{place}", row["text"], row["theme"]) for place, row in enumerate(corpus[:400])]
    place = next(place for place, row in enumerate(rows) if row[2] == "spring_travel" and "春运" in row[1])
    rows[8], rows[place] = rows[place], rows[8]
    rows[8] = (*rows[8][:2], "ecology")
    copied = next(row for row in rows if row[2] == "volunteering" and len(row[1]) > 60)
    rows.append(("copy", copied[1] + "！", "other"))
    with (tmp_path / "mine.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "text", "theme"), *rows])
    return tmp_path / "mine.csv"


def test_suspects_are_written_with_line_labels_and_why(call, mine, tmp_path):
    done = call("audit", "mine.csv", "-o", "suspects.csv")
    assert done.returncode == 0, done.err
    assert "401 labelled texts" in done.err
    assert "2 texts have a near-copy with other labels" in done.err
    with (tmp_path / "suspects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["given"] != rows[0]["proposed"]
    (wrong,) = [row for row in rows[:8] if row["line"] == "10"]
    assert (wrong["given"], wrong["proposed"], wrong["source"]) == ("ecology", "spring_travel", "mine.csv")
    assert wrong["why"].startswith("reads like ")
    (copy,) = [row for row in rows if row["id"] == "copy"]
    assert "nearly the same text in mine.csv, line" in copy["why"]


def test_in_a_pipe_it_is_json_lines_and_for_people_a_table(call, mine):
    rows = [json.loads(line) for line in call("audit", "mine.csv", "-n", "3").out.splitlines()]
    assert len(rows) == 3
    assert all(0 <= row["given_probability"] < row["proposed_probability"] <= 1 for row in rows)
    table = call("audit", "mine.csv", "--format", "table", "--lang", "zh").out
    assert "现标签" in table
    assert "读起来像" in table


def test_what_cannot_be_audited_is_an_error(call, tmp_path):
    (tmp_path / "one.csv").write_text("text,theme\n河水,生态\n湿地,生态\n", encoding="utf-8")
    done = call("audit", "one.csv")
    assert done.returncode == 1
    assert "生态" in done.err
