import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsclf.palette import COLOURS, GREY
from newsclf.report.looks import INK, PAPER, blend, contrast, edge, looks_of, shades, style_of
from newsclf.report.templates import FOLDER
from newsclf.themes import SHIPPED, Theme, facts_for

HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
FACTS = facts_for([theme.key for theme in SHIPPED], {})
PAPERS = list(PAPER)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("colour", [*COLOURS, GREY, "#000000", "#ffffff"])
def test_text_can_be_read_on_every_shade_and_edges_stand_out(colour, paper):
    found = shades(colour, paper)
    assert all(contrast(shade, INK[paper]) >= 4.5 for shade in found)
    assert contrast(edge(colour, paper), PAPER[paper]) >= 3


@settings(max_examples=60)
@given(colour=HEX, paper=st.sampled_from(PAPERS))
def test_text_can_be_read_on_shades_of_any_colour(colour, paper):
    assert min(contrast(shade, INK[paper]) for shade in shades(colour, paper)) >= 4.5
    assert contrast(edge(colour, paper), PAPER[paper]) >= 3


@settings(max_examples=60)
@given(colour=HEX)
def test_names_can_be_read_on_the_colour(colour):
    (look, _) = looks_of({"甲": Theme("甲", colour=colour)}, "zh").values()
    assert contrast(look.ink, look.colour) >= 4.5


def test_shades_grow_stronger():
    for paper in PAPERS:
        away = [contrast(shade, PAPER[paper]) for shade in shades(COLOURS[2], paper)]
        assert away == sorted(away)
        assert len(set(away)) == 4


def test_the_style_sheet_has_the_colours_that_shades_are_made_for():
    css = (FOLDER / "base.css").read_text("utf-8")
    light, dark = re.findall(r"--paper: (#\w{6}); --ink: (#\w{6}); --faint: (#\w{6})", css)
    assert light[:2] == (PAPER["light"], INK["light"])
    assert dark[:2] == (PAPER["dark"], INK["dark"])
    assert all(contrast(faint, paper) >= 4.5 for paper, _, faint in (light, dark))


def test_themes_are_told_apart_without_colour():
    found = looks_of({str(number): Theme(str(number)) for number in range(100)}, "zh")
    assert len({(look.colour, look.shape) for key, look in found.items() if key != "other"}) == 100
    assert len({look.shape for look in list(found.values())[:10]}) == 10
    assert len({look.css for look in found.values()}) == 101


def test_looks_have_names_in_the_language_and_other_comes_last():
    found = looks_of(FACTS, "zh", ["体育"])
    assert [look.name for look in found.values()] == ["生态", "民生", "春运", "志愿服务", "体育", "其他"]
    assert found["other"].colour == GREY
    assert looks_of(FACTS, "en")["ecology"].name == "ecology"


def test_the_style_of_a_theme_is_made_of_colours_alone():
    found = style_of(looks_of({"</style>": Theme("</style>")}, "zh").values())
    assert "<" not in found
    assert set(re.findall(r"#\w+", found)) == set(re.findall(r"#[0-9a-f]{6}\b", found))


@given(one=HEX, other=HEX)
def test_blends_and_contrasts(one, other):
    assert blend(one, other, 1) == one
    assert blend(one, other, 0) == other
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
