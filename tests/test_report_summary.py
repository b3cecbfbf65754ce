import pytest
from sheets import summarise

import newsclf
from newsclf.report import summary as summaries
from newsclf.report.summary import MOST_REJECTS, MOST_ROWS, Summary

MODEL = newsclf.load()


@pytest.fixture
def inputs(tmp_path, corpus):
    """A page, lines and a table of 500 rows, two of which cannot be read."""
    (tmp_path / "page.txt").write_text("清水绕城\n\n◎ 闻芷\n" + corpus[0]["text"] + "\n\n" + corpus[1]["text"], encoding="utf-8")
    rows = ["id,text", *(f'r{place},"{row["text"]}"' for place, row in enumerate(corpus[:500]) if '"' not in row["text"])]
    (tmp_path / "t.csv").write_text("\n".join([*rows[:100], "a,b,c", *rows[100:], "d,e,f"]), encoding="utf-8")
    return [tmp_path / "page.txt", tmp_path / "t.csv"]


@pytest.mark.parametrize("size", [3000, 20_000])
def test_a_summary_does_not_hang_on_how_inputs_are_cut_into_chunks(inputs, size):
    whole, parts = summarise(MODEL, inputs), summarise(MODEL, inputs, size)
    assert parts == whole
    assert parts.shown() == whole.shown()


def test_everything_is_counted_and_some_are_shown(inputs):
    found = summarise(MODEL, inputs)
    page, table = (found.inputs[str(path)] for path in inputs)
    rows = inputs[1].read_text("utf-8").count("\n") - 2
    assert (table.segments, table.rejected, page.rejected) == (rows, 2, 0)
    assert found.total == rows + page.segments
    assert found.rejected == 2
    assert [(line, source) for source, line, _ in found.rejects] == [(101, str(inputs[1])), (rows + 3, str(inputs[1]))]
    shown = found.shown()
    assert list(shown) == [str(path) for path in inputs]
    assert len(shown[str(inputs[0])]) == page.segments
    assert len(shown[str(inputs[1])]) == MOST_ROWS
    numbers = [record["segment"] for record in shown[str(inputs[1])]]
    assert numbers == sorted(set(numbers))


def test_characters_and_further_themes_are_counted(inputs):
    found = summarise(MODEL, inputs)
    labels = MODEL.label_many([record["text"] for records in found.pages.values() for record in records])
    assert found.characters.total() > 100 * len(labels)
    assert set(found.also) <= set(MODEL.themes)
    assert all(record["id"].startswith("r") for record in found.shown()[str(inputs[1])])


def test_pages_are_kept_from_the_first_on_until_there_are_enough(tmp_path, monkeypatch):
    monkeypatch.setattr(summaries, "MOST_SEGMENTS", 5)
    paths = [tmp_path / f"{name}.txt" for name in "cab"]
    for path in paths:
        path.write_text("志愿者清理河道垃圾。\n\n春运首日加开列车。\n\n本报讯", encoding="utf-8")
    found = summarise(MODEL, paths)
    sizes = {source: len(records) for source, records in found.shown().items()}
    each = found.inputs[str(paths[0])].segments
    assert found.has_cut_pages
    assert list(sizes) == [str(path) for path in paths][: len(sizes)]
    assert sum(sizes.values()) == 5
    assert sizes[str(paths[0])] == min(5, each)


def test_an_input_that_is_given_twice_is_counted_twice_and_shown_once(tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text("志愿者清理河道垃圾。", encoding="utf-8")
    found = summarise(MODEL, [path, path])
    assert found.total == 2
    assert [record["segment"] for record in found.shown()[str(path)]] == [1]


def test_only_the_first_rejected_rows_are_kept(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,text\n" + "a,b,c\n" * 50, encoding="utf-8")
    found = summarise(MODEL, [path], 60)
    assert found.rejected == 50
    assert [line for _, line, _ in found.rejects] == list(range(2, 2 + MOST_REJECTS))


def test_of_nothing_there_is_nothing(tmp_path):
    empty = Summary.of([])
    assert (empty.total, empty.rejected, empty.shown()) == (0, 0, {})
    assert Summary.read(empty.written(), {}) == empty


def test_lone_surrogates_come_back(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "志愿者\\ud800清理河道", "id": 7}\n', encoding="utf-8")
    (record,) = summarise(MODEL, [path]).shown()[str(path)]
    assert record["text"] == "志愿者\ud800清理河道"
    assert record["id"] == "7"
