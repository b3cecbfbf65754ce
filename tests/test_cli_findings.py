"""What ``newsclf train`` says of data and model."""

from contextvars import copy_context

import pytest

from newsclf.cli.findings import alike, seen, warnings, weakest
from newsclf.inspection import inspect
from newsclf.messages import use_language
from newsclf.targets import read_targets

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"


@pytest.fixture
def chinese():
    """Do something with messages in Chinese."""

    def run(do):
        def said():
            use_language("zh")
            return do()

        return copy_context().run(said)

    return run


def look(texts, labels):
    return inspect(texts, read_targets(labels))


def texts_of(number):
    return [HAN[place % 24] + HAN[place // 24] + "新闻" for place in range(number)]


def test_clean_data_have_one_sentence_and_no_warning(chinese):
    found = look(texts_of(20), ["生态", "民生"] * 10)
    assert seen(found) == (
        "20 texts with one label each; half of them have at most 4 characters, 95 % at most 4. 2 classes: 民生; 生态."
    )
    assert chinese(lambda: seen(found)).startswith("共 20 条文本，每条一个标签；")
    assert list(warnings(found)) == []


def test_of_many_classes_only_some_are_named():
    labels = [f"类{HAN[place % 24]}" for place in range(240)]
    assert seen(look(texts_of(240), labels)).endswith(" and 14 more.")


def test_every_finding_is_one_sentence(chinese):
    texts = [*texts_of(400), "河水清", "河水 清。", "", "北京", "上海"]
    labels = ["生态环保"] * 400 + ["生态环保", "民生", "民生", "生态环报", "生态环报"]
    found = look(texts, labels)
    said, parts = (
        list(warnings(found)),
        [
            "1 text(s) hold neither",
            "1 text(s) only repeat 1 other(s)",
            'such as "河水清": here 生态环保, there 民生',
            "Fewer than 8 different texts, too few to tell a class well: 民生 (2); 生态环报 (2)",
            "perhaps the same: 生态环报 (2) and 生态环保 (401)",
            "生态环保 has 401 texts, ",
        ],
    )
    assert [part in sentence for part, sentence in zip(parts, said, strict=True)] == [True] * 6
    assert not any("\n" in sentence for sentence in said)
    assert len(chinese(lambda: list(warnings(found)))) == len(said)


def test_copies_that_groups_tear_apart_are_told():
    texts = ["责任编辑" if place % 4 == 0 else text for place, text in enumerate(texts_of(80))]
    found = inspect(texts, read_targets(["甲", "乙"] * 40), [place // 4 for place in range(80)])
    assert any("20 text(s) have copies in other groups" in sentence for sentence in warnings(found))


def test_texts_and_labels_are_quoted_short_and_drive_no_terminal():
    texts = ["\x1b[2J" + "河" * 500] * 2 + ["水", "车"]
    (sentence,) = [line for line in warnings(look(texts, ["甲" * 200, "{乙}"] * 2)) if "there" in line]
    assert "\x1b" not in sentence
    assert "{乙}" in sentence
    assert len(sentence) < 250


def test_a_text_without_theme_contradicts_by_that_name():
    found = look(["河", "河", "水", "水"], [["生态", "民生"], [], ["生态"], ["民生"]])
    assert any("here 民生 + 生态, there other" in sentence for sentence in warnings(found))


def test_the_weakest_classes_come_first_and_those_without_texts_not_at_all():
    figures = {
        name: {"f1": f1, "support": n} for name, f1, n in (("甲", 0.9, 5), ("乙", 0.0, 0), ("丙", 0.5, 1200), ("丁", 0.1, 3))
    }
    assert weakest(figures, 2) == "Weakest classes: 丁 F1 0.100 (3 texts); 丙 F1 0.500 (1,200 texts)."


def test_of_many_labels_that_are_alike_only_some_are_named():
    counts = {f"{first}态环保": 300 for first in HAN} | {f"{first}态环报": 1 for first in HAN}
    found = look(texts_of(24 * 4), [name for name in counts for _ in range(2)])
    assert alike(found.alike).endswith("more.")
