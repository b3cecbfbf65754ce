from __future__ import annotations

from pathlib import Path

import pytest

from newsclf.errors import ColumnError, EmptyTableError
from newsclf.io.labelled import Columns, Labelled, read_labelled


@pytest.fixture
def read(tmp_path: Path):
    """Read tables, given their names and contents."""

    def run(columns: Columns = Columns(), **tables: bytes | str) -> Labelled:  # noqa: B008  (it is frozen)
        for name, data in tables.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_labelled([str(tmp_path / name.replace("_", ".")) for name in tables], columns)

    return run


def test_texts_labels_and_groups_of_all_tables_are_kept(read):
    found = read(
        Columns(group="篇"),
        a_csv="text,theme,篇\n河水,生态,甲\n车票,春运,乙\n",
        b_jsonl='{"正文": "菜价", "label": "民生", "篇": 3}\n',
    )
    assert (found.texts, found.labels) == (["河水", "车票", "菜价"], ["生态", "春运", "民生"])
    assert found.groups == ["甲", "乙", "3"]


def test_an_empty_label_is_no_theme_and_a_row_without_one_is_counted(read, tmp_path):
    found = read(a_csv="text,theme\n河水,\n", b_jsonl='{"text": "a", "theme": "b"}\n{"text": "c"}\n{"text": "d", "theme": null}')
    assert (found.texts, found.labels) == (["河水", "a"], ["other", "b"])
    assert found.unlabelled == {str(tmp_path / "b.jsonl"): 2}


def test_one_list_of_labels_makes_all_of_them_lists(read):
    assert read(a_jsonl='{"text": "a", "theme": ["x", "y"]}\n{"text": "b", "theme": "x"}').labels == [["x", "y"], ["x"]]


def test_a_file_cut_in_mid_character_is_noted(read, tmp_path):
    assert read(a_csv="text,theme\n河水,生态".encode()[:-1]).cut == {str(tmp_path / "a.csv"): 2}


@pytest.mark.parametrize("columns", [Columns(text="x"), Columns(label="x"), Columns(group="x"), Columns(by=("x",))])
def test_a_column_that_is_not_there_is_an_error(read, columns):
    with pytest.raises(ColumnError):
        read(columns, a_csv="text,theme\n河水,生态\n")


@pytest.mark.parametrize("name", ["a_csv", "a_tsv", "a_jsonl"])
@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_table_without_rows_teaches_nothing(read, name, text):
    for head in ("", "" if name == "a_jsonl" else "text\ttheme" if name == "a_tsv" else "text,theme"):
        with pytest.raises(EmptyTableError) as caught:
            read(**{name: head + text})
        assert caught.value.source.endswith(name.replace("_", "."))


def test_joined_texts_are_as_though_read_at_once():
    one = Labelled(["甲", "乙"], ["ecology", "other"], ["1", "1"])
    several = Labelled(["丙"], [["ecology", "livelihood"]], ["2"])
    assert one.joined(one).labels == ["ecology", "other", "ecology", "other"]
    both = one.joined(several)
    assert (both.texts, both.groups) == (["甲", "乙", "丙"], ["1", "1", "2"])
    assert both.labels == [["ecology"], ["other"], ["ecology", "livelihood"]]
    assert (one.is_several, several.is_several, both.is_several) == (False, True, True)
    assert one.labels == ["ecology", "other"]


def test_columns_and_places_are_kept_where_they_are_asked_for(read, tmp_path):
    rows = [
        '{"text": "菜价", "theme": "民生", "来源": ["甲", 1]}',
        '{"text": "路", "theme": null}',
        '{"text": "桥", "theme": "民生"}',
    ]
    tables = {
        "a_csv": '来源,text,theme\n晚报,"河\n水",生态\n,无标签,\n日报,车票,春运\n',
        "b_jsonl": "\n".join(rows),
    }
    found = read(Columns(by=("来源",), spots=True), **tables)
    assert found.by == {"来源": ["晚报", "", "日报", '["甲", 1]', ""]}
    assert [(Path(spot.source).name, spot.line) for spot in found.spots] == [
        *(("a.csv", line) for line in (2, 4, 5)),
        *(("b.jsonl", line) for line in (1, 3)),
    ]
    plain = read(**tables)
    assert (plain.by, plain.spots, plain.texts) == ({}, [], found.texts)
