"""The splits, the changes of text and the baselines that the comparison is made of."""

import json

import pytest

from training.labelled import Paragraph
from training.robustness import CHANGES
from training.splits import HOME, splits

THEMES = ("ecology", "livelihood", "other")
WORDS = {"ecology": "湿地候鸟保护", "livelihood": "社区养老食堂", "other": "球队客场比赛"}


@pytest.fixture(scope="module")
def rows():
    found = []
    for number in range(90):
        theme = THEMES[number % 3]
        source = ("xwlb", "chinanews", "nankai", "own")[number % 4]
        text = f"{WORDS[theme]}，第{'一二三四五六七八九'[number % 9]}日，{number}人参加。"
        themes = () if theme == "other" else (theme,)
        found.append(Paragraph(str(number), source, f"{source}/{number // 8}", text, theme, themes, drawn=number % 2 == 0))
    return found


@pytest.fixture
def texts(rows):
    return [row.text for row in rows]


@pytest.fixture
def themes(rows):
    return [row.theme for row in rows]


def test_no_article_is_on_both_sides_of_a_split(rows):
    for split in splits(rows):
        assert not {p.article for p in split.train} & {p.article for p in split.test}


def test_every_paragraph_is_measured_once_at_home_and_a_source_left_out_is_not_learned_from(rows):
    home = [split for split in splits(rows) if split.name == HOME]
    assert sorted(p.id for split in home for p in split.test) == sorted(p.id for p in rows)
    for split in splits(rows)[len(home) :]:
        assert split.left_out == split.name
        assert {p.source for p in split.test} == {split.name}
        assert split.name not in {p.source for p in split.train}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_changes_the_text_the_same_way_each_time(name):
    text = "12月3日，志愿者（30人）在“东湖”清理污水，GDP 增长。居民说：水清了！" * 20
    changed = CHANGES[name](text)
    assert changed != text
    assert changed == CHANGES[name](text)


def test_two_characters_in_a_hundred_are_wrong():
    text = "志愿者在河边清理垃圾" * 1000
    wrong = sum(a != b for a, b in zip(text, CHANGES["2 % wrong characters"](text), strict=True))
    assert 0.015 < wrong / len(text) < 0.025


def test_every_baseline_names_a_theme_for_each_text(rows, monkeypatch):
    baselines = pytest.importorskip("training.baselines", reason="fastText is not installed (the extra measure)")
    monkeypatch.setenv("NEWSCLF_CORPORA", "/nowhere")
    split = splits(rows)[0]
    for name in (
        "majority",
        "keyword rules",
        "naive jieba TF-IDF + LogisticRegression",
        "ComplementNB, jieba words",
        "LinearSVC, characters",
        "fastText, jieba words",
        "fastText, characters",
    ):
        guess, size = baselines.METHODS[name](split)
        assert len(guess) == len(split.test)
        assert set(guess) <= set(THEMES) | {"spring_travel", "volunteering"}
        assert size >= 0
    for method in (baselines.naive, baselines.character_svm):
        right = sum(theme == p.theme for theme, p in zip(method(split)[0], split.test, strict=True))
        assert right > 0.8 * len(split.test)


def test_kept_figures_are_those_of_the_same_data(tmp_path, monkeypatch):
    compare = pytest.importorskip("training.compare", reason="fastText is not installed (the extra measure)")
    monkeypatch.setattr(compare, "RESULTS", tmp_path)
    before = {"data": "abc", "methods": {"majority": {"seconds": 1}, "keyword rules": {"seconds": 2}}}
    (tmp_path / "comparison.json").write_text(json.dumps(before), "utf-8")
    assert compare.kept("abc", {"keyword rules"}) == {"keyword rules": {"seconds": 2}}
    assert compare.kept("abc", ()) == {}
    with pytest.raises(SystemExit, match="other data"):
        compare.kept("abd", {"majority"})
