from __future__ import annotations

import json
from contextvars import copy_context
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.cli.terminal import in_their_order, theme_name
from newsclf.messages import LANGUAGES, use_language
from newsclf.strict_json import read_json
from newsclf.themes import (
    LONGEST_DEFINITION,
    LONGEST_NAME,
    LONGEST_SEED_WORD,
    MOST_SEED_WORDS,
    NAMED,
    OTHER,
    SHIPPED,
    Theme,
    as_json,
    facts_for,
    from_json,
)

FILLED = Theme("湿地", {"zh": "湿地", "en": "Wetlands"}, {"zh": "沼泽与滩涂\n等"}, "#1b9e77", ("湿地", "滩涂"))


def in_chinese(function, *arguments):
    context = copy_context()
    context.run(use_language, "zh")
    return context.run(function, *arguments)


def test_the_four_themes_of_the_corpus_are_shipped(corpus):
    assert {theme.key for theme in SHIPPED} == {theme for row in corpus for theme in row["themes"]}


def test_other_is_no_theme():
    assert OTHER == "other"
    assert OTHER not in {theme.key for theme in SHIPPED}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_definitions_of_shipped_themes_are_distinct_and_filled(language):
    for told in (Theme.name, Theme.definition):
        values = [told(theme, language) for theme in SHIPPED]
        assert all(values)
        assert len(set(values)) == len(values)


def test_labels_of_the_shipped_model_have_names_without_being_described():
    assert list(NAMED) == [*(theme.key for theme in SHIPPED), OTHER]
    assert {theme.definition("en") for theme in NAMED.values()} == {""}


@pytest.mark.parametrize("key", NAMED)
def test_a_terminal_shows_the_code_or_the_chinese_name(key):
    assert theme_name(key) == key
    assert in_chinese(theme_name, key) == NAMED[key].names["zh"]


def test_a_users_own_theme_is_called_as_it_is_or_as_its_facts_say():
    assert theme_name("体育") == "体育"
    assert theme_name("湿地", {"湿地": FILLED}) == "Wetlands"
    assert in_chinese(theme_name, "wetland", {"wetland": Theme("wetland", {"en": "Wetlands"})}) == "wetland"


def test_themes_are_frozen():
    with pytest.raises(FrozenInstanceError):
        SHIPPED[0].key = "x"


def test_a_definition_in_another_language_is_better_than_none():
    assert Theme("a", definitions={"zh": "定义"}).definition("en") == "定义"
    assert Theme("a", definitions={"zh": "定义", "en": "what"}).definition("en") == "what"
    assert Theme("a").definition("zh") == ""


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        (
            "names",
            [
                {"fr": "écologie"},
                {"zh": ""},
                {"zh": " "},
                {"zh": "生\x1b[31m态"},
                {"zh": "生" * (LONGEST_NAME + 1)},
                {"zh": 1},
                "生态",
                None,
            ],
        ),
        ("definitions", [{"zh": "定" * (LONGEST_DEFINITION + 1)}, {"zh": "\u202e定义"}, {"de": "x"}, {"en": None}, "x", []]),
        ("colour", ["red", "#1b9e7", "#1B9E77", "#1b9e77;x", "1b9e77", "#1b9e7７", None, 3]),
        (
            "seed_words",
            [["湿地"], ("",), ("湿" * (LONGEST_SEED_WORD + 1),), ("湿\n地",), (1,), "湿地", ("湿",) * (MOST_SEED_WORDS + 1)],
        ),
    ],
)
def test_facts_of_other_kinds_are_refused_by_name(fact, wrong):
    for value in wrong:
        with pytest.raises(ValueError, match=f"'生态': wrong {fact}"):
            Theme("生态", **{fact: value})


def test_facts_as_long_as_they_may_be_are_taken():
    theme = Theme(
        "a", {"zh": "生" * LONGEST_NAME}, {"en": "x" * LONGEST_DEFINITION}, "", ("湿" * LONGEST_SEED_WORD,) * MOST_SEED_WORDS
    )
    assert from_json(as_json({"a": theme})) == {"a": theme}


def test_a_models_facts_stand_in_the_order_given_with_other_themes_behind():
    facts = facts_for(["b", "ecology", "湿地"], {"湿地": FILLED, "没有": Theme("没有"), "b": Theme("b")})
    assert list(facts) == ["湿地", "b", "ecology", OTHER]
    assert facts["湿地"] is FILLED
    assert facts["ecology"].name("zh") == "生态"


def test_other_may_be_described_and_placed():
    facts = facts_for(["a"], {OTHER: Theme(OTHER, colour="#999999"), "a": Theme("a")})
    assert [(key, theme.colour) for key, theme in facts.items()] == [(OTHER, "#999999"), ("a", "")]


def test_labels_in_display_order_leave_unknown_ones_at_the_end_as_they_come():
    assert in_their_order(["z", "a", "y", "b"], {"b": Theme("b"), "没有": Theme("没有"), "a": Theme("a")}) == ["b", "a", "z", "y"]


names = st.dictionaries(st.sampled_from(LANGUAGES), st.text("生态ab1·", min_size=1, max_size=9))
themes = st.builds(
    Theme,
    st.just("生态"),
    names,
    st.dictionaries(st.sampled_from(LANGUAGES), st.text("定义 \n", max_size=9)),
    st.sampled_from(["", "#000000", "#1b9e77"]),
    st.lists(st.text("湿地水", min_size=1), max_size=3).map(tuple),
)


@given(themes)
def test_facts_survive_json(theme):
    assert from_json(read_json(json.dumps(as_json({"生态": theme})).encode())) == {"生态": theme}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        {"a": None},
        {"a": {}},
        {"a": {"names": {}, "definitions": {}, "colour": ""}},
        {"a": {"names": {}, "definitions": {}, "colour": "", "seed_words": (), "more": 1}},
        {"a": {"names": {}, "definitions": {}, "colour": "", "seed_words": "湿地"}},
        {"a": {"names": {"zh": ["生态"]}, "definitions": {}, "colour": "", "seed_words": []}},
        {"a": {"names": {}, "definitions": {}, "colour": "#FFFFFF", "seed_words": []}},
    ],
)
def test_json_that_is_not_ours_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        from_json(value)
