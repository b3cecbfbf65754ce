from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from newsclf.messages import catalogue
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
def test_the_catalogue_calls_themes_by_the_same_names(code):
    assert catalogue()[f"theme_{code}"]["zh"] == NAMES[code]
    assert catalogue()[f"theme_{code}"]["en"].replace(" ", "_") == code


def test_themes_are_frozen():
    with pytest.raises(FrozenInstanceError):
        SHIPPED[0].code = "x"
