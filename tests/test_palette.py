import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclf.palette import COLOURS, GREY, colours_of, ink_on, luminance
from newsclf.themes import SHIPPED, Theme, facts_for

HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
FACTS = facts_for([theme.key for theme in SHIPPED], {})


def test_the_shipped_themes_have_colours_of_their_own_and_other_is_grey():
    found = colours_of(FACTS)
    assert list(map(found.__getitem__, sorted(set(FACTS) - {"other"}))) == list(COLOURS[:4])
    assert found["other"] == GREY


def test_a_chosen_colour_stays_and_is_given_to_nobody_else():
    found = colours_of({"甲": Theme("甲"), "乙": Theme("乙", colour=COLOURS[0]), "other": Theme("other", colour="#123456")})
    assert found == {"甲": COLOURS[1], "乙": COLOURS[0], "other": "#123456"}


def test_labels_that_only_the_data_have_get_colours_too():
    found = colours_of(FACTS, ["ecology", "体育"])
    assert found["体育"] == COLOURS[4]


@given(st.lists(st.text(min_size=1, max_size=3), unique=True, max_size=40))
def test_every_theme_has_a_colour_and_no_two_share_one_as_long_as_there_are_any(keys):
    keys = [key for key in keys if key != "other"]
    found = colours_of({key: Theme(key) for key in keys})
    assert set(found) == {*keys, "other"}
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in found.values())
    assert len({found[key] for key in keys}) == min(len(keys), len(COLOURS))


def test_where_all_colours_are_taken_they_are_given_again():
    taken = {colour: Theme(colour, colour=colour) for colour in COLOURS}
    assert colours_of({**taken, "甲": Theme("甲")})["甲"] in COLOURS


@given(HEX)
def test_ink_can_be_read_on_any_colour(colour):
    light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_black_is_dark_and_white_is_light():
    assert (luminance("#000000"), luminance("#ffffff")) == (0, pytest.approx(1))


def _as_seen(colour: str, kind: str) -> tuple[float, ...]:
    """Linear light as people with no red or no green cones see it.

    Source: G. Machado, M. Oliveira and L. Fernandes, "A physiologically-based model for simulation of color vision
    deficiency", IEEE TVCG 15 (2009), severity 1.
    """
    matrices = {
        "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    }
    light = [(int(colour[place : place + 2], 16) / 255) ** 2.2 for place in (1, 3, 5)]
    return tuple(max(0.0, sum(a * b for a, b in zip(row, light, strict=True))) ** (1 / 2.2) for row in matrices[kind])


@pytest.mark.parametrize("kind", ["protan", "deutan"])
def test_the_first_colours_are_told_apart_by_those_who_see_no_red_or_green(kind):
    for one, other in combinations([*COLOURS[:5], GREY], 2):
        distance = sum((a - b) ** 2 for a, b in zip(_as_seen(one, kind), _as_seen(other, kind), strict=True)) ** 0.5
        assert distance > 0.15, (one, other)
