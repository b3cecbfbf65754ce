from __future__ import annotations

from contextvars import copy_context
from dataclasses import FrozenInstanceError

import pytest

from newsclf.cli.terminal import theme_name
from newsclf.messages import use_language
from newsclf.themes import NAMES, OTHER, SHIPPED


def test_the_four_themes_of_the_corpus_are_shipped(corpus):
    assert {theme.code for theme in SHIPPED} == {theme for row in corpus for theme in row["themes"]}


def test_other_is_no_theme():
    assert OTHER == "other"
    assert OTHER not in {theme.code for theme in SHIPPED}


def test_codes_names_and_definitions_are_distinct_and_filled():
    for field in ("code", "name", "definition"):
        values = [getattr(theme, field) for theme in SHIPPED]
        assert all(values)
        assert len(set(values)) == len(values)


def test_names_cover_every_code_and_other():
    assert {theme.code: theme.name for theme in SHIPPED} | {"other": "其他"} == NAMES


@pytest.mark.parametrize("code", NAMES)
def test_a_terminal_shows_the_code_or_the_chinese_name(code):
    assert theme_name(code) == code
    context = copy_context()
    context.run(use_language, "zh")
    assert context.run(theme_name, code) == NAMES[code]


def test_a_users_own_theme_is_called_as_it_is():
    assert theme_name("体育") == "体育"


def test_themes_are_frozen():
    with pytest.raises(FrozenInstanceError):
        SHIPPED[0].code = "x"
