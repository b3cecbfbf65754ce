"""How a theme looks on a page: colour, shape and shades, legible on light and dark paper, and told apart without colour, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from newsclf.palette import colours_of, ink_on, luminance
from newsclf.themes import OTHER, Theme

PAPER: Final = {"light": "#ffffff", "dark": "#15181c"}
INK: Final = {"light": "#1b1d21", "dark": "#e9e7e2"}
"""The colours of paper and ink, as ``base.css`` has them."""

SHAPES: Final = "●■▲◆★○□△◇☆"
"""Beside the colour, a theme has one of these, which Chinese fonts have. ``other`` has `OTHER_SHAPE`."""

OTHER_SHAPE: Final = "·"

STRENGTHS: Final = (0.2, 0.4, 0.65, 1.0)
"""How much of the strongest shade of a theme's colour a word has, by its strength (`newsclf.report.highlights`)."""

_LEGIBLE: Final = 5.5  # the guidelines ask for 4.5
_STRONGEST: Final = 0.6
_EDGE: Final = 3.4  # the guidelines ask for 3, and boxes are darker or lighter than the paper


@dataclass(frozen=True)
class Look:
    """How one theme looks.

    Attributes
    ----------
    key : str
    name : str
        In the language of the page.
    css : str
        Its class, such as ``t0``.
    colour, ink : str
        Its colour, and black or white, whichever can be read on it.
    shape : str
    """

    key: str
    name: str
    css: str
    colour: str
    ink: str
    shape: str


def looks_of(themes: Mapping[str, Theme], language: str, labels: Iterable[str] = ()) -> dict[str, Look]:
    """How each theme looks, in the order in which they are shown, ``other`` last.

    Parameters
    ----------
    themes : mapping of str to Theme
        As `newsclf.scoring.Model.theme_facts` has them.
    language : str
    labels : iterable of str
        More labels, such as those that only the data have.
    """
    facts = {key: theme for key, theme in themes.items() if key != OTHER} | {
        key: Theme(key) for key in labels if key not in themes
    }
    colours = colours_of(facts | ({OTHER: themes[OTHER]} if OTHER in themes else {}))
    facts[OTHER] = themes.get(OTHER, Theme(OTHER))
    return {
        key: Look(key, theme.name(language), f"t{place}", colours[key], ink_on(colours[key]), _shape(key, place))
        for place, (key, theme) in enumerate(facts.items())
    }


def _shape(key: str, place: int) -> str:
    """One of the shapes; where colours begin again, the shapes go one on, so that both together differ for a hundred themes."""
    return OTHER_SHAPE if key == OTHER else SHAPES[(place + place // len(SHAPES)) % len(SHAPES)]


def style_of(looks: Iterable[Look]) -> str:
    """The style of themes: for each its colour, the ink on it, an edge and four shades, on light and on dark paper."""
    looks = list(looks)
    light = "\n".join(_rule(look, "light") for look in looks)
    dark = "\n".join(_rule(look, "dark") for look in looks)
    return f"{light}\n@media screen and (prefers-color-scheme:dark){{\n{dark}\n}}\n"


def _rule(look: Look, paper: str) -> str:
    marks = "".join(f"--m{place}:{shade};" for place, shade in enumerate(shades(look.colour, paper), 1))
    return f".{look.css}{{--c:{look.colour};--k:{look.ink};--e:{edge(look.colour, paper)};{marks}}}"


def shades(colour: str, paper: str) -> list[str]:
    """Four shades of a colour on which the ink of the paper can be read, the faintest first."""
    most = next(
        step / 100
        for step in range(round(_STRONGEST * 100), -1, -1)
        if contrast(blend(colour, PAPER[paper], step / 100), INK[paper]) >= _LEGIBLE
    )
    return [blend(colour, PAPER[paper], part * most) for part in STRENGTHS]


def edge(colour: str, paper: str) -> str:
    """The colour, mixed with as much ink as makes it stand out from the paper as a line or a bar."""
    mixed = (blend(INK[paper], colour, step / 20) for step in range(21))
    return next(found for found in mixed if contrast(found, PAPER[paper]) >= _EDGE)


def blend(colour: str, ground: str, part: float) -> str:
    """A colour laid on a ground, so much of it and the rest of the ground."""
    mixed = [
        round(part * int(colour[place : place + 2], 16) + (1 - part) * int(ground[place : place + 2], 16)) for place in (1, 3, 5)
    ]
    return "#" + "".join(f"{value:02x}" for value in mixed)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21; see `newsclf.palette.ink_on` for its source."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)
