from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.errors import MissingFileError, ThemesError, TrainingError
from newsclf.seeds import MOST_OTHERS, fewer_others, read_seed_words, weak_labels

SEEDS = {"生态": ["湿地", "候鸟"], "春运": ["列车", "返乡"]}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("湿地来了候鸟", "生态"),
        ("湿地旁的列车，列车到站", "春运"),
        ("湿地旁的列车", None),
        ("会议召开", None),
        ("", None),
        ("湿　地", "生态"),
        ("列车列车湿地候鸟列车", "春运"),
    ],
)
def test_a_text_has_the_theme_whose_words_stand_in_it_most_often(text, label):
    assert weak_labels([text], SEEDS) == [label]


def test_other_is_given_only_where_it_is_asked_for_and_no_word_stands():
    assert weak_labels(["会议召开", "湿地列车", "湿地", " "], {**SEEDS, "other": []}) == ["other", None, "生态", None]


@given(st.lists(st.text(alphabet="湿地候鸟列车返乡会议", max_size=12), max_size=20))
def test_without_any_word_nothing_is_said_and_with_one_theme_alone_it_is_said(texts):
    for text, label in zip(texts, weak_labels(texts, SEEDS), strict=True):
        there = {theme for theme, words in SEEDS.items() if any(word in text for word in words)}
        assert label is None or label in there
        assert label is not None or len(there) != 1


def test_of_texts_without_a_theme_no_more_are_kept_than_so_many_times_those_with_one():
    texts = [f"第{place}条" for place in range(60)]
    labels = ["生态", *["other"] * 58, None]
    kept = fewer_others(texts, labels)
    assert kept.count("other") == MOST_OTHERS
    assert kept[0] == "生态"
    assert sorted(map(str, kept)) == sorted(map(str, fewer_others(texts[::-1], labels[::-1])))


def test_a_file_gives_words_by_theme_and_asks_for_other(tmp_path):
    path = tmp_path / "themes.toml"
    path.write_text('["生态"]\nzh = "生态"\nseed_words = ["湿地"]\n["会议"]\n[other]\n', encoding="gb18030")
    assert read_seed_words(path) == {"生态": ["湿地"], "other": []}


@pytest.mark.parametrize(
    "text",
    [
        "a = [1",
        "seed_words = ['湿地']",
        "['生态']\nseed_words = '湿地'",
        "['生态']\nseed_words = ['']",
        "['生态']\nseed_words = [1]",
    ],
)
def test_a_file_that_is_none_of_themes_is_told_by_its_name(tmp_path, text):
    (tmp_path / "themes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ThemesError, match=r"themes\.toml"):
        read_seed_words(tmp_path / "themes.toml")


@pytest.mark.parametrize("text", ["['生态']", "", "[other]\nseed_words = ['会议']"])
def test_a_file_without_seed_words_is_told_by_its_name(tmp_path, text):
    (tmp_path / "themes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TrainingError, match=r"themes\.toml") as caught:
        read_seed_words(tmp_path / "themes.toml")
    assert caught.value.evidence["reason"] == "no_seed_words"


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MissingFileError):
        read_seed_words(tmp_path / "themes.toml")
